"""``jixiao findings``: what needs a look, worst first, and what was refused; in the words of the rules."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import RowMapping

from etl.language import language
from etl.messages import say
from etl.report.tables import table
from etl.rules import rules


def show(findings: Sequence[RowMapping], refused: Sequence[RowMapping]) -> None:
    """Print refused documents and findings as one table; a line where there is nothing."""
    if not findings and not refused:
        print(say("show.clean"))
        return
    header = [say(f"column.{name}") for name in ("document", "severity", "rule", "place", "message", "hint")]
    table(header, [*map(_refusal, refused), *map(_finding, findings)])


def _finding(row: RowMapping) -> Sequence[str]:
    """The cells of a finding; a rule that this version no longer knows keeps its operands."""
    rule = rules().get(row["rule"])
    words = rule.message(language(), row["found"], row["expected"]) if rule else f"{row['found'] or '?'} / {row['expected'] or '?'}"
    hint = row["hint"] or (rule.hint(language()) if rule else "")
    return short(row["document_name"]), say(f"severity.{row['severity']}"), row["rule"], row["place"], words, hint


def _refusal(row: RowMapping) -> Sequence[str]:
    """The cells of a refused document; the reason stands as it was recorded, the hint in the reader's language."""
    rule = rules().get(row["reason_rule"] or "")
    hint = rule.hint(language()) if rule else ""
    words = rule.name(language()) if rule else row["reason"] or ""
    return short(row["document_name"]), say("outcome.refused"), row["reason_rule"] or "", "", words, hint


def short(name: str) -> str:
    """A document by the last part of its path or address."""
    return name.rstrip("/").rsplit("/", 1)[-1]
