"""The findings of a report page, worst first, with the picture of the cell that each is about."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.engine import RowMapping

from etl.finding import Refused
from etl.language import language
from etl.messages import say
from etl.reading_child import Limits
from etl.report.findings import short
from etl.report.page.markup import Html, join, table, tag
from etl.report.page.notes import Notes
from etl.report.picture import SVG, Picture, Wanted, draw_many
from etl.rules import rules
from etl.workers import Workers

OF_A_RULE, SHOWN, LISTED = 4, 60, 200  # findings shown one by one: of one rule, of all; the others as a table
MOST_BYTES = 400_000  # of one picture


def pictures(
    found: Sequence[RowMapping], kept: Callable[[str, str], bytes | None], limits: Limits, told: Callable[[int, int], None]
) -> dict[str, Picture]:
    """The pictures of the first findings that have a place, by finding; each document is opened once. ``told``: documents done, and of how many."""
    by_document: dict[str, list[RowMapping]] = {}
    for row in [row for row in parted(found)[0] if row["place"]]:
        by_document.setdefault(row["sha256"], []).append(row)
    made: dict[str, Picture] = {}

    def tasks() -> list[tuple[list[RowMapping], list[Wanted]]]:
        return [
            (rows, [Wanted(data, row["media_type"], row["page"], row["box"], row["place"], SVG, True) for row in rows])
            for rows in by_document.values()
            if (data := kept(rows[0]["document_name"], rows[0]["sha256"])) is not None
        ]

    with Workers(draw_many, 1, limits) as workers:
        for number, (rows, drawn) in enumerate(workers.map(tasks()), 1):
            told(number, len(by_document))
            if not isinstance(drawn, Refused):
                made |= {row["finding_id"]: one for row, one in zip(rows, drawn, strict=True) if one is not None and len(one.data) <= MOST_BYTES}
    return made


def section(found: Sequence[RowMapping], refused: Sequence[RowMapping], drawn: Mapping[str, Picture], notes: Notes) -> Html:
    """What was refused, then errors and warnings one by one, then all others as a table."""
    single, others = parted(found)
    if not (single or others or refused):
        return tag("p", say("show.clean"))
    parts = [_refused(row) for row in refused]
    parts += [_one(row, drawn.get(row["finding_id"]), notes) for row in single]
    if others:
        header = [say(f"page.{name}") for name in ("document", "severity", "place", "rule", "words")]
        body = [
            (short(row["document_name"]), say(f"severity.{row['severity']}"), _place(row, notes), _name(row), _words(row)) for row in others[:LISTED]
        ]
        parts.append(table(say("page.others_found", count=len(others)), header, body, short=(1,)))
    if len(others) > LISTED:
        parts.append(tag("p", say("page.more", count=len(others) - LISTED, view="data_finding"), class_="more"))
    return join(parts)


def parted(found: Sequence[RowMapping]) -> tuple[list[RowMapping], list[RowMapping]]:
    """Findings to show one by one (errors and warnings, the first few of each rule), and the others."""
    single: list[RowMapping] = []
    others: list[RowMapping] = []
    seen: dict[str, int] = {}
    for row in found:
        seen[row["rule"]] = number = seen.get(row["rule"], 0) + 1
        (single if row["severity"] != "info" and number <= OF_A_RULE and len(single) < SHOWN else others).append(row)
    return single, others


def _refused(row: RowMapping) -> Html:
    return tag("article", tag("h3", badge("error", say("outcome.refused")), short(row["document_name"])), tag("p", row["reason"]), class_="finding")


def badge(severity: str, words: str) -> Html:
    """How bad it is, as a word with a colour."""
    return join([tag("span", words, class_=f"badge {severity}"), " "])


def _one(row: RowMapping, picture: Picture | None, notes: Notes) -> Html:
    where = join([short(row["document_name"]), " · ", _place(row, notes)] if row["place"] else [short(row["document_name"])])
    about = " · ".join(str(part) for part in (row["project_name"], row["indicator_name"]) if part)
    shown = _picture(picture, say("page.picture_of", place=row["place"], document=short(row["document_name"]))) if picture else ""
    return tag(
        "article",
        tag("h3", badge(row["severity"], say(f"severity.{row['severity']}")), _name(row)),
        tag("p", where, class_="where"),
        tag("p", about) if about else "",
        tag("p", _words(row)),
        tag("p", "→ ", _hint(row), class_="hint") if _hint(row) else "",
        shown,
        class_="finding",
    )


def _picture(picture: Picture, alt: str) -> Html:
    """The picture inside the page itself."""
    kind = "image/svg+xml" if picture.ending == SVG else "image/png"
    data = base64.b64encode(picture.data).decode()
    return tag("img", src=f"data:{kind};base64,{data}", alt=alt, class_="cell")


def _place(row: RowMapping, notes: Notes) -> Html:
    return notes.link(re.sub(r"\s+", " ", row["place"]), [row["evidence_id"]])


def _name(row: RowMapping) -> str:
    return str(row["rule_name"] if language() == "zh" else row["rule_name_en"])


def _words(row: RowMapping) -> str:
    rule = rules().get(row["rule"])
    return rule.message(language(), row["found"], row["expected"]) if rule else f"{row['found'] or '?'} / {row['expected'] or '?'}"


def _hint(row: RowMapping) -> str:
    return str((row["hint"] if language() == "zh" else row["hint_en"]) or "")
