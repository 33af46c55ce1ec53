"""What the reading of a value gives: its parts, what is wrong with it, and whether it is a number at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.transform.statement import Part

UNTRUSTED = frozenset({"suspect_sign", "suspect_digits", "masked_digits", "damaged_number", "impossible_date"})
"""Problems after which no number of the value is given."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a value: ``rule`` is a row of ``etl/rules.csv``; ``found`` and ``expected`` fill its words."""

    rule: str
    found: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """The reading of one value (指标值). ``placeholder``: the cell holds none (/, —, XX, empty): missing, never 0; it has no parts then."""

    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    placeholder: bool = False

    @property
    def suspect(self) -> bool:
        """Whether a problem makes the number untrustworthy; then the value has none, only its text."""
        return any(p.rule in UNTRUSTED for p in self.problems)
