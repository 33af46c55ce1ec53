"""Small statements for the tests of the checks: project rows made of indicators in a line each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from etl.load import scope
from etl.load.checks import CheckResult, run_checks, run_peer_checks
from etl.load.summaries import rank_groups
from etl.load.tables import actual_value, finding
from tests.sql.world import World


@dataclass
class Indicator:
    """An indicator with its targets: horizon → (comparator, value, unit, more columns); ``more`` goes to every target, ``filed`` to the indicator."""

    name: str = "办理数"
    kind: str | None = "output.quantity"
    targets: dict[str, tuple[Any, ...]] = field(default_factory=lambda: {"annual": ("ge", "90", "件")})
    filed: dict[str, Any] = field(default_factory=dict)
    actual: dict[str, Any] | None = None


def one(name: str = "办理数", kind: str | None = "output.quantity", *target: Any, **filed: Any) -> Indicator:
    """An indicator with an annual target: comparator, value, unit and, as a dict, other columns."""
    return Indicator(name, kind, {"annual": target or ("ge", "90", "件")}, filed)


def both(name: str, annual: tuple[Any, ...], cycle: tuple[Any, ...], kind: str = "output.quantity") -> Indicator:
    """An indicator with a target of the year and one of the whole period."""
    return Indicator(name, kind, {"annual": annual, "cycle": cycle})


def add(world: World, statement: int, project: int, *indicators: Indicator, **row: Any) -> int:
    """A project row with these indicators, numbered from 1."""
    made = world.row(statement, project, **row)
    for seq, item in enumerate(indicators, 1):
        indicator = world.indicator(item.name, item.kind, **item.filed)
        for horizon, target in item.targets.items():
            parts = target if target and isinstance(target[0], tuple) else (target,)
            for part, (comparator, value, unit, *rest) in enumerate(parts, 1):
                more = {"unit_from": "value" if unit else None, **(rest[0] if rest else {})}
                world.target(made, indicator, seq, comparator, value, unit=unit, horizon=horizon, part=part, **more)
        if item.actual is not None:
            world.target(made, indicator, seq, table=actual_value, **{"comparator": "eq", **item.actual})
    return made


def filed(world: World, *indicators: Indicator, kind: str = "project_targets", department: int | None = None, **row: Any) -> int:
    """A statement with one project row of these indicators."""
    office = department or world.department()
    statement = world.statement(office, kind=kind, year=row.get("year", 2024))
    add(world, statement, world.project(office), *indicators, **row)
    return statement


def result(world: World, rule: str, *statements: int) -> CheckResult:
    """What a check says of statements."""
    if rule[0] == "F":
        world.sum_up()
    made = run_checks(world.connection, statements)
    groups = scope.peers(world.connection)
    rank_groups(world.connection)
    made += run_peer_checks(world.connection, groups)
    return {one.rule: one for one in made}[rule]


def found(world: World, rule: str) -> list[tuple[Any, ...]]:
    """Its findings: severity, found, expected, difference."""
    columns = (finding.c.severity, finding.c.found, finding.c.expected, finding.c.difference)
    rows = world.connection.execute(sa.select(*columns).where(finding.c.rule == rule))
    return sorted((tuple(row) for row in rows), key=str)
