"""The notes of a page: which cells its figures were read from, and the list of them at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.engine import RowMapping

from etl.messages import say
from etl.report.findings import short
from etl.report.page.markup import Html, join, tag

LONGEST = 1500  # characters shown of a cell: a packed one holds a whole project's indicators


class Notes:
    """Collects the cells that a page links to, in the order in which they are first mentioned."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def link(self, words: object, ids: Iterable[str | None] | None) -> Html:
        """``words`` as a link to its cell; where it was read from several, the others follow as small numbers."""
        known = [one for one in dict.fromkeys(ids or ()) if one]
        shown = join([words])
        if not known or not shown:
            return shown
        numbers = [self.numbers.setdefault(one, len(self.numbers) + 1) for one in known]
        label = f"{shown} – {say('page.evidence_of', number=numbers[0])}"
        first = tag("a", shown, href=f"#e{numbers[0]}", class_="ev", aria_label=Html(label) if "<" not in shown else None)
        others = [tag("a", number, href=f"#e{number}", class_="ev", aria_label=say("page.evidence_of", number=number)) for number in numbers[1:]]
        return join([first, tag("sup", join(part for other in others for part in (" ", other)))] if others else [first])

    def section(self, rows: Sequence[RowMapping]) -> Html:
        """The list of all cells that were mentioned; ``rows`` are their documents, places and texts."""
        known = {row["evidence_id"]: row for row in rows}
        entries = []
        for one, number in self.numbers.items():
            row = known.get(one)
            if row is None:
                continue
            page = say("page.page", page=row["page"]) if row["page"] else ""
            head = tag("b", f"{number}. {short(row['document_name'])}")
            printed = " ".join(row["text"].split("\n"))
            printed = printed if len(printed) <= LONGEST else f"{printed[:LONGEST]}…"
            where = " · ".join(part for part in (page, row["place"]) if part)
            entries.append(tag("li", head, " ", tag("span", where, class_="where"), tag("q", printed), id=f"e{number}", tabindex="-1"))
        return tag("ol", *entries, class_="evidence") if entries else tag("p", say("page.nothing"))
