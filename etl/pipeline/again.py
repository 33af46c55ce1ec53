"""Documents on record that are read again, from their copies in the store: refused ones (``--replay``) and loaded ones (``--reread``).

A reading again is given what the first one was given: what was claimed of the document and what a steward corrected in it, both as they are on
record. What the caller says now wins.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import sqlalchemy as sa

from etl.extract.sources import Kept
from etl.load import queries, record
from etl.load.steady import Steady
from etl.options import Options
from etl.pipeline.corrections import Correction
from etl.pipeline.given import Given, Item
from etl.transform.statement import Claim


def take(given: Given, steady: Steady) -> None:
    """Add the documents on record that the options ask for. Of loaded ones those that another version has read, unless the caller names some."""
    options = given.options
    older = options.reread and not given.named
    if not (options.replay or older) or not steady.do(_there):
        return
    known = steady.do(record.refused) if options.replay else []
    known += steady.do(record.older) if older else []
    given.take_again([(one.name, one.sha256, _claim(one, options, given)) for one in known])


def _there(connection: sa.Connection) -> bool:
    """Whether there are tables: a dry run may come before the first load."""
    with connection.begin():
        return queries.there(connection)


def prepare(items: Sequence[Item], readings: dict[str, int], given: Given, steady: Steady) -> None:
    """Make loaded documents ready to be read again: each is told the number of its reading (``readings``, by sha256) and what was claimed of it."""
    wanted = [item for item in items if item.sha256 in readings]
    if not wanted:
        return
    known = steady.do(lambda connection: record.loaded(connection, [item.sha256 for item in wanted]))
    for item in wanted:
        item.read_again = readings[item.sha256]
        item.claim = _over(item.claim, _claim(known[item.sha256], given.options, given))


def corrections(item: Item, given: Given, steady: Steady) -> tuple[Correction, ...]:
    """The corrections of a document that is read again: those on record, and those of the caller's file, which win where both speak of one place."""

    def ask(connection: sa.Connection) -> list[tuple[str, str, str, str]]:
        return record.corrections(connection, item.sha256)

    now = given.corrections_of(item)
    places = {correction.place for correction in now}
    before = [Correction(*row, file="ops.finding") for row in steady.do(ask) if row[0] not in places]
    return (*now, *before)


def _claim(known: record.Recorded, options: Options, given: Given) -> Claim:
    """What was claimed of a document on record; what the caller says now wins."""
    return Claim(
        file_name=Kept(known.name, known.sha256, given.home).file_name,
        fiscal_year=options.year or known.fiscal_year,
        fiscal_year_from="caller" if options.year else known.fiscal_year_from or "manifest",  # type: ignore[arg-type]
        department=options.department or known.department,
        department_from="caller" if options.department else known.department_from or "manifest",
        region_code=options.region or known.region_code,
        money_unit=options.money_unit or known.money_unit,  # type: ignore[arg-type]
        kind=known.kind,  # type: ignore[arg-type]
        published_on=known.published_on,
    )


def _over(now: Claim, before: Claim) -> Claim:
    """What is claimed now, over what was claimed before. The name stays: a year may have been read from it."""
    year = (now.fiscal_year, now.fiscal_year_from) if now.fiscal_year else (before.fiscal_year, before.fiscal_year_from)
    owner = (now.department, now.department_from) if now.department else (before.department, before.department_from)
    return dataclasses.replace(
        before, fiscal_year=year[0], fiscal_year_from=year[1], department=owner[0], department_from=owner[1],
        region_code=now.region_code or before.region_code, money_unit=now.money_unit or before.money_unit,
        kind=now.kind or before.kind, published_on=now.published_on or before.published_on,
    )  # fmt: skip
