"""Pictures of pages with a cell marked, for ``explain``: what a number was read from, as it is printed."""

from __future__ import annotations

import io
from typing import Any

from etl.extract.grid import Box
from etl.finding import Refused

PDF = "application/pdf"
_FILL = (255, 196, 0, 72)
_EDGE = (214, 40, 40, 255)
MOST_PIXELS = 40_000_000
"""A page of A3 at 400 dpi has 31 million; what a damaged page box asks for beyond that is made smaller."""


def draw(data: bytes, media_type: str, page: int, box: Box, *, scale: float = 2.0, crop: bool = False) -> bytes:
    """The whole page (from 1) as a PNG, ``box`` (points from the top left corner of the page as shown) marked by a translucent fill and a frame.

    ``scale`` is pixels a point; ``crop`` leaves only the strip around the box. Raises Refused ``no_picture`` for formats without pages and for
    pages that the document does not have, ``damaged_file`` and ``password_protected`` as reading does.
    """
    if media_type != PDF:
        raise Refused("no_picture", found=media_type)
    from PIL import Image, ImageDraw

    image, scale = _render(data, page, scale)
    picture = image.convert("RGBA")
    mark = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    corners = [value * scale for value in box]
    ImageDraw.Draw(mark).rectangle(corners, fill=_FILL, outline=_EDGE, width=max(2, round(scale)))
    made = Image.alpha_composite(picture, mark).convert("RGB")
    out = io.BytesIO()
    (made.crop(_strip(corners, made.size, scale)).quantize(64) if crop else made).save(out, "PNG", optimize=crop)
    return out.getvalue()


def _strip(corners: list[float], size: tuple[int, int], scale: float) -> tuple[int, int, int, int]:
    """The part of a page that shows a cell with its neighbours: some of what stands beside, above and below it."""
    x0, top, x1, bottom = corners
    beside, above = 30 * scale, 34 * scale
    left, right = max(0, int(x0 - beside)), min(size[0], int(x1 + beside))
    return left, max(0, int(top - above)), max(left + 1, right), max(int(top) + 1, min(size[1], int(bottom + above)))


def _render(data: bytes, page: int, scale: float) -> tuple[Any, float]:
    """The page as a Pillow image, and the scale it was drawn at."""
    import pypdfium2

    from etl.extract.pdf import raw

    with raw.LOCK:
        with raw.document(data):
            pass
        document = pypdfium2.PdfDocument(data)
        try:
            if not 1 <= page <= len(document):
                raise Refused("no_picture", found=f"p{page}")
            sheet = document[page - 1]
            width, height = sheet.get_size()
            scale = min(scale, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            return sheet.render(scale=scale).to_pil(), scale
        except pypdfium2.PdfiumError as error:
            raise Refused("damaged_file", place=f"p{page}", found="PDF") from error
        finally:
            document.close()
