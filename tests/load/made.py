"""Made documents for the database tests: no file, only what would have been read from one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import sqlalchemy as sa

from etl.extract.grid import Box, Place
from etl.load import database as db
from etl.load import runs, writer
from etl.load.frames import Incoming
from etl.rules import finding
from etl.transform.statement import (
    Actual,
    Amount,
    Claim,
    Evidence,
    Goal,
    Indicator,
    Money,
    Part,
    Project,
    PublishedTotal,
    Statement,
    StatementKind,
    Target,
    Task,
)

FACTS = (
    "core.department",
    "core.project",
    "core.evidence",
    "core.project_year",
    "core.task",
    "core.task_funding",
    "core.funding",
    "core.stage_total",
)
FACTS += ("core.published_total", "core.indicator", "core.target_value", "core.actual_value", "ops.document", "ops.statement", "ops.finding")


def cell(row: int, column: int, text: str) -> Evidence:
    """A cell of table 1 on page 1."""
    return Evidence(Place(f"p1/t1/R{row}C{column}", 1, Box(10, row * 10, 90, row * 10 + 8)), text)


def indicator(seq: int, row: int, bound: str = "90") -> Indicator:
    """An indicator with an annual and a cycle target; every third one is a day."""
    part = Part("ge", low=Decimal(bound), low_inclusive=True, unit="%", unit_from="value", direction="positive", direction_from="comparator")
    if seq % 3 == 0:
        part = Part("before", high="2024-12-31", direction="negative", direction_from="comparator")
    raw = f"≥{bound}%" if seq % 3 else "2024年12月31日前"
    targets = [Target("annual", raw, [part], cell(row, 6, raw)), Target("cycle", raw, [part], cell(row, 5, raw))]
    return Indicator(seq, f"指标{seq}", f"指标{seq}", "产出指标", "1", "质量指标", "12", "output.quality", targets=targets)


def project(row: int, name: str, bound: str = "90", indicators: int = 3, yuan: str = "1000.00") -> Project:
    """A project row with money, goals and indicators."""
    money = Money(Amount(Decimal(yuan), cell(row, 2, yuan)), {"fiscal_appropriation": Amount(Decimal(yuan), cell(row, 3, yuan))})
    return Project(
        row,
        name,
        name,
        cell(row, 1, name),
        unit="某市司法局",
        unit_region_code="440106",
        unit_key="司法局",
        unit_function="司法局",
        money=money,
        goals={"annual": Goal("年度目标", cell(row, 4, "年度目标"))},
        indicators=[indicator(seq, row, bound) for seq in range(1, indicators + 1)],
    )


def statement(
    projects: Sequence[Project],
    covers: Literal["department", "project"] = "department",
    name: str = "某市司法局",
    kind: StatementKind = "project_targets",
) -> Statement:
    """A statement of the year 2024."""
    total = sum((p.money.total.yuan for p in projects if p.money.total), Decimal(0))
    return Statement(
        kind, "packed_list", "项目支出绩效目标表", 2024, "caller", name, "司法局", "title", cell(0, 1, "项目支出绩效目标表"), covers,
        department_function="司法局", region_code="440106", money_unit="yuan", money_unit_from="table",
        totals=[PublishedTotal("statement", Amount(total, cell(0, 2, str(total))))], projects=list(projects),
    )  # fmt: skip


def incoming(
    mark: str,
    projects: Sequence[Project] | None = None,
    *,
    covers: Literal["department", "project"] = "department",
    published_on: str | None = None,
    refused: bool = False,
    name: str = "某市司法局",
) -> Incoming:
    """A document whose bytes are ``mark``: two projects unless told otherwise, or a refusal."""
    sha256 = hashlib.sha256(mark.encode()).hexdigest()
    claim = Claim(file_name=f"{mark}.pdf", published_on=published_on)
    if refused:
        return Incoming(
            f"{mark}.pdf", sha256, 1, "refused", reason="no year", reason_rule="year_missing", claim=claim, findings=[finding("year_missing")]
        )
    rows = [project(1, "普法宣传"), project(2, "社区矫正")] if projects is None else list(projects)
    noted = [finding("B1", place="p1/t1/R1C6 第2条", found="12", expected="22")]
    return Incoming(f"{mark}.pdf", sha256, 1, claim=claim, statements=[statement(rows, covers, name)], findings=noted)


def everything(mark: str) -> Incoming:
    """A document that fills every table."""
    row = project(1, "整体")
    five = Amount(Decimal(5), cell(9, 1, "5.00"))
    row.tasks = [Task(1, f"任务{n}", cell(9, n, "任务"), money=Money(five, {"other": five})) for n in (1, 2)]  # the number 1 printed twice
    row.stages = {
        "budget": row.money,
        "executed": Money(Amount(Decimal("7.50"), cell(8, 1, "7.50")), {"local": Amount(Decimal("7.50"), cell(8, 1, "7.50"))}),
    }
    for i in row.indicators:
        i.actual = Actual("95%", [Part("eq", Decimal(95), Decimal(95), True, True, "%")], cell(1, 7, "95%"), score=Decimal("9.5"), reason="无")
    made = incoming(mark, [row])
    made.statements[0].kind = "self_evaluation"
    return made


def load(connection: sa.Connection, documents: Sequence[Incoming]) -> list[writer.Outcome]:
    """A whole run of the loader over made documents."""
    with db.exclusive(connection):
        run = runs.begin_run(connection, len(documents))
        outcomes = writer.load(connection, documents, run)
        writer.finish(connection)
        runs.finish_run(connection, run, [outcome.outcome for outcome in outcomes])
    return outcomes


def versions(connection: sa.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of what documents bring, with its version (xmin): equal before and after if nothing was written."""
    with connection.begin():
        return {table: sorted(map(tuple, connection.execute(sa.text(f"SELECT t.xmin::text, t::text FROM {table} t")))) for table in FACTS}


def contents(connection: sa.Connection) -> dict[str, list[str]]:
    """The same without versions, runs and times."""
    left_out = "'load_run_id', 'loaded_at'"
    with connection.begin():
        return {table: sorted(connection.scalars(sa.text(f"SELECT (to_jsonb(t) - ARRAY[{left_out}])::text FROM {table} t"))) for table in FACTS}
