"""What a page break cut: the row above it and the first row below it, cell by cell.

Whole rows part at a break, or one row is cut in the middle of its cells (Word cuts rows by default and rules off both halves); and what is merged
over several rows may go on below either way. Told by the words (half of a level's name, of a number, of a bracket), by the room that lines
leave (:mod:`room`), and by what the columns hold: no rule alone tells it, since producers close cuts or leave rows open as they like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Literal

from etl.extract.grid import Cell
from etl.transform import words as vocabulary
from etl.transform.facts import looks_like_organisation
from etl.transform.packed import is_packed
from etl.transform.room import Room
from etl.transform.table import Table, words
from etl.transform.targets.units import unit_word

NEAR_ROWS = 40  # rows around a page break that tell what a column holds
HEADER_ROWS = 8  # a header that is repeated stands among the first rows of its table

VALUES = frozenset(("value", "value_annual", "value_cycle", "actual"))
NAMES = frozenset(("level3",))
LONG = 10  # characters from which on a text is a goal or an explanation, no name

NUMBER = re.compile(r"[-+]?[\d,，]+(?:\.\d+)?|[/—-]+")
_VALUE = re.compile(r"[≥≤<>＞＜=＝]|[\d,.]+\s*(?:%|％|[\u4e00-\u9fff]{0,4})$|\d{1,4}年?\d{0,2}月|不[低高少超多]|及时$|良好$")
_CUT_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*,\d{0,2}|\d{1,3}(?:,\d{3})*\.")
_ONE_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[,，]\d{3})*)(?:\.\d+)?")
_SIGN = re.compile(r"[≥≤≧≦⩾⩽<>＞＜=＝]{1,2}|定性|定量|大于等于|小于等于|大于|小于|等于")
_DIGITS = re.compile(r"[\d.,]+%?")
_NEVER_FIRST = tuple("，。；：、！？）)》”’】")
_NEVER_LAST = tuple("（(《“‘【、，,：:≥≤＞＜")
_OPEN, _CLOSE = "（(《【", "）)》】"


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell above a page break and the one below it. ``merged``: it spans rows, or others of its column do. ``one``: whether they are one cell by
    their words and their room alone, None where these do not tell; ``sure``: by their words."""

    upper: Cell
    lower: Cell
    merged: bool
    one: bool | None
    sure: bool

    @property
    def is_level(self) -> bool:
        """Whether a level of indicators stands here."""
        joined = words(self.upper) + words(self.lower)
        return any(level_of(text) for text in (words(self.upper), words(self.lower), joined))


