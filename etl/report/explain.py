"""``jixiao explain``: from a number to the cell that it was read from, in words and as a picture."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy.engine import RowMapping

from etl import store
from etl.load.queries import Fact
from etl.messages import say
from etl.report.tables import is_terminal, pairs


def show(fact: Fact, write: Callable[[str], None]) -> None:
    """Write all about a fact: what it is, where it stands, how it was read."""
    write(say(f"fact.{fact.what}"))
    for line in pairs(((say(f"fact.{name}"), value) for name, value in facts(fact) if value), wrap=is_terminal(sys.stdout)):
        write(line)


def facts(fact: Fact) -> Iterator[tuple[str, str]]:
    """Name and value of each line, from the fact to its document; empty values are left out by :func:`show`."""
    row = fact.row
    yield "raw", row["raw"] or ""
    yield "parsed", reading(row) if row["comparator"] else ""
    yield "amount", "" if row["amount_yuan"] is None else f"{row['amount_yuan']:,.2f}"
    horizon = f"  ({say('fact.' + row['horizon'])})" if row["horizon"] else ""
    yield "indicator", f"{row['indicator_name']}{horizon}" if row["indicator_name"] else ""
    yield "unit_name" if fact.what == "published_total" else "project", row["project_name"] or ""
    yield "statement", row["title"] or ""
    yield "department", row["department_name"] or ""
    yield "year", str(row["fiscal_year"] or "")
    yield "year_from", say(f"year_from.{row['fiscal_year_from']}") if row["fiscal_year_from"] else ""
    yield "current", "" if row["is_current"] is None else say("fact.yes" if row["is_current"] else "fact.superseded")
    yield "document", row["document_name"]
    yield "sha256", row["sha256"]
    yield "page", str(row["page"] or "")
    yield "place", row["place"]
    yield "box", row["box"] or ""
    yield "text", row["evidence_text"].replace("\n", "⏎")


def reading(row: RowMapping) -> str:
    """How a value was read, in signs and words: ``≥ 90 %``, ``每季度``, ``no sign printed``."""
    low = _plain(row["low"] if row["low_date"] is None else row["low_date"])
    high = _plain(row["high"] if row["high_date"] is None else row["high_date"])
    sign = say(f"comparator.{row['comparator']}", low=low, high=high)
    number = "" if row["comparator"] in ("qualitative", "range", "period") else low or high
    pieces = [sign, number, row["unit"], row["basis"], row["scope"], row["measure"], row["words"]]
    words = " ".join(piece for piece in pieces if piece)
    return f"{words}  ({say('comparator.implied')})" if row["implied"] else words


def _plain(value: Decimal | date | None) -> str:
    """A number without the zeros that the column's scale adds; a day as ISO text; "" for none."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def document_bytes(name: str, sha256: str, home: Path) -> bytes | None:
    """The bytes of a loaded document: the copy that the load kept, else the file it came from if that is still the same; None if neither is."""
    for path in (store.place(home, sha256), Path(name)):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    return None
