"""From a packed cell to indicators: each with its levels, codes, targets and the page its text stands on."""

from __future__ import annotations

from etl.extract.grid import Cell
from etl.transform.ledger import Ledger
from etl.transform.levels import Levels, kind, unknown
from etl.transform.packed import PackedIndicator, unpack
from etl.transform.statement import Indicator, Target
from etl.transform.targets import indicator_stem, parse


def packed_indicators(cell: Cell, ledger: Ledger, fiscal_year: int | None) -> list[Indicator]:
    """The indicators of a packed cell; text that fits none is reported."""
    packed = unpack(cell.text)
    ledger.fact(cell)
    for rest in packed.rest:
        ledger.report("packed_rest", cell, found=rest[:200])
    return [_indicator(item, cell, ledger, fiscal_year) for item in packed.indicators]


def _indicator(item: PackedIndicator, cell: Cell, ledger: Ledger, fiscal_year: int | None) -> Indicator:
    levels = Levels(item.level1, item.level2)
    found = Indicator(
        item.seq,
        item.name,
        indicator_stem(item.name),
        item.level1,
        item.level1_code,
        item.level2,
        item.level2_code,
        kind(levels, item.level1_code, item.level2_code),
    )
    if found.kind is None:
        for name in unknown(levels):
            ledger.report("unknown_level", place=cell.place_of(item.offset), found=name, expected=f"2,{name},,KIND,,", seq=item.seq)
    for target in item.targets:
        parsed = parse(target.text, name=item.name, level2=item.level2, fiscal_year=fiscal_year)
        evidence = ledger.fact(cell, target.offset)
        for problem in parsed.problems:
            ledger.report(problem.rule, place=evidence.place, found=problem.found, expected=problem.expected, seq=item.seq)
        if not parsed.placeholder:
            found.targets.append(Target(target.horizon, target.text, parsed.parts, evidence))
    if not found.targets:
        ledger.report("value_missing", place=cell.place_of(item.offset), found=item.name, seq=item.seq)
    return found
