"""Findings and refusals: how a reading says, at which place, what it is not sure of.

A leaf module: every stage may use it, it uses none. The words of each rule stand in ``rules.csv`` beside this file; see
:mod:`etl.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at (需要查看的问题), of the same shape for reading problems and for checks in SQL.

    ``rule`` is an id of ``rules.csv``. ``place`` equals the ``label`` of the :class:`~etl.extract.grid.Place` it is about, or begins
    with it and goes on with a blank, ``:``, ``/`` or ``#``; empty where it is about the whole document. ``found`` and ``expected`` are
    texts as printed; amounts in yuan. ``row_number`` and ``seq`` name the project row and the indicator in it, where it is about one.
    """

    rule: str
    severity: Severity
    place: str = ""
    found: str | None = None
    expected: str | None = None
    hint: str | None = None
    difference: Decimal | None = None
    row_number: int | None = None
    seq: int | None = None


class Refused(Exception):
    """A document, or a statement in it, that cannot be loaded (拒绝), with the reason; never a program error.

    ``rule`` is an id of ``rules.csv`` whose words make the message; ``found`` and ``expected`` fill its blanks.
    """

    def __init__(self, rule: str, *, place: str = "", found: str | None = None, expected: str | None = None) -> None:
        super().__init__(rule)
        self.rule, self.place, self.found, self.expected = rule, place, found, expected

    def __reduce__(self) -> tuple[object, ...]:
        return _refused, (self.rule, self.place, self.found, self.expected)


def _refused(rule: str, place: str, found: str | None, expected: str | None) -> Refused:
    """Rebuild a :class:`Refused` that came out of another process."""
    return Refused(rule, place=place, found=found, expected=expected)
