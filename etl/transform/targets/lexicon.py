"""The words of target values, out of the vocabulary files, as look-up tables.

A new sign, unit or span of time is a row of ``etl/transform/vocabulary/*.csv``. Words are found by longest match at a position: :class:`Table`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from etl.resources import PACKAGE

T = TypeVar("T")


class Table(Generic[T]):
    """Words with what they mean; :meth:`at` finds the longest one that stands at a position of a text."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self.words: dict[str, T] = {}
        for word, meaning in words:
            self.words.setdefault(word, meaning)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def at(self, text: str, start: int, end: int | None = None) -> tuple[str, T] | None:
        """The longest word at ``start`` that ends at ``end`` at the latest, with its meaning; None where there is none."""
        room = (len(text) if end is None else end) - start
        if room <= 0:
            return None
        for length in self._lengths.get(text[start], ()):
            if length <= room and (word := text[start : start + length]) in self.words:
                return word, self.words[word]
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (计量单位): how it is written in a part, what it is equal to (场次 = 场), and its kind (count, money, time, percent …)."""

    written: str
    canonical: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A comparator word or symbol (计算符号). ``place``: symbol, before or after the number.

    A ``weak`` one gives way to a word after it (达到…以内); an ``adverb`` may stand before the verb (至少举行1场).
    """

    comparator: str
    place: str
    weak: bool = False
    adverb: bool = False


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of a vocabulary file."""
    with (PACKAGE / "transform" / "vocabulary" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _units() -> Table[Unit]:
    found = []
    for row in rows("units"):
        written = row["written"] or row["unit"]
        found.append((row["unit"], Unit(written, row["canonical"] or written, row["kind"])))
    return Table(found)


def _signs(place: str) -> Table[Sign]:
    found = [
        (r["text"], Sign(r["comparator"], place, r["strength"] == "weak", r["strength"] == "adverb")) for r in rows("signs") if r["place"] == place
    ]
    if place == "before":  # 不低于 → 不得低于, 不应低于, …
        modals = [r["text"] for r in rows("signs") if r["place"] == "modal"]
        found += [("不" + modal + word[1:], sign) for word, sign in found if word.startswith("不") and word[1:2] not in "足满到" for modal in modals]
    return Table(found)


def _words(name: str, key: str, meaning: str, *roles: str) -> dict[str, str]:
    return {row[key]: row[meaning] for row in rows(name) if not roles or row[meaning] in roles}


UNITS = _units()
SYMBOLS = _signs("symbol")
BEFORE = _signs("before")
AFTER = _signs("after")
COLUMN = _signs("column")
PERIODS = Table((r["word"], (r["basis"], r["kind"])) for r in rows("periods"))
ENTITIES = Table((r["word"], r["role"]) for r in rows("entities") if r["role"] == "entity")
AVERAGES = Table((r["word"], r["role"]) for r in rows("entities") if r["role"] == "average")
CLASSIFIERS = Table((r["word"], r["role"]) for r in rows("entities") if r["role"] == "classifier")
ENDINGS = tuple(_words("entities", "word", "role", "ending"))
PERSONS = tuple(_words("entities", "word", "role", "person"))
PLACEHOLDERS = _words("placeholders", "text", "kind")


def words_of(name: str) -> frozenset[str]:
    """The words of ``value_words.csv`` with a role, also where a word has several roles."""
    return frozenset(row["word"] for row in rows("value_words") if row["role"] == name)


def context(name: str) -> tuple[str, ...]:
    """The words of an indicator's name that put its value into a context (money, time, count, rate, void)."""
    return tuple(row["word"] for row in rows("name_words") if row["context"] == name)


SPANS = {row["word"]: row["note"] for row in rows("value_words") if row["role"] == "span"}
FRAMES = words_of("frame")
REFERENCES = tuple(words_of("reference"))
DEADLINES = words_of("deadline")
STARTS = words_of("start")
MEASURES = tuple(words_of("measure"))
FILLERS = tuple(sorted(words_of("filler"), key=len, reverse=True))
NO_UNIT = words_of("no_unit")
NOT_UNITS = tuple(words_of("not_unit"))
GRADES = words_of("grade")
RESTATES = tuple(words_of("restates"))
NO_TARGET_LEADS = tuple(words_of("no_target_lead"))
NO_TARGET_TAILS = tuple(words_of("no_target_tail"))
PUT_OFF = tuple(words_of("put_off"))
VERBS = tuple(words_of("verb"))
RANKS = words_of("rank")
GRADED = words_of("graded")
IDIOMS = Table((word, word) for word in words_of("idiom"))
SPOILERS = Table((word, word) for word in words_of("spoiler"))
