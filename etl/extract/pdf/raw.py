"""pdfium's C functions, called the cheapest way that Python has, and the handles that they work on.

Calls cost more than the work behind them (0.3 µs each, some thousand a page), so the few that a page is read by get prototypes of their own:
``PYFUNCTYPE`` (keeps the interpreter's lock) over the functions' addresses, with handles, pointers and indexes as plain integers, looped in C by
``map`` into numpy arrays. Indexes are declared as pointers too: ctypes converts those a quarter faster. pdfium is not thread-safe: :data:`LOCK` is
held while a document is open; for more cores, use more processes.
"""

from __future__ import annotations

import ctypes
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_float, c_int, c_void_p
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2  # noqa: F401  (starts the library)
import pypdfium2.raw as pdfium

from etl.finding import Refused

LOCK = threading.RLock()

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""Kinds of page objects (FPDF_PAGEOBJ_*)."""
LINE_TO, BEZIER_TO, MOVE_TO = 0, 1, 2
"""Kinds of path segments (FPDF_SEGMENT_*)."""
PASSWORD_ERRORS = (4, 5)
"""FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The C function ``name`` with a prototype that takes handles and pointers as integers and keeps the interpreter's lock."""
    address = ctypes.cast(getattr(pdfium, name), c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


load_page = _function("FPDF_LoadPage", c_void_p, c_void_p, c_void_p)
close_page = _function("FPDF_ClosePage", None, c_void_p)
page_rotation = _function("FPDFPage_GetRotation", c_int, c_void_p)
page_box = _function("FPDF_GetPageBoundingBox", c_int, c_void_p, c_void_p)
count_objects = _function("FPDFPage_CountObjects", c_int, c_void_p)
get_object = _function("FPDFPage_GetObject", c_void_p, c_void_p, c_void_p)
count_form_objects = _function("FPDFFormObj_CountObjects", c_int, c_void_p)
get_form_object = _function("FPDFFormObj_GetObject", c_void_p, c_void_p, c_void_p)
object_type = _function("FPDFPageObj_GetType", c_int, c_void_p)
object_bounds = _function("FPDFPageObj_GetBounds", None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
object_matrix = _function("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
fill_colour = _function("FPDFPageObj_GetFillColor", None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
stroke_colour = _function("FPDFPageObj_GetStrokeColor", None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
transparent = _function("FPDFPageObj_HasTransparency", c_int, c_void_p)
draw_mode = _function("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
count_segments = _function("FPDFPath_CountSegments", c_int, c_void_p)
get_segment = _function("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_void_p)
segment_point = _function("FPDFPathSegment_GetPoint", None, c_void_p, c_void_p, c_void_p)
segment_type = _function("FPDFPathSegment_GetType", c_int, c_void_p)
segment_close = _function("FPDFPathSegment_GetClose", c_int, c_void_p)
clip_path = _function("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
count_clips = _function("FPDFClipPath_CountPaths", c_int, c_void_p)
count_clip_segments = _function("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_void_p)
clip_segment = _function("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_void_p, c_void_p)
load_text = _function("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _function("FPDFText_ClosePage", None, c_void_p)
count_chars = _function("FPDFText_CountChars", c_int, c_void_p)
get_text = _function("FPDFText_GetText", c_int, c_void_p, c_void_p, c_void_p, c_void_p)
get_unicode = _function("FPDFText_GetUnicode", ctypes.c_uint, c_void_p, c_void_p)
is_generated = _function("FPDFText_IsGenerated", c_int, c_void_p, c_void_p)
loose_box = _function("FPDFText_GetLooseCharBox", None, c_void_p, c_void_p, c_void_p)
char_angle = _function("FPDFText_GetCharAngle", c_float, c_void_p, c_void_p)
char_object = _function("FPDFText_GetTextObject", c_void_p, c_void_p, c_void_p)
render_mode = _function("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)


@contextmanager
def document(data: bytes) -> Iterator[int]:
    """The handle of an open PDF. Raises Refused ``password_protected`` or ``damaged_file``.

    pdfium reads from ``data`` as long as the document is open.
    """
    with LOCK:
        handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not handle:
            error = int(pdfium.FPDF_GetLastError())
            raise Refused("password_protected" if error in PASSWORD_ERRORS else "damaged_file", found="PDF")
        try:
            yield ctypes.cast(handle, c_void_p).value or 0
        finally:
            pdfium.FPDF_CloseDocument(handle)


def page_count(doc: int) -> int:
    """How many pages an open document has; 0 where its page tree is damaged."""
    return int(pdfium.FPDF_GetPageCount(ctypes.cast(doc, pdfium.FPDF_DOCUMENT)))


@contextmanager
def page(doc: int, index: int) -> Iterator[int | None]:
    """The handle of a page (from 0), or None where the page cannot be loaded."""
    handle = load_page(doc, index)
    try:
        yield handle
    finally:
        if handle:
            close_page(handle)


@contextmanager
def text_page(handle: int) -> Iterator[int | None]:
    """The handle of a page's text, or None where it cannot be loaded."""
    text = load_text(handle)
    try:
        yield text
    finally:
        if text:
            close_text(text)


def bounding_box(handle: int) -> tuple[float, float, float, float]:
    """The part of the page that is shown: left, bottom, right, top in the page's own space, before /Rotate."""
    out = (c_float * 4)()
    page_box(handle, ctypes.addressof(out))
    left, top, right, bottom = out
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def matrix(handle: int) -> Matrix:
    """The matrix of an object (of a form: with its /Matrix)."""
    out = (c_float * 6)(*IDENTITY)
    object_matrix(handle, ctypes.addressof(out))
    a, b, c, d, e, f = out
    return a, b, c, d, e, f


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def bounds(handles: Sequence[int]) -> np.ndarray:
    """The bounds of objects as an array of (left, bottom, right, top), in the space that they are drawn in."""
    out = np.zeros((len(handles), 4), np.float32)
    at = out.ctypes.data
    end = at + 16 * len(handles)
    calls = map(object_bounds, handles, range(at, end, 16), range(at + 4, end, 16), range(at + 8, end, 16), range(at + 12, end + 16, 16))
    deque(calls, maxlen=0)
    return out


def char_boxes(text: int, indexes: Sequence[int]) -> np.ndarray:
    """The loose boxes of characters as an array of (left, bottom, right, top): as high as the type, centres steady along a line."""
    out = np.zeros((len(indexes), 4), np.float32)
    at = out.ctypes.data
    deque(map(loose_box, repeat(text), indexes, range(at, at + 16 * len(indexes), 16)), maxlen=0)
    return out[:, [0, 3, 2, 1]]


def points(segments: Iterable[int]) -> list[tuple[float, float]]:
    """The end points of path segments."""
    out = (c_float * 2)()
    at = ctypes.addressof(out)
    found = []
    for segment in segments:
        segment_point(segment, at, at + 4)
        found.append((out[0], out[1]))
    return found


def text_of(text: int) -> str:
    """The page's characters, one a character index of pdfium, with its generated blanks and line breaks.

    ``FPDFText_GetText`` gives them at once; where it leaves some out or splits one (beyond U+FFFF), each is asked for.
    """
    count = count_chars(text)
    if count <= 0:
        return ""
    out = ctypes.create_string_buffer(2 * (count + 1))
    if get_text(text, 0, count, ctypes.addressof(out)) == count + 1:
        found = out.raw[:-2].decode("utf-16-le", "replace")
        if len(found) == count:
            return found
    codes = map(get_unicode, repeat(text), range(count))
    return "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
