"""How recognised lines are written: widths that a recogniser cannot see, dirt at the ends, signs that it takes apart.

``(`` and ``（`` look alike in a picture: beside Chinese they are wide, between digits narrow. ``‰`` comes out as ``%o`` or ``%0``.
"""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff\u3001-\u3011\uff08\uff09\uff1a\uff0c\uff1b《》“”"
_WIDE = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；"}
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}
_BESIDE = re.compile(rf"(?<=[{_HAN}])[(),:;]|[(),:;](?=[{_HAN}])")
_BETWEEN = re.compile(r"(?<=\d)[（），：；](?=\d)")
_PAIR = re.compile(r"\(([^()（）]*)）|（([^()（）]*)\)")
_ENDS = re.compile(r"^(?:[.·]\s*)+(?=\D|$)|(?:\s*[.·])+$|^[。，、,:;：；'’‘…\s]+$")
_CODE = re.compile(rf"(?<=\d{{3}})·(?=[{_HAN}])")
"""A dash between a unit's code and its name (206001-样例市司法局) is read as a point in small type."""
_CODED = re.compile(rf"(?<=\d)[-一](?=[{_HAN}])")
"""The dash between a level's code and its name (1-产出指标): no number hangs on it, and it is easily lost."""
_NUMBERING = re.compile(rf"(?<![\d.,])\d{{1,2}}-(?=[{_HAN}])|(?:^|(?<=。))\d{{1,2}}、")
"""Codes of levels and numbers of items, which stand beside the names that they number."""
_BEFORE_CODE = re.compile(rf"，(?=\d{{1,2}}-[{_HAN}])")
"""What stands before a level's code is a semicolon, which small type does not tell from a comma."""
_PARTED = re.compile(rf"(?<!\d)(\d)-([\u3400-\u9fff]{{2,8}})(?=\1\d-[{_HAN}])")
"""Two codes of levels, the second below the first, stand without a semicolon between them (1-产出指标12-质量指标)."""
_UNDASHED = re.compile(r"(?<=\d、)(\d)(?=[\u3400-\u9fff]{2,8}[；;]\1\d-)")
"""A level's code that lost its dash, told by the code of the level below, which begins with it (2、3满意度指标；31-服务对象满意度)."""
_ENDED = re.compile(r"(\d+)。(\d{1,2}、)")
"""A value, the stop after it, and the number of the next item."""
_UNSTOPPED = re.compile(rf"(?<=[^。；;.])(?<!\d)\d+、(?=\d{{1,2}}-[{_HAN}])")
_MILLE = re.compile(r"%[0oO](?!\d)")
_HALF = str.maketrans({
    "＞": ">", "＜": "<", "＝": "=", "％": "%", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "～": "~", "﹪": "%", "＋": "+", "－": "-", "．": ".",
    "—": "-", "–": "-", "―": "-", "，": ",", "：": ":", "（": "(", "）": ")", "±": "±",
})  # fmt: skip
_CRITICAL = re.compile(r"[0-9<>=≥≤≠≈~+±%‰°/-]|[万亿百千零〇一二三四五六七八九十两成倍](?![级])")
_NUMBER = re.compile(r"[0-9<>=≥≤≠≈~±%‰％＞＜＝～≧≦⩾⩽]|[零〇一二三四五六七八九十百千万亿两](?!级)")
_POINT = re.compile(r"(?<=\d)\s*([.,:·])\s*(?=\d)")
_BROKEN = re.compile(r"(?<=\d)\s+(?=\d)")
_TELLING = re.compile(r"(?<![\d.,，])(?!0)\d{1,3}([.,，])\d{3}(?![\d.,，])")
_GROUPS = re.compile(r"(?<![\d.,，])\d{1,3}(?:[.,，]\d{3})+\.\d{1,6}(?![\d.,，])")
PER_CENT = "%％‰"
_DEGREE = re.compile(r"(?<=\d)°(?!\s*[CcF])")
BARS = frozenset("-_—–―一~－ˉ¯ ")
"""How a dash that stands alone in a cell is recognised."""


def widths(text: str) -> str:
    """``text`` with brackets and stops as wide as what stands beside them."""
    text = _BETWEEN.sub(lambda found: _NARROW[found[0]], text)
    before = ""
    while text != before:
        before = text
        text = _BESIDE.sub(lambda found: _WIDE[found[0]], text)
    return _PAIR.sub(lambda found: f"（{found[1] if found[1] is not None else found[2]}）", text)


