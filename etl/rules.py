"""The catalogue of rules (``rules.csv``): id, severity and words, in Chinese and English, of every finding and refusal.

A rule's message says what was found and expected, its hint what to do. Checks in SQL (``sql/checks/RULE.sql``) and reading problems from Python
stand in the one catalogue, so that ``findings``, ``inspect`` and the view ``data_finding`` use the same words.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from etl.finding import Finding, Refused, Severity
from etl.messages import called
from etl.resources import PACKAGE

Language = Literal["zh", "en"]
_BLANK = re.compile(r"\{(?P<operand>found|expected)(?::(?P<words>\w+))?\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the catalogue."""

    rule: str
    severity: Severity
    name_zh: str
    name_en: str
    message_zh: str
    message_en: str
    hint_zh: str
    hint_en: str

    def name(self, language: Language) -> str:
        """What the rule is called."""
        return self.name_zh if language == "zh" else self.name_en

    def hint(self, language: Language) -> str:
        """What to do."""
        return self.hint_zh if language == "zh" else self.hint_en

    def message(self, language: Language, found: str | None, expected: str | None) -> str:
        """What was found and what was expected, in one sentence; a missing operand shows as ``?``.

        A blank ``{expected:year_from}`` takes the operand, a code, as it is called in that table of ``messages.toml``.
        """
        operands = {"found": found or "?", "expected": expected or "?"}

        def filled(blank: re.Match[str]) -> str:
            value = operands[blank["operand"]]
            return called(blank["words"], value, to=language) if blank["words"] else value

        return _BLANK.sub(filled, self.message_zh if language == "zh" else self.message_en)


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the file."""
    with (PACKAGE / "rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["rule"]: Rule(**row) for row in csv.DictReader(file)}  # type: ignore[arg-type]


def finding(
    rule: str, *, place: str = "", found: str | None = None, expected: str | None = None, row: int | None = None, seq: int | None = None
) -> Finding:
    """A finding of a rule, with the severity of the catalogue. Raises KeyError for a rule that the catalogue does not hold."""
    return Finding(rule, rules()[rule].severity, place, found, expected, row_number=row, seq=seq)


def explain(problem: Finding | Refused, language: Language) -> str:
    """A finding or refusal in one line of words: message, place, and what to do."""
    rule = rules()[problem.rule]
    stop = "；" if language == "zh" else "; "
    where = f"{problem.place}: " if problem.place else ""
    hint = getattr(problem, "hint", None) or rule.hint(language)
    return f"{where}{rule.message(language, problem.found, problem.expected)}{stop if hint else ''}{hint}"
