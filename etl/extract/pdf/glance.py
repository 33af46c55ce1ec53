"""Which pages paint nothing but text, told from their content streams: such a page holds no rule and no picture, and need not be loaded.

Loading a page of prose costs pdfium ten times as much as looking through its content for the operators that paint (PDF 32000-1, table 51). Half of
a publication is prose. This is no reader of PDF: it knows one revision with one classic table of objects (as browsers and office programs write),
plain dictionaries and the usual two filters. Whatever else it meets it does not judge, and the page is loaded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import numpy as np

_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*(?:%[^\r\n]*[\r\n]\s*)*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_TAIL = 4096
"""Bytes at the file's end in which the trailer stands."""
_TABLE = re.compile(rb"xref\s+0\s+(\d+)[ ]*\r?\n(?=0000000000 65535 f)")
_ENTRY = 20
_LONGEST = 1 << 16
"""Bytes of a dictionary."""
_MOST = 1 << 20
"""Bytes of a page's content: a page of prose has some ten thousand."""
_DEEPEST = 32
_DICTIONARY = re.compile(rb"\s*(\d+)\s+0\s+obj\s*<<")
_STREAM = re.compile(rb"\s*(\d+)\s+0\s+obj\s*<<([^<>()%#]*)>>\s*stream\r?\n")
_INTEGER = re.compile(rb"\s*(\d+)\s+0\s+obj\s+(\d+)\s+endobj")
_TEXT = re.compile(rb"\([^()\\]*\)")
_NAME = re.compile(rb"/([^\s/\[\]]*)")
_LENGTH = re.compile(rb"/Length\s+(\d+)(\s+0\s+R)?")
_REFERENCE = re.compile(rb"(\d+)\s+0\s+R")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+0\s+R")
_TREE = re.compile(rb"/Pages\s+(\d+)\s+0\s+R")
_KIDS = re.compile(rb"/Kids\s*\[([\d\sR]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(?:\[([\d\sR]*)\]|(\d+\s+0\s+R))")
_PARTS = rb"[\x00\s()<>\[\]{}/%\x80\xff]"
"""What parts two words for pdfium: white space, delimiters, and two bytes that it takes for white space."""
_PAINTS = re.compile(_PARTS + rb"(?:[SsfFBb]\*?|sh|Do|BI)" + _PARTS)
"""Strokes, fills, shadings, forms and pictures. That one of them stands in a text is not ruled out: such a page is loaded."""


class _Unknown(Exception):
    """Something that is not judged here."""


