"""Harmless variations: what two publishers do differently with one form. A variation never changes what a document says, so its truth stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.made.model import UP, Block, Made, N, Num, Row, Table

AMOUNT = re.compile(r"\d{1,3}(,\d{3})*\.\d{2}")
LABELS = re.compile(r"[\u4e00-\u9fff（）()]{3,9}")
LABEL_WORDS = (
    "项目名称",
    "主管部门",
    "实施单位",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "总体目标",
    "绩效指标",
    "绩效目标",
    "预算数",
    "项目资金",
    "年度目标",
)


def _each(made: Made, change: Callable[[str, int, int, Table], str]) -> Made:
    """Every text of every table changed; marks of merged cells stay."""

    def row_of(table: Table, r: int) -> Row:
        return [text if text in (None, UP, "") else change(text, r, c, table) for c, text in enumerate(table.rows[r])]

    return _tables(made, lambda table: replace(table, rows=[row_of(table, r) for r in range(len(table.rows))]))


def _tables(made: Made, change: Callable[[Table], Table]) -> Made:
    return replace(made, blocks=[change(block) if isinstance(block, Table) else block for block in made.blocks])


def _top(table: Table) -> int:
    """How many rows of one or few cells open the table: title, year, caption."""
    count = 0
    for row in table.rows:
        texts = [text for text in row if text not in (None, "", UP)]
        if len(texts) > 3 or (len(texts) > 1 and not any("：" in text for text in texts)):
            break
        if count and len(texts) == 1 and "：" not in texts[0] and not re.search(r"表|年度）|目标", texts[0]):
            break
        count += 1
    return count


def wrapped(made: Made, rng: Random) -> Made:
    """Lines broken inside words, as narrow columns do."""

    def change(text: str, r: int, c: int, table: Table) -> str:
        if len(text) < 4 or not re.search(r"[\u4e00-\u9fff]{4}", text) or type(text) is not str:
            return text
        places = [n for n in range(1, len(text) - 1) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text[n - 1 : n + 1])]
        at = rng.choice(places) if places else 0
        return text[:at] + "\n" + text[at:] if at and not text.startswith(" ") else text

    return _each(made, change)


def spaced_labels(made: Made, rng: Random) -> Made:
    """Labels of forms spread with blanks: 项 目 名 称."""
    space = rng.choice((" ", "　", "\u00a0"))
    return _each(made, lambda text, *_: space.join(text) if text in LABEL_WORDS else text)


def colons(made: Made, rng: Random) -> Made:
    """A colon after each label."""
    return _each(made, lambda text, *_: text + rng.choice("：:") if text in LABEL_WORDS and "指标" not in text else text)


def half_brackets(made: Made, rng: Random) -> Made:
    """Brackets and colons of half width."""
    return _each(made, lambda text, *_: text.translate(str.maketrans("（）", "()")) if type(text) is str else text)


def full_width(made: Made, rng: Random) -> Made:
    """Amounts in full-width digits."""
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    return _each(made, lambda text, *_: text.translate(wide) if AMOUNT.fullmatch(text) and type(text) is str else text)


def plain_amounts(made: Made, rng: Random) -> Made:
    """Amounts without separators, and without decimals where they are zero."""

    def change(text: str, *_: object) -> str:
        return text.replace(",", "").removesuffix(".00") if AMOUNT.fullmatch(text) and type(text) is str else text

    return _each(made, change)


def stored(made: Made, rng: Random) -> Made:
    """Amounts, whole numbers and bare percentages stored as numbers, some with float noise below the fen."""

    def change(text: str, r: int, c: int, table: Table) -> str:
        if AMOUNT.fullmatch(text) and type(text) is str:
            return Num(text, Decimal(text.replace(",", "")), "#,##0.00")
        found = re.fullmatch(r"(\d+)(\.\d+)?%", text)
        if found:
            return Num(text, Decimal(text[:-1]) / 100, "0%" if not found[2] else "0." + "0" * (len(found[2]) - 1) + "%")
        return Num(text, int(text), "General") if re.fullmatch(r"[1-9]\d{0,5}", text) else text

    return replace(_each(made, change), formats=made.formats or ("xlsx",))


def titles_outside(made: Made, rng: Random) -> Made:
    """Title, year and caption as lines above the table instead of rows of it."""
    blocks: list[Block] = []
    for block in made.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        top = _top(block)
        blocks += [("　" * 6).join(text for text in row if text and text != UP) for row in block.rows[:top]]
        blocks.append(replace(block, rows=block.rows[top:], header=max(0, block.header - top)))
    return replace(made, blocks=blocks)


def annex(made: Made, rng: Random) -> Made:
    """附件2 above."""
    first = next(n for n, block in enumerate(made.blocks) if isinstance(block, Table))
    return replace(made, blocks=[*made.blocks[:first], rng.choice(("附件2", "附件3：", "预算公开14表")), *made.blocks[first:]])


def feet(made: Made, rng: Random) -> Made:
    """A note and who filled it in, as rows below; and as lines below."""

    def change(table: Table) -> Table:
        cols = table.cols
        note: Row = [
            rng.choice(("注：1.本表一式两份；2.金额单位为万元。", "备注：各单位应于3月15日前报送。", "说明：指标值应当量化，如≥95%。")),
            *[N] * (cols - 1),
        ]
        filled: Row = (
            ["填表人：张三", N, f"联系电话：{rng.randint(100, 999)}12345", *[N] * (cols - 3)] if cols > 3 else ["填表人：张三", *[N] * (cols - 1)]
        )
        return replace(table, rows=[*table.rows, note, filled])

    lines: list[Block] = ["单位负责人：李四    填表人：王五    填报日期：2024年1月8日"]
    return replace(_tables(made, change), blocks=[*_tables(made, change).blocks, *lines])


def wide_cells(made: Made, rng: Random) -> Made:
    """One more column of the sheet inside a column of the table."""

    def change(table: Table) -> Table:
        at = rng.randint(0, table.cols - 1)
        rows: list[Row] = []
        for row in table.rows:
            whole: Row = [*row, *[""] * (table.cols - len(row))]
            rows.append([*whole[: at + 1], N, *whole[at + 1 :]])
        for r, row in enumerate(rows):  # a cell that goes on from above goes on in both columns
            if row[at] == UP or (row[at] is None and table.rows[r][at] is None and _head(rows, r, at) == UP):
                row[at + 1] = UP
        return replace(table, rows=rows)

    return _tables(made, change)


def _head(rows: list[Row], r: int, c: int) -> str | None:
    while c > 0 and rows[r][c] is None:
        c -= 1
    return rows[r][c]


def empty_column(made: Made, rng: Random) -> Made:
    """An empty column at the left of everything, as sheets have."""
    return _tables(made, lambda table: replace(table, rows=[["", *row] for row in table.rows], hidden_cols=tuple(c + 1 for c in table.hidden_cols)))


def empty_rows(made: Made, rng: Random) -> Made:
    """Empty rows below, as sheets have."""
    return _tables(made, lambda table: replace(table, rows=[*table.rows, *[[""] * table.cols for _ in range(rng.randint(1, 6))]]))


def unmerged(made: Made, rng: Random) -> Made:
    """What was merged down is printed again in each row."""

    def change(table: Table) -> Table:
        spans, rows = table.spans(), [list(row) for row in table.rows]
        for (r, c), (rowspan, colspan) in spans.items():
            text = table.text(r, c)
            if rowspan > 1 and text in ("产出指标", "效益指标", "满意度指标", "成本指标", "数量指标", "质量指标", "时效指标") and colspan == 1:
                for below in range(r + 1, r + rowspan):
                    rows[below][c] = text
        return replace(table, rows=rows)

    return _tables(made, change)


def blanked(made: Made, rng: Random) -> Made:
    """What was merged down is blank in the rows below."""

    def change(table: Table) -> Table:
        spans, rows = table.spans(), [list(row) for row in table.rows]
        for (r, c), (rowspan, colspan) in spans.items():
            text = table.text(r, c)
            if rowspan > 1 and re.search("指标$", text) and not re.fullmatch("[一二三]级指标", text) and colspan == 1 and text != "绩效指标":
                for below in range(r + 1, r + rowspan):
                    rows[below][c] = ""
        return replace(table, rows=rows)

    return _tables(made, change)


def prefixed(made: Made, rng: Random) -> Made:
    """指标1： before each indicator's name."""
    names = set(_names(made)) - {ind["l2"].removesuffix("指标") for ind in _inds(made) if "l2" in ind}
    return _each(made, lambda text, *_: f"指标{rng.randint(1, 3)}：{text}" if text in names else text)