class Break:
    """The break above row ``start`` of a table. ``open``: the page's rules leave cells open there; ``rules``: False where they close the row itself
    and leave only merged cells open, None where they do not tell."""

    def __init__(self, table: Table, start: int, is_open: bool, rules: Literal[False] | None = None) -> None:
        self.table, self.start, self.open, self.rules = table, start, is_open, rules
        rows = range(max(0, start - NEAR_ROWS), min(table.rows, start + NEAR_ROWS))
        near = list({id(cell): cell for row in rows for cell in table.cells(row)}.values())
        self.room = Room(cell for cell in near if cell.text)
        header = next((row for row in range(start - 1, rows[0] - 1, -1) if self._is_header(row)), -1)
        body = [cell for cell in near if cell.row > header and not vocabulary.fields(words(cell), "column")]
        self._spanning = {(cell.col, cell.colspan) for cell in body if cell.rowspan > 1}

    @cached_property
    def pairs(self) -> list[Pair]:
        """The cells above and below the break, left to right."""
        found: dict[tuple[int, int], Pair] = {}
        for col in range(self.table.cols):
            upper, lower = self.table.at(self.start - 1, col), self.table.at(self.start, col)
            if upper is None or lower is None or upper is lower or (id(upper), id(lower)) in found:
                continue
            merged = upper.rowspan > 1 or lower.rowspan > 1 or (upper.col, upper.colspan) in self._spanning
            one = self._by_words(upper, lower)
            sure = one is not None
            found[id(upper), id(lower)] = Pair(upper, lower, merged, self.room_tells(upper, lower) if one is None else one, sure)
        return list(found.values())

    @cached_property
    def _under_header(self) -> bool:
        """Whether the row above the break is a header's, at the foot of its page."""
        return self._is_header(self.start - 1)

    def _is_header(self, row: int) -> bool:
        """Whether nearly all texts of a row are labels of columns."""
        texts = [words(cell) for cell in self.table.cells(row) if words(cell)]
        return len(texts) > 2 and sum(bool(vocabulary.fields(text, "column")) for text in texts) * 3 > len(texts) * 2

    def room_tells(self, upper: Cell, lower: Cell) -> bool | None:
        """False where the text above has ended because its last line has room; None where it may go on."""
        return False if self.room.full(upper, lower.text) is False else None

    def _by_words(self, upper: Cell, lower: Cell) -> bool | None:
        """Whether two texts are one, by their words; None where these do not tell."""
        first, rest = _flat(upper), _flat(lower)
        if not rest or not first:
            return None
        if (upper.col, upper.colspan) != (lower.col, lower.colspan) or vocabulary.is_placeholder(rest):
            return False
        if self._under_header:
            return bool(vocabulary.fields(first + rest, "column"))
        told = _by_names(first, rest)
        if told is not None:
            return told
        if is_packed(first) or is_packed(rest):
            return not re.match(r"1[、.．]", rest)  # the indicators of one project are numbered from 1
        if _CUT_NUMBER.fullmatch(first) or (first[-1:].isdigit() and re.match(r"[.,]\d", rest)):
            return bool(re.match(r"[\d.,]", rest))  # 3,052,70 above 0.00; ≥89 above .8
        if NUMBER.fullmatch(first) and NUMBER.fullmatch(rest) and not _ONE_NUMBER.fullmatch(first + rest):
            return False
        if _SIGN.fullmatch(rest):
            return False
        if _SIGN.fullmatch(first) or _SIGN.fullmatch(first + rest):
            return None if _SIGN.fullmatch(first) else True
        if first[-1].isdigit() and (rest[0] in "%％‰" or (unit_word(rest) and not rest[0].isdigit())):
            return True
        if not unit_word(first) and unit_word(first + rest):
            return True
        return True if rest.startswith(_NEVER_FIRST) or first.endswith(_NEVER_LAST) or _bracket_goes_on(first, rest) else None

    @cached_property
    def row_is_cut(self) -> bool:
        """Whether the first row below is the rest of the last row above."""
        plain = [pair for pair in self.pairs if not pair.merged]
        texts = [pair for pair in plain if words(pair.lower)]
        if self.rules is False:
            return False
        if any(pair.one is False and pair.sure for pair in self.pairs):
            return False
        if any(pair.one for pair in texts):
            return True
        if any(pair.one is False for pair in self.pairs):
            return False
        if self.open:
            ends = [(words(pair.lower), words(pair.upper)) for pair in self.pairs]
            return not any(_stands_alone(lower, upper) and not _DIGITS.fullmatch(lower) for lower, upper in ends if lower)
        return self._goes_on(texts)

    def _goes_on(self, texts: Sequence[Pair]) -> bool:
        """Whether a row that rules close on both sides goes on, by what its columns hold; ``texts`` are its pairs with a text below.

        It has no name, and all of its texts follow full lines; or the row above has a value and this one has none; or all it has is the rest of a
        long text; or, where no columns of values are known, it begins blank and none of its texts can stand by itself.
        """
        table, start = self.table, self.start
        upper = [words(pair.upper) for pair in texts]
        if not texts or not all(upper) or len(texts) >= len([cell for cell in table.cells(start - 1) if words(cell)]):
            return False
        columns = columns_of(table, start, VALUES)
        names = columns_of(table, start, NAMES)
        if names and not any(words(table.at(start, col)) for col in names) and all(self.room.full(p.upper, p.lower.text) for p in texts):
            return any(words(table.at(start - 1, col)) and self.table.at(start, col) is not self.table.at(start - 1, col) for col in names)
        if columns and not any(NUMBER.fullmatch(_flat(pair.lower)) for pair in texts):
            filled = any(words(table.at(start, col)) for col in columns)
            alone = len(texts) == 1 and (looks_like_organisation(words(texts[0].lower)) or texts[0].lower.colspan > 2)
            if not filled and not alone and any(words(table.at(start - 1, col)) for col in columns):
                return True
        if words(table.at(start, 0)):
            return False
        if len(texts) == 1 and len(upper[0]) >= LONG:
            return True
        if any(_stands_alone(*both) for pair in texts for both in permutations((words(pair.upper), words(pair.lower)))):
            return False
        return any(not text.endswith(("。", "）", ")")) for text in upper)

    @property
    def doubtful(self) -> list[Cell]:
        """The values above and below a break that may part one row as well as two: names and values stand on both sides, and each follows a full
        line."""
        texts = [pair for pair in self.pairs if words(pair.lower)]
        if self.row_is_cut or self.rules is False or len(texts) < 2 or any(pair.one is False or pair.merged for pair in texts):
            return []
        if not all(self.room.full(pair.upper, pair.lower.text) for pair in texts):
            return []
        values = columns_of(self.table, self.start, VALUES)
        return [cell for pair in texts if pair.lower.col in values for cell in (pair.upper, pair.lower)]

    def going_on(self) -> list[Pair]:
        """The pairs that are one cell each: all where the row is cut, else those merged over the break."""
        if self.row_is_cut:
            return self.pairs
        named = [pair for pair in self.pairs if pair.one and _by_names(_flat(pair.upper), _flat(pair.lower))]  # a label over one row on each page
        merged = [pair for pair in self.pairs if pair.merged and not (self._under_header and _heads(pair.upper))]
        wide = [pair for pair in merged if not pair.is_level]
        found: list[Pair] = []
        for top in sorted({pair.upper.row for pair in wide}):
            group = [pair for pair in wide if pair.upper.row == top]
            if not self._group_goes_on(group):  # what begins later ends with it
                found += [pair for pair in group if _is_wider(pair, group)]
                break
            found += group
        else:
            found += [pair for pair in merged if pair.is_level and (pair.one or (pair.one is None and not words(pair.lower)))]
        return [pair for pair in self.pairs if any(pair is other for other in (*found, *named))]

    def _group_goes_on(self, group: Sequence[Pair]) -> bool:
        """Whether merged cells that begin in one row (a project's name, money, goal) go on below: another project would fill them all anew, and begin
        again with its outputs."""
        texts = [pair for pair in group if words(pair.lower)]
        if not texts or any(pair.one for pair in texts):
            return True
        if any(pair.one is False for pair in texts) or self._begins_again():
            return False
        if any(words(pair.upper) and not words(pair.lower) and not _is_wider(pair, group) for pair in group):
            return True
        blank = [pair for pair in texts if not words(pair.upper)]
        if blank:
            return all(pair.upper.rowspan > 1 or self.open for pair in blank)
        spanning = any(pair.upper.rowspan > 1 or pair.lower.rowspan > 1 for pair in texts)
        return (self.open and spanning) or all(self.room.full(pair.upper, pair.lower.text) for pair in texts)

    def _begins_again(self) -> bool:
        """Whether the levels start anew below: 满意度指标 above 产出指标."""
        for pair in self.pairs:
            upper, lower = vocabulary.level(words(pair.upper), 1), vocabulary.level(words(pair.lower), 1)
            if upper and lower and upper.code and lower.code:
                return upper.code > lower.code
        return False


