"""Rows of indicators: which columns belong together, and what a row says (name, levels, targets, weight, actual)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from etl.extract.grid import Cell
from etl.transform import words as vocabulary
from etl.transform.groups import Group, ValueColumns, groups, tell_apart
from etl.transform.header import Column, Header
from etl.transform.ledger import Ledger
from etl.transform.levels import Levels, bare, fill, kind, unknown
from etl.transform.statement import Actual, Direction, Horizon, Indicator, Part, Target
from etl.transform.table import Table, words
from etl.transform.targets import column_sign, compose, indicator_stem, parse

_BOUND = re.compile(r"(?:[≥≤<>＞＜=＝]|不[低高少超]\S{0,2}|达到?)\s*\d")
_BOUNDED = re.compile(r"[≥≤<>＞＜]\s*\d|(?:不低于|不少于|不超过|不高于|达到|达)\d")
_NUMERIC = re.compile(r"[-+]?[\d,，]+(?:\.\d+)?\s*[%％‰]?")
_TEMPLATE = re.compile(r"(?:指标)?\d*[：:、.]?\s*(?:…+|\.{3,}|⋯+|[Xx×*]{2,})?|指标\d*[：:]?|0+(?:\.0+)?%?")


class RowReader:
    """Reads the rows of one header's indicators; remembers the levels above within a project."""

    def __init__(
        self,
        table: Table,
        header: Header,
        ledger: Ledger,
        fiscal_year: int | None,
        horizons: dict[int, Horizon] | None = None,
        block: Horizon = "annual",
    ) -> None:
        self.table, self.header, self.ledger, self.year = table, header, ledger, fiscal_year
        self.groups = groups(header, horizons or {}, block, fiscal_year)
        tell_apart(self.groups, self._alike())
        self.above = Levels()
        self.row_horizon: Horizon | None = None

    def _alike(self) -> bool:
        """Whether two blocks side by side name the same indicators in most rows."""
        names = [group.columns.get("level3") for group in self.groups]
        if len(names) != 2 or None in names:
            return False
        pairs = [[words(self._cell(column, row)) for column in names] for row in range(self.header.last, min(self.table.rows, self.header.last + 40))]
        both = [pair for pair in pairs if all(pair)]
        return bool(both) and sum(indicator_stem(a) == indicator_stem(b) for a, b in both) * 2 >= len(both)

    def restart(self) -> None:
        """Begin another project: its levels are not those of the one before."""
        self.above = Levels()

    def read(self, row: int, seq: int, horizon: Horizon | None = None) -> Iterator[Indicator]:
        """The indicators of a row (one, or one a block), numbered from ``seq``; none for template rows. ``horizon`` is what stands left of the row,
        for values whose column does not say theirs."""
        self.row_horizon = horizon
        if self._is_plain_text(row):
            return
        level1 = self._cell(self.groups[0].columns.get("level1"), row) if self.groups else None
        found: list[Indicator] = []
        for group in self.groups:
            indicator = self._indicator(group, row, seq + len(found), self._cell(group.columns.get("level1"), row) or level1)
            if indicator is None:
                continue
            twin = next((other for other in found if is_one(other, indicator)), None)
            if twin is not None:
                twin.targets.extend(indicator.targets)
            else:
                found.append(indicator)
        yield from found

    def _is_plain_text(self, row: int) -> bool:
        """Whether one cell covers both name and value: a text of the form, no indicator."""
        for group in self.groups:
            name = self._cell(group.columns.get("level3"), row)
            values = [cell for value in group.values if (cell := self._cell(value.value, row)) is not None]
            actual = self._cell(group.columns.get("actual") or self.header.column("actual"), row)
            if any(cell is name or cell is actual for cell in values):
                return True
        return False

    def _cell(self, column: Column | None, row: int) -> Cell | None:
        """The cell with text of a column in a row."""
        if column is None:
            return None
        found = (self.table.at(row, col) for col in range(column.start, column.end))
        return next((cell for cell in found if words(cell)), None)

    def _level(self, cell: Cell | None) -> str | None:
        if cell is None or vocabulary.is_placeholder(words(cell)):
            return None
        self.ledger.fact(cell)
        return bare(words(cell))

    def _indicator(self, group: Group, row: int, seq: int, top: Cell | None) -> Indicator | None:
        name_cell, level2_cell = self._cell(group.columns.get("level3"), row), self._cell(group.columns.get("level2"), row)
        levels = fill(self._level(top) or group.headed.level1, self._level(level2_cell) or group.headed.level2, self.above)
        self.above = Levels() if group.headed.level1 else levels
        if self._is_template(group, row, name_cell):
            self._ignore(group, row, "template_row")
            return None
        if name_cell is None:
            self._nameless(group, row)
            return None
        self._check_lines(group, row, name_cell)
        name = words(name_cell)
        indicator = Indicator(seq, name, indicator_stem(name), levels.level1, None, levels.level2, None, kind(levels))
        self.ledger.fact(name_cell)
        self._attributes(group, row, indicator)
        for value in group.values:
            target = self._target(value, row, indicator)
            if target is not None and value.value.sub is None and any(other.horizon == target.horizon for other in indicator.targets):
                self.ledger.report(
                    "two_targets", self._cell(value.value, row), found=target.raw, expected=indicator.targets[0].raw, seq=indicator.seq
                )
            elif target is not None:
                _put(indicator, target, value.value.sub)
        self._actual(group, row, indicator)
        if indicator.kind is None:
            for unknown_name in unknown(levels):
                self.ledger.report("unknown_level", level2_cell or top or name_cell, found=unknown_name, expected=f"2,{unknown_name},,KIND,,")
        if not indicator.targets and indicator.actual is None:
            bounded = _BOUNDED.search(name)
            self.ledger.report("bound_only_in_name" if bounded else "value_missing", name_cell, found=name)
        return indicator

    def _check_lines(self, group: Group, row: int, name: Cell) -> None:
        """Report a value cell of several lines that are a number each: several values in one cell, which none of them may stand for."""
        for value in group.values:
            cell = self._cell(value.value, row)
            lines = [line for line in cell.text.split("\n") if line.strip()] if cell is not None else []
            if cell is not None and len(lines) > 1 and all(_BOUND.match(line.strip()) for line in lines):
                self.ledger.report("values_side_by_side", cell, found=" | ".join(lines), expected=words(name))

    def _is_template(self, group: Group, row: int, name: Cell | None) -> bool:
        """Whether a row is an empty line of the form: no name, or a residue of the template, and no value (or 0)."""
        values = [self._cell(value.value, row) for value in group.values] + [self._cell(group.columns.get("actual"), row)]
        if any(cell is not None and not vocabulary.is_placeholder(words(cell)) and not re.fullmatch(r"0(?:\.0+)?%?", words(cell)) for cell in values):
            return False
        return name is None or vocabulary.is_placeholder(words(name)) or bool(_TEMPLATE.fullmatch(words(name)))

    def _ignore(self, group: Group, row: int, rule: str) -> None:
        for column in group.columns.values():
            if column.field not in ("project_name", "unit", "money", "goal", "goal_annual", "goal_cycle", "project_code"):
                cell = self._cell(column, row)
                if cell is not None and cell.row == row:
                    self.ledger.ignore(cell, rule)

    def _nameless(self, group: Group, row: int) -> None:
        for value in group.values:
            cell = self._cell(value.value, row)
            if cell is not None:
                self.ledger.report("indicator_without_name", cell, found=words(cell))

    def _attributes(self, group: Group, row: int, indicator: Indicator) -> None:
        """Weight, direction, and the columns that are left out by name."""
        indicator.weight = self._number(self._cell(group.columns.get("weight") or self.header.column("weight"), row))
        way = self._cell(group.columns.get("direction") or self.header.column("direction"), row)
        if way is not None:
            self.ledger.fact(way)
            indicator.direction = _direction(words(way))
        for column in self.header.all("explanation", "attribute", "sequence", "value_past", "other_year", "part_of_year", "block", "unknown"):
            cell = self._cell(column, row)
            if cell is not None and column.field != "unknown":
                self.ledger.ignore(cell, column.field)

    def _number(self, cell: Cell | None) -> Decimal | None:
        if cell is None:
            return None
        found = re.fullmatch(r"[（(]?\s*(\d+(?:\.\d+)?)\s*(?:分|%)?\s*[)）]?", words(cell))
        if found is None:
            self.ledger.ignore(cell, "placeholder") if vocabulary.is_placeholder(words(cell)) else self.ledger.report(
                "number_unreadable", cell, found=words(cell)
            )
            return None
        self.ledger.fact(cell)
        return Decimal(found[1])

    def _texts(self, value: ValueColumns, row: int) -> tuple[Cell, str | None, str, str | None, str | None] | None:
        """The cell, sign, value, unit and the text as printed of a value; None where its columns are blank."""
        found: dict[str, str] = {}
        lead: Cell | None = None
        seen: set[int] = set()
        for column, role in ((value.sign, "sign"), (value.value, "value"), (value.unit, "unit")):
            for col in range(column.start, column.end) if column else ():
                cell = self.table.at(row, col)
                if cell is None or not words(cell) or id(cell) in seen:
                    continue
                seen.add(id(cell))
                if role != "value" and vocabulary.is_placeholder(words(cell)):
                    self.ledger.ignore(cell, "placeholder")
                    continue
                part = role if column is None or column.end - column.start == 1 else _role(words(cell), found)
                if part in found:
                    self.ledger.report("values_side_by_side", cell, found=f"{found[part]} | {words(cell)}")
                    return None
                found[part] = words(cell)
                lead = cell if lead is None or part == "value" else lead
                self.ledger.fact(cell)
        if value.upper is not None:
            return self._bounds(value, row)
        if lead is None:
            return None
        sign, text, unit = found.get("sign"), found.get("value", ""), found.get("unit")
        if sign and not is_sign(sign) and is_sign(text):
            sign, text = text, sign
        return lead, sign, text, unit, compose(sign, text, unit)

    def _bounds(self, value: ValueColumns, row: int) -> tuple[Cell, str | None, str, str | None, str] | None:
        """A value printed as 下限 | 上限."""
        low, high = self._cell(value.value, row), self._cell(value.upper, row)
        cells = [cell for cell in (low, high) if cell is not None and not vocabulary.is_placeholder(words(cell))]
        for cell in cells:
            self.ledger.fact(cell)
        if not cells:
            return None
        text = f"{words(low)}-{words(high)}" if len(cells) == 2 else f"≥{words(low)}" if cells[0] is low else f"≤{words(high)}"
        unit = self._cell(value.unit, row)
        if unit is not None:
            self.ledger.fact(unit)
        return cells[0], None, text, words(unit) or None, text + words(unit)

    def _parse(self, cell: Cell, text: str, indicator: Indicator, *, sign: str | None, unit: str | None, actual: bool = False) -> list[Part] | None:
        """The parts of a value, its problems reported at ``cell``; None where it is a placeholder."""
        value = parse(
            text,
            name=indicator.name,
            level2=indicator.level2,
            sign=sign,
            unit=unit,
            fiscal_year=self.year,
            printed_direction=indicator.direction,
            role="actual" if actual else "target",
        )
        if value.placeholder:
            self.ledger.ignore(cell, "placeholder")
            return None
        for problem in value.problems:
            self.ledger.report(problem.rule, cell, found=problem.found, expected=problem.expected, seq=indicator.seq)
        if sign is not None and not is_sign(sign):
            self.ledger.report("sign_unknown", cell, found=sign, seq=indicator.seq)
            return [Part("qualitative", text=compose(sign, text, unit))]
        for part in value.parts:
            if unit and part.unit is None and (part.low is not None or part.high is not None) and part.comparator not in ("before", "period"):
                part.unit, part.unit_from = unit, "column"
        return value.parts

    def _target(self, value: ValueColumns, row: int, indicator: Indicator) -> Target | None:
        found = self._texts(value, row)
        if found is None or (not found[2] and not (found[1] and found[3])):
            return None
        cell, sign, text, unit, raw = found
        named = sign_in_name(indicator.name)
        if sign is None and named is not None and _NUMERIC.match(text):
            sign = named  # older forms print the operator behind the indicator's name
        parts = self._parse(cell, text, indicator, sign=sign, unit=unit or value.unit_of_heading)
        if value.sign is not None and sign is None and _NUMERIC.fullmatch(text):
            self.ledger.report("sign_blank", cell, found=raw, expected=f"= {text}", seq=indicator.seq)
        horizon = value.horizon if value.told else self.row_horizon or value.horizon
        return None if parts is None else Target(horizon, raw or text, parts, self.ledger.fact(cell))

    def _actual(self, group: Group, row: int, indicator: Indicator) -> None:
        cell = self._cell(group.columns.get("actual") or self.header.column("actual"), row)
        score = self._number(self._cell(group.columns.get("score") or self.header.column("score"), row))
        reason = self._cell(group.columns.get("reason") or self.header.column("reason"), row)
        if reason is not None:
            self.ledger.fact(reason)
        if cell is None:
            return
        unit = self._cell(group.values[0].unit, row) if group.values else None
        parts = self._parse(cell, words(cell), indicator, sign=None, unit=words(unit) or None, actual=True)
        if parts is not None:
            indicator.actual = Actual(words(cell), parts, self.ledger.fact(cell), score, words(reason) or None)


