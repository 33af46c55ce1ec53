"""Small worlds for the tests of ``sql/``: rows of ``core`` and ``ops`` put in one by one, with ids counted from 1 and a cell for each fact."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from etl.load import summaries, tables
from etl.load.tables import metadata

NUMBERS = {"ge": "low", "gt": "low", "le": "high", "lt": "high"}


class World:
    """Writes rows through a connection; the caller rolls back or keeps them."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection, self.ids = connection, itertools.count(1)
        self.run = self.put(tables.load_run, started_at=datetime(2024, 1, 1, tzinfo=UTC), status="running", version="0", document_count=0,
                            loaded_count=0, unchanged_count=0, refused_count=0, returning="load_run_id")  # fmt: skip
        self.documents: dict[int, int] = {}

    def put(self, table: sa.Table, returning: str | None = None, **values: Any) -> Any:
        """Insert a row; returns the given column."""
        statement = sa.insert(table).values(**values)
        if returning is None:
            self.connection.execute(statement)
            return None
        return self.connection.execute(statement.returning(table.c[returning])).scalar()

    def rows(self, view: str, *columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """Rows of a mart view, sorted as texts, once the summaries below it say what was put."""
        self.sum_up()
        names = ", ".join(columns)
        found = self.connection.execute(sa.text(f"SELECT {names} FROM mart.{view} WHERE {where}"))
        return sorted((tuple(row) for row in found), key=str)

    def sum_up(self) -> None:
        """What the load does after the facts: the summaries of all departments and years."""
        summaries.refresh_departments(self.connection, list(self.connection.scalars(sa.select(tables.department.c.department_id))))

    def region(self, code: str, name: str, valid_from: date = date(1980, 1, 1), valid_to: date | None = None) -> str:
        self.put(tables.region, region_code=code, valid_from=valid_from, name=name, full_name=name, level="county", valid_to=valid_to)
        return code

    def department(self, name: str = "天河区司法局", region: str | None = "990106", function: str | None = "司法局") -> int:
        made = next(self.ids)
        self.put(tables.department, department_id=made, name=name, department_key=name[-3:] + str(made), region_code=region, function_key=function)
        return made

    def document(self, name: str | None = None, outcome: str = "loaded", **claimed: Any) -> int:
        made = next(self.ids)
        self.put(tables.document, document_id=made, sha256=f"{made:064x}", name=name or f"{made}.xlsx", byte_size=1, outcome=outcome,
                 parser_version="0", load_run_id=self.run, load_order=made, loaded_at=datetime(2024, 3, 1, 1, tzinfo=UTC), **claimed)  # fmt: skip
        return made

    def cell(self, document: int, text: str = "") -> int:
        made = next(self.ids)
        self.put(tables.evidence, evidence_id=made, document_id=document, place=f"Sheet1!A{made}", text=text)
        return made

    def statement(self, department: int, year: int = 2024, kind: str = "project_targets", document: int | None = None, **more: Any) -> int:
        made, document = next(self.ids), document or self.document()
        values = {"money_unit": "10k_yuan", "fiscal_year_from": "title", "covers": "department", "ordinal": 1, **more}
        self.put(tables.statement, statement_id=made, document_id=document, statement_kind=kind, layout="L", department_id=department,
                 department_from="table", fiscal_year=year, **values)  # fmt: skip
        self.documents[made] = document
        return made

    def project(self, department: int, stem: str = "法律援助", kind: str = "project") -> int:
        made = next(self.ids)
        self.put(tables.project, project_id=made, department_id=department, project_kind=kind, stem=stem)
        return made

    def link(self, before: int, after: int, effective_year: int, reason: str = "succession") -> None:
        self.put(tables.project_link, from_project_id=before, to_project_id=after, effective_year=effective_year, reason=reason)

    def row(self, statement: int, project: int, year: int = 2024, total: str | None = "100.00", name: str = "法律援助", **more: Any) -> int:
        """A project row; ``unit_department_id``, ``funding_document``, ``annual_goal``, ``is_current`` by keyword."""
        made, document = next(self.ids), self.documents[statement]
        cell = self.cell(document, name)
        values = {"is_current": True, **more}
        values |= {f"{goal}_evidence_id": cell for goal in ("annual_goal", "cycle_goal") if values.get(goal)}
        self.put(tables.project_year, project_year_id=made, project_id=project, statement_id=statement, row_number=made, fiscal_year=year, name=name,
                 total_yuan=total, total_evidence_id=cell if total else None, evidence_id=cell, **values)  # fmt: skip
        self.documents[made] = document
        return made

    def source(self, code: str, parent: str | None = None) -> None:
        """A source of money, unless the code list of the database has it already."""
        known = sa.select(tables.funding_source).where(tables.funding_source.c.funding_source == code)
        if self.connection.execute(known).first() is None:
            self.put(tables.funding_source, funding_source=code, name=code, parent=parent)

    def money(self, row: int, source: str, amount: str, stage: str = "budget", parent: str | None = None) -> None:
        self.source(code=source, parent=parent)
        self.put(tables.funding, project_year_id=row, stage=stage, funding_source=source, amount_yuan=amount,
                 evidence_id=self.cell(self.documents[row]))  # fmt: skip

    def stage(self, row: int, stage: str, amount: str) -> None:
        self.put(tables.stage_total, project_year_id=row, stage=stage, amount_yuan=amount, evidence_id=self.cell(self.documents[row]))

    def total(self, statement: int, amount: str, scope: str = "statement", unit: str | None = None, source: str | None = None) -> None:
        if source:
            self.source(source)
        self.put(tables.published_total, published_total_id=next(self.ids), statement_id=statement, scope=scope, unit_name=unit,
                 funding_source=source, amount_yuan=amount, evidence_id=self.cell(self.documents[statement]))  # fmt: skip

    def indicator(self, name: str = "办理数", kind: str | None = "output.quantity", **more: Any) -> int:
        made = next(self.ids)
        self.put(tables.indicator, indicator_id=made, name=name, stem=name, kind=kind, **more)
        return made

    def target(self, row: int, indicator: int, seq: int = 1, comparator: str = "ge", value: str | None = "90", *, table: sa.Table | None = None,
               **more: Any) -> int:  # fmt: skip
        """A target (or, with ``table``, an actual): direction and bound as the words of DESIGN make them from comparator and value."""
        made, table = next(self.ids), table if table is not None else tables.target_value
        words = comparator == "qualitative"
        direction = "none" if words else "negative" if comparator in ("le", "lt") else "positive"
        number = None if words or value is None else Decimal(value)
        low = number if comparator not in ("le", "lt") else None
        high = number if comparator not in ("ge", "gt") else None
        values = {"part": 1, "low": low, "high": high, "bound": number, "direction": direction, "raw": f"{comparator} {value}", "unit": None,
                  "no_target": False, **more}  # fmt: skip
        values = {"target_value_id": made, "horizon": "annual", **values} if table is tables.target_value else {"actual_value_id": made, **values}
        self.put(table, project_year_id=row, indicator_id=indicator, seq=seq, comparator=comparator, implied=False,
                 evidence_id=self.cell(self.documents[row]), **values)  # fmt: skip
        return made

    def roster(self, name: str, department: int, kind: str, first: int, last: int | None, region: str = "990106", function: str = "司法局") -> None:
        self.put(tables.roster, region_code=region, department=name, department_id=department, function_key=function, kind=kind, first_year=first,
                 last_year=last)  # fmt: skip

    def finding(self, document: int, rule: str = "A1", **more: Any) -> int:
        made = next(self.ids)
        values = {"severity": "error", "source": "check", "place": "", **more}
        self.put(tables.finding, finding_id=made, document_id=document, rule=rule, **values)
        return made


def tables_of(schemas: tuple[str, ...] = ("core", "ops")) -> set[tuple[str, str]]:
    """Schema and name of all declared tables."""
    return {(str(table.schema), table.name) for table in metadata.sorted_tables if table.schema in schemas}