def _is_wider(pair: Pair, group: Sequence[Pair]) -> bool:
    """Whether a cell that is blank below goes on over the projects of its group, as a unit merged over several of them does."""
    others = [other.lower.rowspan for other in group if words(other.lower)]
    if words(pair.lower) or not words(pair.upper) or not others:
        return False
    return pair.lower.rowspan > max(others) or looks_like_organisation(words(pair.upper))


def _by_names(first: str, rest: str) -> bool | None:
    """Whether two texts are one, by the names of levels and labels that they are or make; None where they are none."""
    joined = first + rest
    if level_of(rest):
        return False if level_of(first) else True if level_of(joined) else None
    if level_of(joined) and not rest.isascii():
        return True
    if _is_label(rest) and len(rest) > 2:
        return False
    if _is_label(joined):
        return True
    return False if vocabulary.total_of(rest) is not None else None


def _heads(cell: Cell) -> bool:
    """Whether a cell of a header heads a column; the label of a block at its left goes on down."""
    return bool(set(vocabulary.fields(words(cell), "column")) - {"block", "packed"})


def _flat(cell: Cell) -> str:
    """A cell's text without white space: a number wrapped inside its cell is one number."""
    return re.sub(r"\s+", "", words(cell))


def level_of(text: str) -> bool:
    """Whether a text is a level's name."""
    return bool(vocabulary.level(text, 1) or vocabulary.level(text, 2))


def _is_label(text: str) -> bool:
    return bool(vocabulary.fields(text, "row") or vocabulary.money_label(text))


def _bracket_goes_on(first: str, rest: str) -> bool:
    """Whether a bracket opened above closes below."""
    depth = sum(first.count(char) for char in _OPEN) - sum(first.count(char) for char in _CLOSE)
    if depth <= 0:
        return False
    mark = next((char for char in rest if char in _OPEN + _CLOSE), "")
    return bool(mark) and mark in _CLOSE


def _stands_alone(text: str, other: str) -> bool:
    """Whether a text is whole by itself: a value, or a level's name (not where ``other``, across the break, shows that none stands there)."""
    return bool(_VALUE.match(text) or (level_of(text) and (not other or level_of(other))))


def columns_of(table: Table, start: int, wanted: frozenset[str]) -> list[int]:
    """The columns of some fields above a page break, by the nearest header that heads values."""
    for row in [*range(start - 1, max(-1, start - NEAR_ROWS), -1), *range(min(HEADER_ROWS, start))]:
        cells = [(cell, vocabulary.fields(words(cell), "column")) for cell in table.own(row)]
        if len(cells) > 2 and any({"value", "value_annual", "value_cycle"} & set(names) for _, names in cells):
            return [col for cell, names in cells if wanted & set(names) for col in range(cell.col, cell.col + cell.colspan)]
    return []
