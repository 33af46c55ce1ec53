"""The pictures of pages: of image files, and of PDF pages that are only a picture, by the picture's own pixels where it alone is what the page shows.

A page drawn anew would be sampled a second time. Where several pictures make the page (strips, layers) or one is masked or recoloured, the page is
drawn at the finest picture's own resolution instead.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence

from etl.extract.pdf import raw
from etl.extract.scan.ink import Picture
from etl.extract.scan.straighten import Matrix, apply
from etl.finding import Refused

MOST_PIXELS = 80_000_000
"""A page of A3 at 600 dpi has 70 million; a larger picture is refused."""
_WORKED = 18_000_000
"""Larger pictures are made smaller: A3 at 300 dpi has 17 million pixels, and more help no recogniser."""
_MOST_FRAMES = 500
_POINTS = 72.0
_RESOLUTION = 200.0
"""Dots an inch where an image file does not say."""
_COLOURED = 40
_COLOUR = 0.0002
"""A pixel whose channels differ by more than _COLOURED is in colour; a page with a smaller share of them than _COLOUR is grey."""
_PROOF = 120
_ALIKE = 16.0
"""Pixels: the longer side of the drawing that a picture's own pixels are held against, and how far, of 255, they may differ on the average."""


def image_pages(data: bytes) -> Iterator[tuple[Picture, Matrix]]:
    """The frames of an image file as shown, each with the matrix from its pixels to points. Raises Refused ``damaged_file``, ``too_large``."""
    Image.MAX_IMAGE_PIXELS = None  # asked for below, frame by frame, with a reason that people can read
    try:
        with Image.open(io.BytesIO(data)) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                if number > _MOST_FRAMES:
                    raise Refused("too_many_pages", found=str(getattr(image, "n_frames", number)), expected=str(_MOST_FRAMES))
                _check(frame.width, frame.height)
                dpi = float((frame.info.get("dpi") or (0,))[0])
                scale = _POINTS / (dpi if dpi >= 50 else _RESOLUTION)
                yield _worked(_array(ImageOps.exif_transpose(frame)), np.diag([scale, scale, 1.0]))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("damaged_file", found=f"{type(error).__name__}: {error}"[:120]) from error


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refused("too_large", found=f"{width} × {height}", expected=f"{MOST_PIXELS // 1_000_000} MP")


def _array(image: Image.Image) -> Picture:
    """An image as shown on white paper, grey where it has no colour."""
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"), np.uint8)
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, float)
        return np.asarray(255 * (values / max(1.0, float(values.max()))), np.uint8)
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return _grey(np.asarray(image.convert("RGB"), np.uint8))


def _grey(picture: Picture) -> Picture:
    """A picture without colour as one plane."""
    sample = picture[::3, ::3].astype(np.int16)
    coloured = sample.max(axis=2) - sample.min(axis=2) > _COLOURED
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8) if coloured.mean() < _COLOUR else picture


def _worked(picture: Picture, to_page: Matrix) -> tuple[Picture, Matrix]:
    """A picture no larger than is worked on."""
    height, width = picture.shape[:2]
    scale = (_WORKED / (width * height)) ** 0.5
    if scale >= 1:
        return np.ascontiguousarray(picture), to_page
    size = (round(width * scale), round(height * scale))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return small, to_page @ np.diag([width / size[0], height / size[1], 1.0])


@contextmanager
def pdf(data: bytes) -> Iterator[Any]:
    """An open PDF whose pages :func:`pdf_page` takes."""
    import pypdfium2

    with raw.LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()


def pdf_page(document: Any, index: int) -> tuple[Picture, Matrix]:
    """The picture of a page (from 0) and the matrix from its pixels to points from the top left corner of the page as shown."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        page = document[index]
        images = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
        own = _own(page, images[0]) if len(images) == 1 and images[0].level == 0 else None
        return _worked(*(own or _drawn(page, images)))
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged_file", place=f"p{index + 1}", found="PDF") from error


def _own(page: Any, image: Any) -> tuple[Picture, Matrix] | None:
    """A picture's own pixels, upright on the page; None where the page does not show them as they are."""
    import pypdfium2

    _check(*image.get_px_size())
    try:
        picture = _pixels(image.get_bitmap())
    except pypdfium2.PdfiumError:
        return None
    height, width = picture.shape[:2]
    placed = np.array([*image.get_matrix().get()], float).reshape(3, 2).T
    to_page = _shown(page) @ np.vstack([placed, [0, 0, 1]]) @ np.array([[1 / width, 0, 0], [0, -1 / height, 1], [0, 0, 1]])
    if np.linalg.det(to_page[:2, :2]) < 0:
        picture, to_page = picture[:, ::-1], to_page @ np.array([[-1.0, 0, width], [0, 1, 0], [0, 0, 1]])
    for _ in range(3):
        if to_page[0, 0] > abs(to_page[0, 1]):
            break
        width = picture.shape[1]
        picture, to_page = np.rot90(picture), to_page @ np.array([[0.0, -1, width], [1, 0, 0], [0, 0, 1]])
    picture = np.ascontiguousarray(picture)
    return (picture, to_page) if _alike(page, picture, to_page) else None


def _alike(page: Any, picture: Picture, to_page: Matrix) -> bool:
    """Whether the page as drawn shows a picture's own pixels."""
    width, height = page.get_size()
    scale = _PROOF / max(width, height)
    drawn = _plane(_pixels(page.render(scale=scale)))
    step = max(1, round(_pixels_a_point(to_page) / scale))
    small = cv2.blur(_plane(picture), (step, step))
    moved = apply(np.asarray(small, np.uint8), np.diag([scale, scale, 1.0]) @ to_page, (drawn.shape[1], drawn.shape[0]))
    return float(np.abs(moved.astype(int) - drawn).mean()) <= _ALIKE


def _pixels_a_point(to_page: Matrix) -> float:
    """Pixels a point."""
    return float(1 / max(1e-6, np.hypot(*to_page[:2, 0])))


def _plane(picture: Picture) -> Picture:
    return picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _drawn(page: Any, images: list[Any]) -> tuple[Picture, Matrix]:
    """The page drawn at the resolution of its finest picture."""
    width, height = page.get_size()
    scale = _RESOLUTION / _POINTS
    for image in images:
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= 0.02 * width * height:
            scale = max(scale, min(max(image.get_px_size()) / max(right - left, top - bottom), 600 / _POINTS))
    scale = min(scale, (_WORKED / max(1.0, width * height)) ** 0.5)
    return _grey(_pixels(page.render(scale=scale))), np.diag([1 / scale, 1 / scale, 1.0])


def _pixels(bitmap: Any) -> Picture:
    """A bitmap of pdfium as a picture of our own: grey or red, green, blue."""
    array = np.asarray(bitmap.to_numpy())
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim == 2:
        return array.copy()
    return _grey(np.ascontiguousarray(array[:, :, 2::-1]))


def _shown(page: Any) -> Matrix:
    """The matrix from a page's own space to points from the top left corner of the page as shown (after its /Rotate)."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: np.array([[1.0, 0, -left], [0, -1, top], [0, 0, 1]]),
        90: np.array([[0.0, 1, -bottom], [1, 0, -left], [0, 0, 1]]),
        180: np.array([[-1.0, 0, right], [0, 1, -bottom], [0, 0, 1]]),
        270: np.array([[0.0, -1, top], [-1, 0, right], [0, 0, 1]]),
    }[page.get_rotation() % 360]
