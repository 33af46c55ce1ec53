"""pdfium's C functions, called the cheapest way that Python has, and the handles that they work on.

Calls cost more than the work behind them (0.1 to 0.3 µs each, some thousand a page), so the few that a page is read by get prototypes of their own:
``PYFUNCTYPE`` (keeps the interpreter's lock) over the functions' addresses, looped in C by ``map``. Handles are plain integers. Where pdfium writes
its answers is told by references made once (:func:`reference`), which need no declaration and cost half as much as pointers given as integers.
pdfium is not thread-safe: :data:`LOCK` is held while a document is open; for more cores, use more processes.
"""

from __future__ import annotations

import codecs
import ctypes
import platform
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from ctypes import addressof, byref, c_char, c_char_p, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p, memset
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

_SIDES = np.array((0, 3, 2, 1))
"""Of a character's box as pdfium gives it (left, top, right, bottom): those that are left, bottom, right, top."""
_NOWHERE = np.zeros((4, 1), np.float32)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


_DECLARED = sys.platform == "darwin" and platform.machine() == "arm64"
"""There undeclared arguments after declared ones would be passed as a variadic function's are."""


def _function(name: str, result: Any, *arguments: Any, references: int = 0) -> Callable[..., Any]:
    """The C function ``name`` with a prototype that takes handles and pointers as integers and keeps the interpreter's lock.

    After ``arguments`` come ``references``; without any arguments, it takes references (:func:`reference`) and small integers.
    """
    address = ctypes.cast(getattr(pdfium, name), c_void_p).value or 0
    if _DECLARED:
        arguments += (c_void_p,) * references
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