def _put(indicator: Indicator, target: Target, beneficiary: str | None) -> None:
    """Add a target; of one value column a beneficiary (安溪) each adds its parts, the beneficiary their scope."""
    if beneficiary is not None:
        for part in target.parts:
            part.scope = part.scope or beneficiary
        known = next((other for other in indicator.targets if other.horizon == target.horizon), None)
        if known is not None:
            known.parts.extend(target.parts)
            known.raw = f"{known.raw}；{beneficiary}：{target.raw}"
            return
        target.raw = f"{beneficiary}：{target.raw}"
    indicator.targets.append(target)


def sign_in_name(name: str) -> str | None:
    """The sign that ends an indicator's name, or is its last bracket (``培训人次≥``, ``培训人次（≥）``, ``合格率大于等于``)."""
    tail = re.sub(r"[()（）\s]+$", "", name)
    for length in range(min(6, len(tail) - 1), 0, -1):
        word = tail[-length:]
        if column_sign(word) is not None and word not in ("定性", "定量") and not word.isdigit():
            return word
    return None


def is_sign(text: str) -> bool:
    """Whether a text is a sign of a sign column: those of ``signs.csv``, or 定量, which only says that a number follows."""
    return column_sign(text) is not None or vocabulary.normal(text).removesuffix("指标") == "定量"


def is_one(first: Indicator, second: Indicator) -> bool:
    """Whether two blocks of a row print one indicator, once for each horizon."""
    apart = {target.horizon for target in first.targets}.isdisjoint(target.horizon for target in second.targets)
    return apart and first.stem == second.stem and first.kind == second.kind


def _role(text: str, found: dict[str, str]) -> str:
    """What a cell is among several under one heading 指标值: sign, number or unit, by its contents."""
    if is_sign(text) and "sign" not in found:
        return "sign"
    if "value" in found and not _NUMERIC.fullmatch(text):
        return "unit"
    return "value"


def _direction(text: str) -> Direction | None:
    flat = vocabulary.normal(text)
    if flat.startswith("正"):
        return "positive"
    return "negative" if flat.startswith(("反", "逆", "负")) else "none" if flat.startswith("定性") else None
