"""Bytes to characters, and characters to what is printed: the two steps that every format with text of its own shares.

Chinese offices publish UTF-8 with and without a mark, UTF-16 from Excel, and GBK; the declared charset is often not the real one.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Not printed, so no part of a text: controls (PostgreSQL refuses NUL), zero-width characters, byte-order marks, overrides of direction,
# tags; lone surrogates cannot even be written as UTF-8.
_UNPRINTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_HAN = re.compile("[\u3400-\u9fff]")

# Above this share of characters that cannot be text, bytes are not text in that encoding.
_TOLERATED = 0.002


def printed(text: str) -> str:
    """The text without characters that print nothing; line ends as ``\\n``, no-break spaces as blanks."""
    if text.isprintable():  # which also says that it has no line ends and no blanks but the plain one
        return text
    text = _LINE_END.sub("\n", text)
    return _SURROGATE.sub("\ufffd", _UNPRINTED.sub("", text)).replace("\xa0", " ")


def cell_text(text: str) -> str:
    """A cell's text as :class:`~etl.extract.grid.Cell` wants it: printed characters, leading blanks kept, empty lines before and the end trimmed."""
    if text.isprintable():
        return text.rstrip()
    lines = [line.rstrip() for line in printed(text).rstrip().split("\n")]
    first = next((at for at, line in enumerate(lines) if line), len(lines))
    return "\n".join(lines[first:])


def decode(data: bytes, declared: str | None = None) -> tuple[str, int] | None:
    """The text of bytes, and how many characters could not be read (U+FFFD in it); None where they are not text.

    Order: byte-order mark; UTF-16 by its NULs; UTF-8 where it is valid and holds Chinese; the ``declared`` charset; UTF-8; GB18030 (of which
    GB2312 and GBK are parts); at last UTF-8 or GB18030 with a few broken characters, as a browser would show them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return _accepted(text, text.count("\ufffd"))
    if b"\0" in data[:4096]:
        return _wide(data)
    strict = _strict(data, "utf-8")
    if strict is not None and (data.isascii() or _HAN.search(strict)):
        return _accepted(strict, 0)
    for name in (_known(declared), "utf-8", "gb18030"):
        whole = _strict(data, name) if name else None
        if whole is not None and _accepted(whole, 0):
            return whole, 0
    repaired = (data.decode(name, "replace") for name in ("utf-8", "gb18030"))
    return next((found for found in (_accepted(text, text.count("\ufffd")) for text in repaired) if found), None)


def _known(declared: str | None) -> str | None:
    """The codec of a declared charset; the GB names all mean the widest, as in browsers."""
    name = (declared or "").strip().lower()
    if name in {"gb2312", "gbk", "x-gbk", "gb_2312-80", "cp936", "hz-gb-2312"}:
        return "gb18030"
    try:
        return codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None


def _strict(data: bytes, encoding: str) -> str | None:
    """The text, or None; a character cut off by the end of the file is let go."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        return decoder.decode(data, final=False)
    except (UnicodeError, ValueError, LookupError, AttributeError):
        return None


def _wide(data: bytes) -> tuple[str, int] | None:
    """UTF-16 without a mark: of both byte orders the one that makes sense."""
    texts = [data[: len(data) // 2 * 2].decode(name, "replace") for name in ("utf-16-le", "utf-16-be")]
    best = max(texts, key=lambda text: len(re.findall("[\t-\r -~\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", text[:20000])))
    sense = len(re.findall("[\t-\r -~\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", best[:20000]))
    return _accepted(best, best.count("\ufffd")) if sense > 0.9 * len(best[:20000]) else None


def _accepted(text: str, broken: int) -> tuple[str, int] | None:
    """The text, unless too much of it cannot be text."""
    odd = len(_ODD.findall(text))
    return (text, broken) if odd <= max(_TOLERATED * len(text), 1 if len(text) > 20 else 0) else None