load_document = _function("FPDF_LoadMemDocument64", c_void_p, c_char_p, c_size_t, c_char_p)
close_document = _function("FPDF_CloseDocument", None, c_void_p)
last_error = _function("FPDF_GetLastError", c_ulong)
page_count = _function("FPDF_GetPageCount", c_int, c_void_p)
load_page = _function("FPDF_LoadPage", c_void_p, c_void_p, c_void_p)
close_page = _function("FPDF_ClosePage", None, c_void_p)
page_rotation = _function("FPDFPage_GetRotation", c_int, c_void_p)
page_box = _function("FPDF_GetPageBoundingBox", c_int, c_void_p, c_void_p)
count_objects = _function("FPDFPage_CountObjects", c_int, c_void_p)
get_object = _function("FPDFPage_GetObject", c_void_p)
count_form_objects = _function("FPDFFormObj_CountObjects", c_int, c_void_p)
get_form_object = _function("FPDFFormObj_GetObject", c_void_p)
object_type = _function("FPDFPageObj_GetType", c_int, c_void_p)
object_bounds = _function("FPDFPageObj_GetBounds", None, c_void_p, references=4)
object_matrix = _function("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
fill_colour = _function("FPDFPageObj_GetFillColor", None, c_void_p, references=4)
stroke_colour = _function("FPDFPageObj_GetStrokeColor", None, c_void_p, references=4)
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
get_unicode = _function("FPDFText_GetUnicode", c_uint, c_void_p, c_void_p)
is_generated = _function("FPDFText_IsGenerated", c_int, c_void_p, c_void_p)
loose_box = _function("FPDFText_GetLooseCharBox", None)
char_angle = _function("FPDFText_GetCharAngle", c_float, c_void_p, c_void_p)
char_object = _function("FPDFText_GetTextObject", c_void_p)
render_mode = _function("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)


AT_ONCE = 2_048
"""Answers that are asked for at once, of four values each."""
_memory = (c_float * (4 * AT_ONCE))()
_numbers = (c_uint * (4 * AT_ONCE)).from_buffer(_memory)
_at = addressof(_memory)
_rows = [byref(_memory, 16 * row) for row in range(AT_ONCE)]
_columns = [[byref(_memory, 4 * (AT_ONCE * column + row)) for row in range(AT_ONCE)] for column in range(4)]
"""Where answers are written, and references to every four values together, and to the first, second, third and fourth ones each in a row of
their own. Read at once, and only while a document is open: :data:`LOCK` is held then."""
_by_row = np.ctypeslib.as_array(_memory).reshape(AT_ONCE, 4)
_by_column = np.ctypeslib.as_array(_memory).reshape(4, AT_ONCE)


class document:
    """The handle of an open PDF, for the time of a ``with``. Raises Refused ``password_protected`` or ``damaged_file``.

    pdfium reads from ``data`` as long as the document is open.
    """

    __slots__ = ("_data", "_handle")

    def __init__(self, data: bytes) -> None:
        self._data, self._handle = data, 0

    def __enter__(self) -> int:
        LOCK.acquire()
        self._handle = load_document(self._data, len(self._data), None) or 0
        if not self._handle:
            error = last_error()
            LOCK.release()
            raise Refused("password_protected" if error in PASSWORD_ERRORS else "damaged_file", found="PDF")
        return self._handle

    def __exit__(self, *_: object) -> None:
        close_document(self._handle)
        LOCK.release()


class _Held:
    """A handle for the time of a ``with``, or None where there is none."""

    __slots__ = ("_close", "_handle")

    def __init__(self, handle: int | None, close: Callable[[int], Any]) -> None:
        self._handle, self._close = handle, close

    def __enter__(self) -> int | None:
        return self._handle

    def __exit__(self, *_: object) -> None:
        if self._handle:
            self._close(self._handle)


def page(doc: int, index: int) -> _Held:
    """The handle of a page (from 0), or None where the page cannot be loaded."""
    return _Held(load_page(doc, index), close_page)


def text_page(handle: int) -> _Held:
    """The handle of a page's text, or None where it cannot be loaded."""
    return _Held(load_text(handle), close_text)


def bounding_box(handle: int) -> tuple[float, float, float, float]:
    """The part of the page that is shown: left, bottom, right, top in the page's own space, before /Rotate."""
    page_box(handle, _at)
    left, top, right, bottom = _memory[:4]
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def matrix(handle: int) -> Matrix:
    """The matrix of an object (of a form: with its /Matrix)."""
    _memory[:6] = [*IDENTITY]
    object_matrix(handle, _at)
    a, b, c, d, e, f = _memory[:6]
    return a, b, c, d, e, f


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def reference(handle: int) -> Any:
    """A handle as the functions take it that have no declared arguments."""
    return byref(c_char.from_address(handle))


def answers(ask: Callable[..., Any], handles: Sequence[int], default: np.ndarray) -> np.ndarray:
    """The four values that pdfium tells of each object, as four rows of an array; those of ``default``, and its type, where it tells none."""
    out = _by_column.view(default.dtype)
    found = np.empty((4, len(handles)), default.dtype)
    for start in range(0, len(handles), AT_ONCE):
        part = handles[start : start + AT_ONCE]
        out[:, : len(part)] = default
        deque(map(ask, part, *_columns), maxlen=0)
        found[:, start : start + len(part)] = out[:, : len(part)]
    return found


def extremes(ask: Callable[..., Any], handles: Sequence[int]) -> tuple[int, int]:
    """Of the colours of objects the highest blue and the lowest alpha (0 to 255); black where it cannot be told.

    Red and green are written where blue then is, which spares half of the memory that is touched.
    """
    blue, alpha = 0, 255
    places = _columns[0]
    for start in range(0, len(handles), AT_ONCE // 2):
        part = handles[start : start + AT_ONCE // 2]
        count = len(part)
        memset(_at, 0, 4 * count)
        memset(_at + 4 * count, 255, 4 * count)
        deque(map(ask, part, places, places, places, places[count : 2 * count]), maxlen=0)
        found = _numbers[: 2 * count]
        blue, alpha = max(blue, *found[:count]), min(alpha, *found[count:])
    return blue, alpha


def bounds(handles: Sequence[int]) -> np.ndarray:
    """The bounds of objects as an array of (left, bottom, right, top), in the space that they are drawn in.

    This and other arrays of boxes hold each side's values together: what is asked of all boxes' left sides is then four times as fast.
    """
    return answers(object_bounds, handles, _NOWHERE).T


def char_boxes(text: int, indexes: Sequence[int]) -> np.ndarray:
    """The loose boxes of characters as an array of (left, bottom, right, top): as high as the type, centres steady along a line."""
    found = np.empty((4, len(indexes)), np.float32)
    page = repeat(reference(text))
    for start in range(0, len(indexes), AT_ONCE):
        part = indexes[start : start + AT_ONCE]
        out = _by_row[: len(part)]
        out[:] = 0
        deque(map(loose_box, page, part, _rows), maxlen=0)
        found[:, start : start + len(part)] = out.T.take(_SIDES, 0)
    return found.T


def char_objects(text: int, indexes: Iterable[int]) -> list[int | None]:
    """The text object that each character was drawn by; None for those that pdfium made up."""
    return list(map(char_object, repeat(reference(text)), indexes))


def objects(page: int) -> list[int]:
    """The handles of all objects of a page, in the order in which they are drawn."""
    return list(map(get_object, repeat(reference(page)), range(count_objects(page))))


def points(segments: Iterable[int]) -> list[tuple[float, float]]:
    """The end points of path segments."""
    found = []
    for segment in segments:
        segment_point(segment, _at, _at + 4)
        found.append((_memory[0], _memory[1]))
    return found


def text_of(text: int) -> str:
    """The page's characters, one a character index of pdfium, with its generated blanks and line breaks.

    ``FPDFText_GetText`` gives them at once; where it leaves some out or splits one (beyond U+FFFF), each is asked for.
    """
    count = count_chars(text)
    if count <= 0:
        return ""
    out = bytearray(2 * count + 2)  # and the zero at its end
    if get_text(text, 0, count, addressof(c_char.from_buffer(out))) == count + 1:
        found, _ = codecs.utf_16_le_decode(out, "replace")
        if len(found) == count + 1:
            return found[:-1]
    codes = map(get_unicode, repeat(text), range(count))
    return "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