class Glance:
    """Looks at the pages of a file. ``pages`` is how many pdfium counts: where a tree of pages shows others, none is judged."""

    def __init__(self, data: bytes, pages: int) -> None:
        self._data = data
        self._table = self._count = 0
        try:
            self._pages = self._leaves()
        except (_Unknown, ValueError):
            self._pages = []
        if len(self._pages) != pages:
            self._pages = []

    def only_text(self, index: int) -> bool:
        """Whether nothing but text is painted on a page (from 0); False where that cannot be told."""
        if not self._pages:
            return False
        try:
            content = self._content(self._pages[index])
        except (_Unknown, ValueError, zlib.error):
            return False
        return bool(content.strip()) and not _PAINTS.search(content)

    def _leaves(self) -> list[bytes]:
        """The dictionaries of the pages in order."""
        data = self._data
        trailer = _TRAILER.search(data, len(data) - _TAIL) if len(data) > _TAIL else _TRAILER.search(data)
        if trailer is None or not data.startswith(b"%PDF-") or data.count(b"startxref") != 1:
            raise _Unknown
        table = _TABLE.match(data, int(trailer[2]))
        root = _ROOT.search(trailer[1])
        if table is None or root is None or any(key in trailer[1] for key in (b"/Prev", b"/XRefStm", b"/Encrypt")):
            raise _Unknown
        self._table, self._count = table.end(), int(table[1])
        if not data.startswith(b"trailer", self._table + _ENTRY * self._count):
            raise _Unknown
        return list(self._below(int(_only(_TREE, self._dictionary(int(root[1])))[1]), set(), 0))

    def _below(self, number: int, seen: set[int], depth: int) -> Iterator[bytes]:
        """The pages under a node of the tree."""
        if number in seen or depth > _DEEPEST:
            raise _Unknown
        seen.add(number)
        node = self._dictionary(number)
        if b"/Kids" not in node:
            yield node
            return
        for kid in _REFERENCE.findall(_only(_KIDS, node)[1]):
            yield from self._below(int(kid), seen, depth + 1)

    def _at(self, number: int, shape: re.Pattern[bytes]) -> re.Match[bytes]:
        """The object of a number, of the shape it must have."""
        start = self._table + _ENTRY * number
        entry = self._data[start : start + _ENTRY]
        if not 0 < number < self._count or entry[10:18] != b" 00000 n":
            raise _Unknown
        offset = int(entry[:10])
        found = shape.match(self._data, offset, offset + _LONGEST)
        if found is None or int(found[1]) != number:
            raise _Unknown
        return found

    def _dictionary(self, number: int) -> bytes:
        """What a dictionary holds, its plain texts taken out; it has no others, no comments and no escaped names, in which a key could hide."""
        start = self._at(number, _DICTIONARY).end()
        end = self._data.find(b"endobj", start, start + _LONGEST)
        found = _TEXT.sub(b"", self._data[start:end])
        if end < 0 or any(sign in found for sign in (b"(", b"%", b"#", b"stream")):
            raise _Unknown
        return found

    def _content(self, page: bytes) -> bytes:
        """A page's content streams, decoded."""
        several, single = _only(_CONTENTS, page).groups()
        found = b""
        for number in _REFERENCE.findall(several or single):
            found += b" " + self._decoded(int(number))
            if len(found) > _MOST:
                raise _Unknown
        return found + b" "

    def _decoded(self, number: int) -> bytes:
        """A content stream, decoded."""
        stream = self._at(number, _STREAM)
        length = _LENGTH.search(stream[2])
        names = _NAME.findall(stream[2])
        filters = [name for name in names if name in _FILTERS]
        if length is None or sorted([b"Length", *([b"Filter"] if filters else []), *filters]) != sorted(names):
            raise _Unknown
        size = int(self._at(int(length[1]), _INTEGER)[2]) if length[2] else int(length[1])
        end = stream.end() + size
        if size > _MOST or not self._data[end : end + 16].lstrip().startswith(b"endstream"):
            raise _Unknown
        found = self._data[stream.end() : end]
        for name in filters:
            found = _FILTERS[name](found)
        return found


def _only(key: re.Pattern[bytes], text: bytes) -> re.Match[bytes]:
    """The one place of a key in a dictionary."""
    found = list(key.finditer(text))
    if len(found) != 1 or text.count(found[0][0].split(None, 1)[0].split(b"[")[0]) != 1:
        raise _Unknown
    return found[0]


def _inflated(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(packed, _MOST)
    if not unpacking.eof:
        raise _Unknown
    return found


def _from_ascii(packed: bytes) -> bytes:
    """ASCII85 without the short form of four zeros."""
    digits = packed.translate(None, b" \t\r\n\f\0")
    if not digits.endswith(b"~>"):
        raise _Unknown
    digits = digits[:-2]
    short = -len(digits) % 5
    values = np.frombuffer(digits + b"u" * short, np.uint8).reshape(-1, 5).astype(np.int64) - 33
    if values.size and not 0 <= values.min() <= values.max() < 85:
        raise _Unknown
    words = values @ np.array([85**4, 85**3, 85**2, 85, 1])
    return bytes(words.astype(">u4").tobytes()[: 4 * len(words) - short])


_FILTERS = {b"FlateDecode": _inflated, b"ASCII85Decode": _from_ascii}