def clean(text: str) -> str:
    """``text`` without stops that stand alone at its ends (dirt), its blanks beside Chinese taken out."""
    text = _BEFORE_CODE.sub("；", _CODE.sub("-", _ENDS.sub("", text.strip())))
    text = _UNDASHED.sub(r"\1-", _PARTED.sub(r"\1-\2；", text))
    return re.sub(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])", "", text)


def per_mille(text: str) -> bool:
    """Whether a reading shows ``‰``, whole or taken apart."""
    return "‰" in text or bool(_MILLE.search(text))


def sign_places(text: str) -> list[int]:
    """The places of per cent signs, and of a degree after a number that is of nothing: a % of which one ring was read."""
    return sorted([place for place, char in enumerate(text) if char in PER_CENT] + [found.start() for found in _DEGREE.finditer(text)])


def joined(text: str) -> str:
    """``text`` with each ``‰`` that was taken apart put together."""
    return _MILLE.sub("‰", text)


def broken(text: str) -> bool:
    """Whether a blank stands between two digits: a stop that was not read. What it joins must never be one number in silence."""
    return bool(_BROKEN.search(text))


def closed(text: str) -> str:
    """``text`` as it is loaded, its digits joined."""
    return _BROKEN.sub("", text)


def telling_stops(text: str) -> list[int]:
    """The places of stops that make a number a thousand times larger or smaller: between one to three digits and three (2,316 and 2.316)."""
    return [found.start(1) for found in _TELLING.finditer(text)]


def grouped(text: str) -> str:
    """``text`` with commas between groups of three digits, where a later point shows that these were commas (1.310.50 is 1,310.50)."""
    return _GROUPS.sub(lambda found: re.sub(r"[.，](?=.*\.)", ",", found[0]), text)


def numbering(text: str) -> set[int]:
    """The places of digits that number what stands beside them (1、 and 11-数量指标): no value hangs on them."""
    return {place for found in _NUMBERING.finditer(text) for place in range(*found.span())}


def unnumbered(text: str) -> str:
    """``text`` without the numbers of items and the codes of levels."""
    return _NUMBERING.sub("", text)


def stopped(text: str, other: str) -> str:
    """``text`` with the stops between a value and the number of the next item that only the ``other`` reading has (≥1。3、 for ≥1 3、 and ≥13、)."""
    for value, item in _ENDED.findall(other):
        text = re.sub(rf"(?<!\d){value}\s*(?={item})", f"{value}。", text, count=1)
    return text


def codes(text: str) -> int:
    """How many codes with their dash there are in ``text``."""
    return len(_CODED.findall(text))


def without_codes(text: str) -> str:
    """``text`` without the dashes of codes."""
    return _CODED.sub("", text)


def unstopped(text: str) -> str | None:
    """Where the number of an item follows a value without a stop (300 and 2、1-产出指标 as 3002、1-): the two as they stand; None where none does."""
    found = _UNSTOPPED.search(text.replace("\n", ""))
    return None if found is None else text.replace("\n", "")[max(0, found.start() - 6) : found.end()]


def group_places(text: str) -> set[int]:
    """The places in a number whose form alone says which of its stops are commas and which is the point (1,310.50)."""
    return {place for found in _GROUPS.finditer(text) for place in range(*found.span())}


def is_number(text: str) -> bool:
    """Whether a line may hold a number: a digit, a sign, a numeral that is no part of a level's name (一级)."""
    return bool(_NUMBER.search(text))


def has_digit(text: str) -> bool:
    """Whether there is a digit in ``text``."""
    return any(char.isdigit() for char in text)


def critical(text: str) -> str:
    """What two readings of a line must have in common: signs, digits, numerals, per cent, and the stops between digits."""
    plain = grouped(joined(text)).translate(_HALF)
    plain = _CODED.sub("", plain)
    plain = _POINT.sub(lambda found: found[1].replace("·", "."), plain)
    return "".join(found[0] for found in re.finditer(rf"{_CRITICAL.pattern}|(?<=\d)[.,:](?=\d)", plain))


def unparsable(text: str) -> bool:
    """Whether a sign was taken apart so that what is left must never be read as a number: ``%0``, ``%o``; 二 or 三 in the place of = and ≥."""
    plain = text.translate(_HALF)
    return bool(re.search(r"%[0-9a-zA-Z]|^[二三]\s*\d", plain))
