"""What columns hold, told by their contents where the heading does not say it (DOMAIN 1.4).

指标性质 holds the comparator in 四川 and 云南, the direction in 内蒙古, 定量/定性 elsewhere; in 鄂州 the column headed 一级指标 holds level-2 names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from etl.transform import words as vocabulary
from etl.transform.header import VALUES, Column, Header
from etl.transform.table import Table, words
from etl.transform.targets import column_sign
from etl.transform.targets.units import unit_word

SAMPLE = 60  # data rows that are looked at to tell what a column holds

_DIRECTION = re.compile(r"(?:正向|反向|逆向|负向|定性)(?:指标)?")
_ATTRIBUTE = re.compile(r"(?:定量|定性)(?:指标)?")
_NUMBER = re.compile(r"[≥≤<>＞＜=＝]*[\d,]+(?:\.\d+)?[%％]?")


def _sample(table: Table, header: Header, column: Column, end: int) -> list[str]:
    """The distinct-cell texts below a column."""
    seen, texts = set(), []
    for row in range(header.last, min(end, header.last + SAMPLE)):
        for col in range(column.start, column.end):
            cell = table.at(row, col)
            if cell is not None and id(cell) not in seen and words(cell):
                seen.add(id(cell))
                texts.append(words(cell))
    return texts


def share(texts: Sequence[str], pattern: re.Pattern[str]) -> float:
    """The share of texts that a pattern matches whole."""
    return sum(bool(pattern.fullmatch(re.sub(r"\s+", "", text))) for text in texts) / len(texts) if texts else 0.0


def refine(table: Table, found: Sequence[Header], end: int) -> None:
    """Correct the columns of a form's headers by what stands below them."""
    for header, stop in zip(found, [*(after.first for after in found[1:]), end], strict=False):
        texts = {id(column): _sample(table, header, column, stop) for column in header.columns}
        for column in header.columns:
            column.field = _field(header, column, texts[id(column)])
        if header.kind == "tasks":
            _named_tasks(header, texts)
        _unknown_parts_of_values(header, texts)
        _shift_levels(header, texts)
        _named_by_level(header)
        _pair_units(table, header, stop)


def _field(header: Header, column: Column, texts: list[str]) -> str:
    """What one column holds."""
    fields = {other.field for other in header.columns if other is not column}
    if column.field in ("sign", "direction", "explanation") and texts and (column.field != "explanation" or share_of_signs(texts) > 0.5):
        return _nature(texts)
    if column.field in VALUES and column.cell.row + column.cell.rowspan > header.last:
        return "block"  # a label 目标 that spans the rows at the left
    if column.field == "level2" and texts and share(texts, _ATTRIBUTE) > 0.5:
        return "attribute"
    if column.field == "level2" and "level1" not in fields and texts and share_of_level(texts, 1) >= 0.5 > share_of_level(texts, 2):
        return "level1"  # 指标类型 with 产出类, 效益类
    if column.field == "level3" and _is_explanation(header, column):
        return "explanation"
    if column.field == "packed" and {"value", "value_annual", "level1", "level2", "level3"} & fields:
        named = "level3" in fields or any(other.start > column.start for other in header.all("level1", "level2"))
        return "block" if named else "level3"  # 项目名称 | 绩效指标 | 指标值: the names stand under it
    if column.field == "actual" and header.kind == "list" and not fields & {*VALUES}:
        return "explanation"
    return column.field


def _named_tasks(header: Header, texts: dict[int, list[str]]) -> None:
    """Where the tasks' label is the block's at their left, the column headed 名称 names them (广东 整体)."""
    block, label = header.column("task_name"), header.column("project_name")
    if block is None or label is None:
        return
    if block.cell.row + block.cell.rowspan > header.last or (not texts[id(block)] and texts[id(label)]):
        block.field, label.field = "block", "task_name"


def _unknown_parts_of_values(header: Header, texts: dict[int, list[str]]) -> None:
    """A column with an unknown heading beside the values that holds nothing but signs, or nothing but units, is a part of them: without it ≤ 5 % is
    5."""
    for left, right in pairwise(header.columns):
        for column, other in ((left, right), (right, left)):
            own = texts[id(column)]
            if column.field != "unknown" or not own or other.field not in (*VALUES, "sign", "value_unit"):
                continue
            if any(re.match(r"\W{0,2}\d", text) for text in own):
                continue  # the quarters' values, a check sum: numbers are no signs where no heading says so, and no units
            if share_of_signs(own) > 0.5:
                column.field = "sign"
            elif column is right and all(unit_word(text) is not None for text in own):
                column.field = "value_unit"


def _shift_levels(header: Header, texts: dict[int, list[str]]) -> None:
    """A column headed 一级指标 may hold level-2 names; what is headed 二级指标 beside it then holds the indicators' own."""
    first, second = header.column("level1"), header.column("level2")
    if first is not None:
        own = texts[id(first)]
        if own and share_of_level(own, 2) > max(0.5, share_of_level(own, 1)):
            if second is None:
                first.field = "level2"
            elif share_of_level(texts[id(second)], 2) < 0.5 and header.column("level3") is None:
                first.field, second.field = "level2", "level3"
    elif second is not None and header.column("level3") is None and texts[id(second)] and share_of_level(texts[id(second)], 2) < 0.3:
        second.field = "level3"


def _named_by_level(header: Header) -> None:
    """A column headed by a level's own name with a value at its right holds that level's indicators (wide tables, 河南)."""
    for left, right in pairwise(header.columns):
        known = vocabulary.level(words(left.cell), 1) or vocabulary.level(words(left.cell), 2)
        if left.field in ("unknown", "block") and known and right.field in VALUES:
            left.field, left.parents = "level3", (*left.parents, words(left.cell))


def _nature(texts: Sequence[str]) -> str:
    """What a column headed 指标性质, 指标属性 or the like holds. One sign is enough: a sign that is left out makes ≥ 3 a 3."""
    signs, directions, attributes = share_of_signs(texts), share(texts, _DIRECTION), share(texts, _ATTRIBUTE)
    if attributes > 0.9 and attributes >= signs:
        return "attribute"
    if directions > max(0.5, signs):
        return "direction"
    return "sign" if signs else "explanation"


def share_of_signs(texts: Sequence[str]) -> float:
    """The share of texts that are signs."""
    return sum(column_sign(text) is not None for text in texts) / len(texts) if texts else 0.0


def share_of_level(texts: Sequence[str], number: int) -> float:
    """The share of texts that are known names of a level."""
    return sum(vocabulary.level(text, number) is not None for text in texts) / len(texts) if texts else 0.0


def _is_explanation(header: Header, column: Column) -> bool:
    """指标内容 is an explanation where a 三级指标 or 指标名称 stands beside it."""
    also = "explanation" in vocabulary.fields(words(column.cell), "column")
    return also and any(other is not column and other.field == "level3" and other.start != column.start for other in header.columns)


def _pair_units(table: Table, header: Header, end: int) -> None:
    """单位 in a list of indicators is the unit of the value where it stands beside it and holds no organisations."""
    for column in header.columns:
        if column.field == "value_unit" and header.column(*VALUES) is None:
            column.field = "unit"
        elif column.field == "value_unit" and header.kind == "list" and vocabulary.normal(words(column.cell)) == "单位":
            texts = _sample(table, header, column, end)
            if texts and sum(len(text) > 6 for text in texts) > len(texts) / 2:
                column.field = "unit"
