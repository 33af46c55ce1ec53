"""What a publication's sentences say of its targets: how many projects there should be, or that the table is published elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from etl.extract.grid import Grid, Line
from etl.finding import Finding, Refused
from etl.rules import finding
from etl.transform import words as vocabulary
from etl.transform.facts import flat
from etl.transform.forms import Form
from etl.transform.money import FACTOR, UNIT_NAMES
from etl.transform.statement import Statement

_COUNT = re.compile(r"绩效目标[^。；]{0,16}?项目(\d+)个[^。；]{0,12}?(?:预算|资金|金额)[^。；\d]{0,8}([\d,]+(?:\.\d+)?)(亿元|万元|元)")
_ELSEWHERE = re.compile(r"[^。；]*绩效(?:目标|指标)[^。；]*(?:详见|见附|另行公开|附件|附表)[^。；]*")


def _sentences(prose: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Sentences across line wraps, each with the line that it begins on."""
    text, starts = "", []
    for line in prose:
        starts.append((len(text), line))
        text += flat(line.text)
    for found in re.finditer(r"[^。；]+[。；]?", text):
        yield found[0], next(line for at, line in reversed(starts) if at <= found.start())


def count_findings(statements: Sequence[Statement], prose: Sequence[Line]) -> list[Finding]:
    """A finding where a sentence states another number or sum of projects with targets than was read (DOMAIN 3.2)."""
    projects = [p for s in statements if s.kind == "project_targets" for p in s.projects]
    total = sum((p.money.total.yuan for p in projects if p.money.total), Decimal(0))
    found = []
    for sentence, line in _sentences(prose) if projects else ():
        stated = _COUNT.search(sentence)
        if stated is None:
            continue
        amount = Decimal(stated[2].replace(",", "")) * FACTOR[UNIT_NAMES[stated[3]]]
        counted, summed = len(projects) == int(stated[1]), not total or abs(total - amount) <= FACTOR[UNIT_NAMES[stated[3]]] / 100 * len(projects)
        if not (counted and summed):
            read, said = f"{len(projects)} / {total:.2f}", f"{stated[1]} / {amount:.2f}"
            found.append(finding("control_count", place=line.place.label, found=read, expected=said))
    return found


def refusal(seen: Sequence[Form], prose: Sequence[Line]) -> Refused:
    """Why a document without a readable target table is refused: the gravest finding of a form that was tried, a sentence, or that there is none."""
    problems = [problem for form in seen for problem in form.ledger.findings if problem.severity == "error"]
    problems.sort(key=lambda problem: problem.rule != "not_targets")  # what a table is not explains whatever else is amiss with it
    if problems:
        return Refused(problems[0].rule, place=problems[0].place, found=problems[0].found, expected=problems[0].expected)
    for sentence, line in _sentences(prose):
        if _ELSEWHERE.fullmatch(sentence.rstrip("。；")) and len(sentence) < 120:
            return Refused("targets_elsewhere", place=line.place.label, found=sentence.strip("。；"))
    return Refused("no_target_table")


_MISSING = ("year_missing", "department_missing", "money_unit_missing")


def refused_for_rules(refused: Refused, grids: Sequence[Grid], prose: Sequence[Line]) -> Refused:
    """The refusal of a document whose target table has no ruling lines: what its rows and columns hold is then not known, and neither is what they
    lack. Any other refusal stays as it is."""
    aligned = [grid for grid in grids if grid.source == "alignment"]
    ruled = any(grid.source in ("rules", "cells") for grid in grids)
    if refused.rule in (*_MISSING, "no_target_table", "header_without_names", "project_without_name") and aligned and not ruled:
        texts = ((" ".join(cell.text for cell in grid.cells), grid.cells[0].place) for grid in aligned if grid.cells)
    elif refused.rule == "no_target_table":
        texts = ((line.text, line.place) for line in heads_without_rules(prose))
    else:
        return refused
    place = next((place for text, place in texts if _heads_targets(text)), None)
    return refused if place is None else Refused("borderless_unread", place=place.label, found=refused.rule)


def heads_without_rules(prose: Sequence[Line]) -> list[Line]:
    """The lines outside all tables that head the columns of a target table: one without ruling lines, which was not read."""
    return [line for line in prose if not re.search(r"[、，。；：]", line.text) and _heads_targets(line.text)]


def _heads_targets(text: str) -> bool:
    """Whether the words that head a target table's columns stand in a text, each by itself or among others."""
    whole = vocabulary.normal(text)

    def stands(*fields: str) -> bool:
        return any(len(label) > 3 and label in whole for field in fields for label in vocabulary.labels_of(field))

    return stands("level3") and (stands("level1", "level2") or (stands("project_name") and stands("value", "value_annual", "sign")))
