"""Characters and line wraps: what has to be undone before a printed text can be compared, stored or made into a key (文字规整).

The printed text itself stays as it is beside every value (raw); these functions make the copies that names, stems and keys are read from.
DOMAIN 3.2 (PDF text) and 8.3 (the blanks that the gap between cells leaves) are the source of the rules on blanks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

from etl.transform.names.words import vocabulary

# Nothing of these is printed, yet each makes two equal names differ: controls (PostgreSQL refuses NUL), soft hyphen, zero-width and joining
# characters, bidi marks, embeddings and overrides, byte-order mark, lone surrogates (no UTF-8), variation selectors (of Han glyphs too), tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_BREAK = re.compile(r"[ \t\u3000]*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])\s*")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = "\u3001\u3002\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2014\u2018\u2019\u201c\u201d\u2026"
_NARROW = r",.;:!?%()\[\]"
_GAP = re.compile(f"(?<=[{_HAN}{_WIDE}]) (?=[{_WIDE}{_NARROW}0-9])|(?<=[{_WIDE}]) (?=[{_HAN}])")
_NUMBER_ALONE = re.compile(r"[\d.,]+")
_NUMERAL = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_PREFIX = re.compile(
    r"\s*(?:[★☆▲△●*]+"
    rf"|(?:指标|目标|任务)\s*(?:{_NUMERAL})\s*[:：、.．]"
    r"|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*、(?![0-9])"
    r"|[0-9]{1,2}[.．](?![0-9])"
    rf"|[(（](?:{_NUMERAL})[)）])\s*"
)


@cache
def _radicals() -> dict[int, str]:
    """CJK radicals that NFKC leaves alone (⻓) → the ideograph they look like (长); some fonts' PDFs give them."""
    return {ord(row["radical"]): row["ideograph"] for row in vocabulary("radicals")}


def clean(text: str) -> str:
    """The text without characters that cannot be seen (不可见字符): controls, bidi overrides, zero-width ones. Blanks and line breaks stay."""
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)


def nfkc(text: str) -> str:
    """The text in one form for keys and parsing (NFKC, radicals as ideographs, nothing unseen); never for what is stored as printed."""
    if text.isascii():
        return clean(text)
    return clean(unicodedata.normalize("NFKC", text).translate(_radicals()))


def compact(text: str) -> str:
    """The text without any white space, for comparing texts whose wraps and gaps differ."""
    return "".join(clean(text).split())


def unwrap(text: str) -> str:
    """A cell's text with its wrapped lines joined (还原折行) and the blanks of PDF cell gaps removed; else as printed.

    Lines are joined without a blank beside a CJK character or punctuation, and inside a number that runs on (``【20|23】``); with one between Latin
    words and between lines that are numbers alone. A single blank goes where it stands after a CJK character before punctuation or a digit.
    """
    if text.isalnum():
        return text
    lines = [line for line in _BREAK.split(clean(text).strip()) if line]
    if not lines:
        return ""
    joined = lines[0]
    for before, line in pairwise(lines):
        joined += _between(before, line) + line
    return _GAP.sub("", joined)


def _between(before: str, after: str) -> str:
    """What stands between two lines when they are joined: a blank or nothing."""
    left, right = before[-1], after[0]
    if not (_word(left) and _word(right)):
        return ""
    if left.isdigit() and right.isdigit() and not (_NUMBER_ALONE.fullmatch(before) and _NUMBER_ALONE.fullmatch(after)):
        return ""
    return " "


def _word(character: str) -> bool:
    """Whether a character is a letter or digit of a script that parts its words by blanks."""
    return character.isalnum() and not re.match(f"[{_HAN}]", character) and unicodedata.east_asian_width(character) not in "WF"


def strip_number(text: str) -> str:
    """The text without the number or mark before it (序号): ``1、``, ``2.``, ``（一）``, ``指标1：``, ``目标1：``, ``★``.

    Numbers that belong to the text stay: ``3.5米``, ``24小时``, ``2024年``. A text that is nothing but a number stays whole.
    """
    rest = text
    while found := _PREFIX.match(rest):
        rest = rest[found.end() :]
    return rest if rest.strip() else text
