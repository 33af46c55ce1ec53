"""A reading as ``jixiao inspect --json`` gives it (DESIGN, "inspect --json"): a plain dict a document, numbers as exact strings, absent as null."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from etl.extract.grid import Grid
from etl.finding import Finding, Refused
from etl.language import Language
from etl.rules import explain, rules
from etl.transform.statement import Actual, Amount, Evidence, Indicator, Money, Part, Project, Reading, Statement, Target, Task
from etl.transform.targets.lines import part_json


@dataclass(slots=True)
class Inspected:
    """A document as read, before any database: what was understood of it, or why it was refused."""

    name: str
    sha256: str
    media_type: str | None
    reading: Reading = field(default_factory=Reading)
    refused: Refused | None = None


def json_line(document: Inspected, language: Language) -> str:
    """The document's line as printed."""
    return json.dumps(as_json(document, language), ensure_ascii=False)


def as_json(document: Inspected, language: Language) -> dict[str, Any]:
    """The document's line as a dictionary. ``reason`` and the findings' words are in ``language``; keys, codes and numbers are the same in all."""
    refused = document.refused
    return {
        "file": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "outcome": "refused" if refused else "read",
        "reason": explain(refused, language) if refused else None,
        "reason_rule": refused.rule if refused else None,
        "statements": [] if refused else [_statement(statement) for statement in document.reading.statements],
        "findings": [finding_json(finding, language) for finding in document.reading.findings],
        "account": _account(document.reading),
    }


def grid_json(grid: Grid) -> dict[str, Any]:
    """A table as it was read: the line of ``inspect --grid --json``. Row and col from 0, page from 1."""
    cells = [{"row": c.row, "col": c.col, "rowspan": c.rowspan, "colspan": c.colspan, "text": c.text, "place": c.place.label} for c in grid.cells]
    return {"page": grid.page, "rows": grid.rows, "cols": grid.cols, "sheet": grid.sheet, "source": grid.source, "cells": cells}


def finding_json(finding: Finding, language: Language) -> dict[str, Any]:
    """A finding with the rule's words."""
    rule = rules()[finding.rule]
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "place": finding.place or None,
        "found": finding.found or None,
        "expected": finding.expected or None,
        "difference": number(finding.difference),
        "message": rule.message(language, finding.found, finding.expected),
        "hint": finding.hint or rule.hint(language) or None,
    }


def _account(reading: Reading) -> dict[str, Any]:
    """Where the cells went (DESIGN decision 6)."""
    account = reading.account
    return {"cells": account.cells, "facts": account.facts, "ignored": account.ignored, "reported": account.reported}


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "kind": statement.kind,
        "title": statement.title,
        "layout": statement.layout,
        "fiscal_year": statement.fiscal_year,
        "fiscal_year_from": statement.fiscal_year_from,
        "department": statement.department,
        "department_from": statement.department_from,
        "department_code": statement.department_code,
        "region_code": statement.region_code,
        "department_function": statement.department_function,
        "money_unit": statement.money_unit,
        "money_unit_from": statement.money_unit_from,
        "total_yuan": yuan(statement.total_yuan),
        "totals": [
            {"scope": t.scope, "unit_name": t.unit_name, "funding_source": t.funding_source, "yuan": yuan(t.amount.yuan)} for t in statement.totals
        ],
        "projects": [_project(project) for project in statement.projects],
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        "name": project.name,
        "unit": project.unit,
        "code": project.code,
        "funding_document": project.funding_document,
        "stem": project.stem,
        "year_mark": project.year_mark,
        "phase": project.phase,
        **_money(project.money),
        "stages": {stage: _money(money) for stage, money in project.stages.items()},
        "tasks": [_task(task) for task in project.tasks],
        "goals": {horizon: goal.text for horizon, goal in project.goals.items()},
        "indicators": [_indicator(indicator) for indicator in project.indicators],
        "evidence": _evidence(project.evidence),
    }


def _money(money: Money) -> dict[str, Any]:
    return {
        "total_yuan": yuan(money.total.yuan if money.total else None),
        "funding": {source: yuan(amount.yuan) for source, amount in money.funding.items()},
        "money_places": _places(money),
    }


def _places(money: Money) -> dict[str, str]:
    """Where each amount was read: ``total`` and the codes of the sources."""
    amounts: dict[str, Amount] = {"total": money.total} if money.total else {}
    return {name: amount.evidence.place.label for name, amount in (amounts | money.funding).items()}


def _task(task: Task) -> dict[str, Any]:
    return {"name": task.name, "content": task.content, "goal": task.goal, **_money(task.money)}


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "seq": indicator.seq,
        "level1": indicator.level1,
        "level1_code": indicator.level1_code,
        "level2": indicator.level2,
        "level2_code": indicator.level2_code,
        "kind": indicator.kind,
        "name": indicator.name,
        "stem": indicator.stem,
        "weight": number(indicator.weight),
        "direction": indicator.direction,
        "targets": [_target(target) for target in indicator.targets],
        "actual": _actual(indicator.actual) if indicator.actual else None,
    }


def _target(target: Target) -> dict[str, Any]:
    return {"horizon": target.horizon, "raw": target.raw, "parts": _parts(target.parts), "evidence": _evidence(target.evidence)}


def _actual(actual: Actual) -> dict[str, Any]:
    score = {"score": number(actual.score), "reason": actual.reason}
    return {"raw": actual.raw, "parts": _parts(actual.parts), "evidence": _evidence(actual.evidence), **score}


def _parts(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts as ``--values`` gives them too, with the number to reach and which way."""
    return [{**part_json(part), "direction": part.direction, "bound": number(part.bound)} for part in parts]


def _evidence(evidence: Evidence) -> dict[str, Any]:
    box = [round(float(edge), 2) for edge in evidence.place.box] if evidence.place.box else None
    return {"page": evidence.place.page, "box": box, "place": evidence.place.label, "text": evidence.text}


def number(value: Decimal | str | None) -> str | None:
    """A number exactly, without an exponent; a date as it is.

    >>> number(Decimal("1E+3")), number(Decimal("0.950"))
    ('1000', '0.950')
    """
    return f"{value:f}" if isinstance(value, Decimal) else value


def yuan(value: Decimal | None) -> str | None:
    """An amount of yuan with at least two decimals, never rounded.

    >>> yuan(Decimal("826000")), yuan(Decimal("0.125"))
    ('826000.00', '0.125')
    """
    if value is None:
        return None
    to_the_fen = f"{value:.2f}"
    return to_the_fen if Decimal(to_the_fen) == value else f"{value.normalize():f}"