def _inds(made: Made) -> list[dict[str, Any]]:
    return [ind for project in made.truth.get("projects", []) for ind in project["indicators"]]


def _names(made: Made) -> list[str]:
    return [ind["name"] for ind in _inds(made) if isinstance(ind["name"], str)]


def other_signs(made: Made, rng: Random) -> Made:
    """Signs as other keyboards give them, with blanks around."""
    signs = {"≥": rng.choice((">=", "≧", "⩾", "≥ ")), "≤": rng.choice(("<=", "≦", "⩽", "≤ "))}

    def change(text: str, *_: object) -> str:
        return signs[text[0]] + text[1:] if text[:1] in signs and type(text) is str else text

    return replace(_each(made, change), truth=_raw(made.truth, change))


def _raw(truth: dict, change: Callable[[str], str]) -> dict:  # type: ignore[type-arg]
    """The truth with its printed targets changed likewise."""
    if isinstance(truth, dict):
        return {
            k: [change(x) for x in v] if k == "raw" and isinstance(v, list) else change(v) if k == "raw" else _raw(v, change)
            for k, v in truth.items()
        }
    return [_raw(item, change) for item in truth] if isinstance(truth, list) else truth


def remarks(made: Made, rng: Random) -> Made:
    """One more column at the right, headed 备注, mostly blank."""

    def change(table: Table) -> Table:
        cols, rows = table.cols, []
        header = next((r for r, row in enumerate(table.rows) if "三级指标" in row or "指标名称" in row or ("项目名称" in row and r >= 2)), None)
        for r, row in enumerate(table.rows):
            whole: Row = [*row, *[""] * (cols - len(row))]
            single = sum(text not in (None, "", UP) for text in whole) <= 1 and whole[0] not in ("", UP, None)
            rows.append([*whole, N if single else "备注" if r == header else ""])
        return replace(table, rows=rows)

    return _tables(made, change)


def dashes(made: Made, rng: Random) -> Made:
    """Blank cells filled with a dash or 无."""
    mark = rng.choice(("—", "/", "-", "无"))

    def change(table: Table) -> Table:
        return replace(
            table, rows=[[mark if text == "" and r >= table.header + _top(table) else text for text in row] for r, row in enumerate(table.rows)]
        )

    return _tables(made, change)


VARIATIONS = (
    wrapped,
    spaced_labels,
    colons,
    half_brackets,
    full_width,
    plain_amounts,
    stored,
    titles_outside,
    annex,
    feet,
    wide_cells,
    empty_column,
    empty_rows,
    unmerged,
    blanked,
    prefixed,
    other_signs,
    remarks,
    dashes,
)
