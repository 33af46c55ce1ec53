"""What needs a look, worst first, and what was refused; in the words of the rules. For people a list by document, for pipes a table."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import RowMapping

from etl.language import language
from etl.messages import say
from etl.report.tables import is_terminal, table
from etl.report.width import columns, wrapped
from etl.rules import rules


@dataclass(frozen=True, slots=True)
class Line:
    """A finding or a refusal in words: where, what was found, what to do. ``severity`` is a word of the reader's language."""

    document: str
    severity: str
    rule: str
    place: str
    words: str
    hint: str


def show(findings: Sequence[RowMapping], refused: Sequence[RowMapping]) -> None:
    """Print refused documents and findings of the database; a line where there is nothing."""
    lines = [*map(_refusal, refused), *map(_finding, findings)]
    if not lines:
        print(say("show.clean"))
        return
    write(lines)


def write(lines: Sequence[Line]) -> None:
    """Print lines as fits where they go."""
    if is_terminal(sys.stdout):
        for text in listing(lines, columns()):
            print(text)
        return
    header = [say(f"column.{name}") for name in ("document", "severity", "rule", "place", "message", "hint")]
    table(header, ((line.document, line.severity, line.rule, line.place, line.words, line.hint) for line in lines))


def listing(lines: Iterable[Line], wide: int) -> list[str]:
    """The lines for people: documents as headings, each with what was found there and, after an arrow, what to do."""
    found: list[str] = []
    heading = None
    for line in lines:
        if line.document != heading:
            found += [""] if found else []
            found.append(heading := line.document)
        found.append("  " + "  ".join(part for part in (line.severity, line.rule, line.place) if part))
        found += _indented(line.words, wide, "      ", "      ")
        found += _indented(line.hint, wide, "    → ", "      ")
    return found


def _indented(text: str, wide: int, first: str, others: str) -> list[str]:
    """Text wrapped behind an indent; nothing for nothing."""
    lines = wrapped(text, wide - len(others)) if text else []
    return [(others if number else first) + line for number, line in enumerate(lines)]


def _finding(row: RowMapping) -> Line:
    """A finding; one of a rule that this version no longer knows keeps its operands."""
    rule = rules().get(row["rule"])
    words = rule.message(language(), row["found"], row["expected"]) if rule else f"{row['found'] or '?'} / {row['expected'] or '?'}"
    hint = row["hint"] or (rule.hint(language()) if rule else "")
    return Line(short(row["document_name"]), say(f"severity.{row['severity']}"), row["rule"], row["place"], words, hint)


def _refusal(row: RowMapping) -> Line:
    """A refused document: the reason stands as it was recorded, the rule's name and hint in the reader's language."""
    rule = rules().get(row["reason_rule"] or "")
    words = rule.name(language()) if rule else row["reason"] or ""
    hint = rule.hint(language()) if rule else ""
    return Line(short(row["document_name"]), say("outcome.refused"), row["reason_rule"] or "", "", words, hint)


def short(name: str) -> str:
    """A document by the last part of its path or address."""
    return name.rstrip("/").rsplit("/", 1)[-1]
