"""Which project may continue which under another name (``core.suggested_link``): for a person to decide, never joined by itself (DOMAIN 5.4).

Suggested is, within a department or to the one that follows it, that a project which ended goes on as one that begins later, where their names are
equal but for words that only say money or project (``loose_key``), or alike to 0.6 while the money stays within ±50 % (``similarity``). Phases
(第一期, 第二期) are different projects. What is linked already needs no suggestion; a steward confirms one in ``links.csv``
(:mod:`etl.load.companions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

ALIKE = 0.6  # DOMAIN 5.4, match levels
NEAR = Decimal("0.5")  # of the earlier amount
BEST = 3  # suggestions for one project: of a department that renames everything, the most alike

# The touched departments, those that follow them (their projects may go on there), and those that these follow.
_FILED = """
WITH later AS (
    SELECT unnest(CAST(:departments AS bigint[])) AS department_id
    UNION SELECT to_department_id FROM core.department_succession WHERE from_department_id = ANY(:departments)
), wanted AS (
    SELECT department_id FROM later
    UNION SELECT from_department_id FROM core.department_succession JOIN later ON department_id = to_department_id
), yearly AS (
    SELECT y.project_id, y.fiscal_year, sum(y.total_yuan) AS total_yuan, max(y.phase) AS phase
    FROM core.project_year y JOIN core.project p USING (project_id) JOIN wanted USING (department_id) JOIN ops.statement s USING (statement_id)
    WHERE y.is_current AND s.statement_kind <> 'self_evaluation' AND p.project_kind <> 'department_overall'
    GROUP BY y.project_id, y.fiscal_year
)
SELECT p.project_id, p.department_id, p.project_kind, coalesce(p.loose_stem, p.stem) AS loose_stem, max(y.phase) AS phase,
       min(y.fiscal_year) AS first_year, max(y.fiscal_year) AS last_year,
       (array_agg(y.total_yuan ORDER BY y.fiscal_year))[1] AS first_total, (array_agg(y.total_yuan ORDER BY y.fiscal_year DESC))[1] AS last_total,
       EXISTS (SELECT FROM core.project_link l WHERE l.from_project_id = p.project_id) AS is_continued,
       EXISTS (SELECT FROM core.project_link l WHERE l.to_project_id = p.project_id AND l.reason <> 'steward') AS continues,
       EXISTS (SELECT FROM later WHERE later.department_id = p.department_id) AS is_asked
FROM yearly y JOIN core.project p USING (project_id) GROUP BY p.project_id ORDER BY p.project_id
"""
_SUCCESSIONS = """
SELECT from_department_id, to_department_id, effective_year FROM core.department_succession WHERE to_department_id = ANY(:departments)"""
_PRESENT = """
SELECT g.from_project_id, g.to_project_id, g.effective_year, g.reason, g.score
FROM core.suggested_link g JOIN core.project p ON p.project_id = g.to_project_id
WHERE p.department_id = ANY(:departments)
   OR p.department_id IN (SELECT to_department_id FROM core.department_succession WHERE from_department_id = ANY(:departments))"""
_DROP = "DELETE FROM core.suggested_link WHERE from_project_id = :of AND to_project_id = :to"
_PUT = "INSERT INTO core.suggested_link VALUES (:of, :to, :year, :reason, :score)"
_OF_STATEMENTS = "SELECT DISTINCT department_id FROM ops.statement WHERE statement_id = ANY(:statements)"

# From project, to project, first year, reason, score.
Suggestion = tuple[int, int, int, str, Decimal]


@dataclass(frozen=True, slots=True)
class Filed:
    """A project as far as it is promised: the years from and to which, with the money of these two; whether links settle it already."""

    project_id: int
    department_id: int
    project_kind: str
    loose_stem: str
    phase: str | None
    first_year: int
    last_year: int
    first_total: Decimal | None
    last_total: Decimal | None
    is_continued: bool = False
    continues: bool = False
    is_asked: bool = True


def refresh(connection: sa.Connection, statements: list[int]) -> None:
    """Compute anew the suggestions of every department of these statements. Call after :func:`etl.load.links.refresh`."""
    if statements:
        of_departments(connection, list(connection.scalars(sa.text(_OF_STATEMENTS), {"statements": statements})))


def of_departments(connection: sa.Connection, departments: list[int]) -> None:
    """The same for departments by id, and for those that follow them. Writes only what differs."""
    given = {"departments": departments}
    filed = [Filed(*row) for row in connection.execute(sa.text(_FILED), given)]
    follows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for of, to, year in connection.execute(sa.text(_SUCCESSIONS), {"departments": sorted({one.department_id for one in filed})}):
        follows[to].append((of, year))
    wanted = {found[:2]: found for found in suggested(filed, follows)}
    present = {row[:2]: tuple(row) for row in connection.execute(sa.text(_PRESENT), given)}
    gone = [pair for pair, found in present.items() if wanted.get(pair) != found]
    new = [found for pair, found in wanted.items() if present.get(pair) != found]
    if gone:
        connection.execute(sa.text(_DROP), [{"of": of, "to": to} for of, to in sorted(gone)])
    if new:
        connection.execute(sa.text(_PUT), [dict(zip(("of", "to", "year", "reason", "score"), found, strict=True)) for found in sorted(new)])


def suggested(filed: Iterable[Filed], follows: dict[int, list[tuple[int, int]]]) -> Iterator[Suggestion]:
    """The suggestions among these projects. ``follows``: of a department, those that it follows, each with the first year of the new order."""
    ended: dict[tuple[int, str], list[Filed]] = defaultdict(list)
    begun: dict[tuple[int, str, int], list[Filed]] = defaultdict(list)
    for one in filed:
        if not one.is_continued:
            ended[one.department_id, one.project_kind].append(one)
        if not one.continues and one.is_asked:
            begun[one.department_id, one.project_kind, one.first_year].append(one)
    for (department, kind, year), projects in begun.items():
        before = [department, *(of for of, effective in follows.get(department, ()) if effective <= year)]
        candidates = [one for owner in before for one in ended[owner, kind] if one.last_year < year]
        if candidates:
            yield from _alike(projects, candidates)


def _alike(projects: list[Filed], candidates: list[Filed]) -> Iterator[Suggestion]:
    """For each project the candidates that it may continue, the most alike."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    scores = cdist([one.loose_stem for one in projects], [one.loose_stem for one in candidates], scorer=ratio, score_cutoff=100 * ALIKE)
    for project, row in zip(projects, scores, strict=True):
        found = []
        for place in row.nonzero()[0]:
            before, score = candidates[place], (Decimal(float(row[place])) / 100).quantize(Decimal("0.000001"))
            same = before.loose_stem == project.loose_stem
            if before.phase == project.phase and (same or _near(before.last_total, project.first_total)):
                found.append((-score, -before.last_year, before.project_id, "loose_key" if same else "similarity"))
        for score, _, before_id, reason in sorted(found)[:BEST]:
            yield before_id, project.project_id, project.first_year, reason, -score


def _near(before: Decimal | None, after: Decimal | None) -> bool:
    """Whether an amount stays within ±50 % of the earlier one; one that is not printed is not near."""
    return before is not None and after is not None and abs(after - before) <= before * NEAR
