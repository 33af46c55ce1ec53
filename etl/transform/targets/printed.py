"""A value's text in two forms of one length: as printed, and as compared (NFKC, one sign for look-alikes, no blanks).

Parsing works on the plain form; measures, scopes and texts are cut out of the printed one by the same positions, so that what is stored reads as
printed (DOMAIN 4.1: NFKC for parsing, never for what is stored).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from etl.transform.targets.lexicon import rows

PROTECTED = frozenset(row["unit"] for row in rows("units") if len(row["unit"]) == 1 and len(unicodedata.normalize("NFKC", row["unit"])) > 1)
"""Units of one character that NFKC would take apart (㎡ → m2): they stay as printed."""
_WHOLE = re.compile("[\u2160-\u217f\u2026\u2025]")
"""Roman numerals (Ⅲ类水质) and … are words here, and stay whole too."""

_TRADITIONAL = "內於過達個萬億畝戶場項間輛條張冊種團隊處雙歲週後較與無開結實際標準時務數點級類節區縣鎮鄉頃號證書門隻幢臺幾兩貫為約將來"
_SIMPLIFIED = "内于过达个万亿亩户场项间辆条张册种团队处双岁周后较与无开结实际标准时务数点级类节区县镇乡顷号证书门只幢台几两贯为约将来"
"""Characters of signs, units and spans of time in copies that were turned into traditional script (以內, 不低於)."""
LOOK_ALIKE = {
    **dict.fromkeys("—–－─━―﹣−‐‑‒⼀", "-"),
    **dict.fromkeys("～∼〜˜∽", "~"),
    **dict.fromkeys("⩽≦≼⪯", "≤"),
    **dict.fromkeys("⩾≧≽⪰", "≥"),
    **dict.fromkeys("•・‧∙", "·"),
    **dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)),
    "﹪": "%",
    "٪": "%",
    "＊": "*",
    "∕": "/",
    "⁄": "/",
    "丨": "|",
    "\u2ed3": "长",
}
ENUMERATED = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]")
_LISTED = re.compile(r"(?:^|[;,。\s])[1-9]\.$", re.ASCII)
_SPACE = re.compile(r"\s")
_QUOTES = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"))
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Text:
    """``plain[i]`` is what ``printed[i]`` is compared as."""

    printed: str
    plain: str

    def cut(self, start: int, end: int) -> Text:
        """The span between two positions."""
        return Text(self.printed[start:end], self.plain[start:end])


@cache
def _plain(character: str) -> tuple[str, str]:
    """(printed, plain) of one character: both longer where NFKC takes it apart."""
    if character in LOOK_ALIKE:
        return character, LOOK_ALIKE[character]
    if ENUMERATED.match(character):  # ①②: numbers of a list, not numbers
        return ";", ";"
    plain = unicodedata.normalize("NFKC", character)
    plain = LOOK_ALIKE.get(plain, plain)
    if len(plain) == 1:
        return (character, plain) if not plain.isspace() else (" ", " ")
    return (character, character) if character in PROTECTED or _WHOLE.match(character) else (plain.replace(" ", ""), plain.replace(" ", ""))


@lru_cache(maxsize=65536)
def text_of(raw: str) -> Text:
    """The two forms of a raw text. Blanks are dropped, but for one between two digits, where it may stand for anything."""
    if _INVISIBLE.search(raw):
        raw = _INVISIBLE.sub("", raw)
    if not raw.isascii():
        raw = unicodedata.normalize("NFC", raw)
        pairs = [_plain(c) for c in raw]
        raw, plain = "".join(p for p, _ in pairs), "".join(n for _, n in pairs)
    else:
        plain = raw
    if _SPACE.search(plain):
        keep = [i for i, c in enumerate(plain) if not c.isspace() or _between_digits(plain, i)]
        raw, plain = "".join(raw[i] for i in keep), "".join(" " if plain[i].isspace() else plain[i] for i in keep)
    return Text(raw, plain)


def _between_digits(plain: str, at: int) -> bool:
    """Whether a blank parts two digits; only the last of several blanks is kept."""
    after = plain[at + 1 : at + 2]
    before = plain[:at].rstrip()
    if _LISTED.search(before) and after.isdigit():
        return True  # 1. 95%: the mark of a list, or a broken number
    return after.isdigit() and after.isascii() and before[-1:].isdigit() and before[-1:].isascii()


def trimmed(text: Text, marks: str = "。;;,,、.·:") -> Text:
    """Without the punctuation that ends (or begins) a cell, and without quotes around the whole of it."""
    plain = text.plain
    if plain and plain[0].isalnum() and plain[-1].isalnum():
        return text
    start, end = 0, len(plain)
    while end > start and plain[end - 1] in marks + " !":
        end -= 1
    while start < end and plain[start] in "。;,、: !":
        start += 1
    for left, right in _QUOTES:
        if plain.startswith(left, start, end) and plain.find(right, start + 1) == end - 1 > start:
            start, end = start + 1, end - 1
    if plain.startswith("'", start, end) and "'" not in plain[start + 1 : end]:  # Excel's mark of text
        start += 1
    return text.cut(start, end) if (start, end) != (0, len(plain)) else text
