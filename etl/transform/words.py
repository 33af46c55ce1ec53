"""What printed labels mean: the vocabulary files of ``vocabulary/``, looked up by a label's normal form.

A new province should need rows in these files and no code. A label is compared without its width, its white space, its numbering and colon; first
with, then without what stands in brackets: ``（项目资金（万元）：`` is 项目资金.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from etl.resources import PACKAGE

LabelPlace = Literal["column", "row", "caption"]
OTHER_KIND = "other"  # a title that names something else, whatever its columns (titles.csv)
LABEL_LENGTH = 24  # longer texts are no labels

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、](?!\d))")
_NESTED = re.compile(r"^(?:其中|内含)[:,]?|^[-—]+")
_TOTAL = re.compile(r"(.*?)((?:合计|总计|共计|小计)数?)")
_BRACKETS = re.compile(r"\([^()]*\)(?:分$)?")
_NUMBERED = re.compile(r"(?<=目标)\d{1,2}$")
_OTHER_SCRIPT = re.compile(r"[A-Za-z\u0400-\u052f\u0590-\u08ff\u0f00-\u0fff\u1800-\u18af\ua840-\ua87f\ufb1d-\ufdff\ufe70-\ufeff]+")
"""Letters of other scripts: forms of Xinjiang, Tibet and Inner Mongolia print each label in two languages, some in English too."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class MoneyLabel:
    """What a printed money label means: a source code, ``total`` or ``stage`` (a column of a stage); the stage it names; whether it is a part
    (其中)."""

    source: str
    stage: str | None
    nested: bool


@dataclass(frozen=True, slots=True)
class Level:
    """What a printed level-1 or level-2 name means: its code, the kind of its indicators, the level 1 that a level 2 belongs to."""

    level: int
    name: str
    code: str | None
    kind: str | None
    level1: str | None


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a vocabulary file."""
    with (PACKAGE / "transform" / "vocabulary" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=65536)
def normal(label: str) -> str:
    """A label as it is compared: NFKC, without white space, ends and colon."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", label))
    return text.strip(":;,。、*★").replace("〔", "(").replace("〕", ")").replace("[", "(").replace("]", ")")


@lru_cache(maxsize=65536)
def forms(label: str) -> tuple[str, ...]:
    """The forms of a label to look up, the most exact first: as it is, without numbering, without brackets, without 其中."""
    found = [normal(label)]
    for pattern in (_NUMBERING, _NESTED, _NUMBERING, _BRACKETS, _NUMBERED):
        found.append(pattern.sub("", found[-1]).strip(":"))
    if _OTHER_SCRIPT.search(found[-1]) and _CHINESE.search(found[-1]):
        found.append(_OTHER_SCRIPT.sub("", found[-1]).strip(":()/,."))
    return tuple(dict.fromkeys(form for form in found if form))


@cache
def _labels() -> dict[LabelPlace, dict[str, tuple[str, ...]]]:
    found: dict[LabelPlace, dict[str, tuple[str, ...]]] = {"column": {}, "row": {}, "caption": {}}
    for row in rows("labels.csv"):
        places: tuple[LabelPlace, ...] = ("column", "row") if row["place"] == "both" else (row["place"],)  # type: ignore[assignment]
        for place in places:
            known = found[place].get(normal(row["label"]), ())
            found[place][normal(row["label"])] = (*known, row["field"])
    return found


def labels_of(field: str) -> tuple[str, ...]:
    """The labels that head columns of a field."""
    return tuple(label for label, names in _labels()["column"].items() if field in names)


@lru_cache(maxsize=65536)
def fields(label: str, place: LabelPlace) -> tuple[str, ...]:
    """The fields that a label may stand for in a column header, at the left of a row, or in a caption; empty where it is unknown."""
    known = _labels()[place]
    exact = next((known[form] for form in forms(label) if form in known), None)
    return exact if exact is not None else _like(label, place)


@cache
def _patterns() -> dict[LabelPlace, tuple[tuple[re.Pattern[str], str], ...]]:
    found: dict[LabelPlace, list[tuple[re.Pattern[str], str]]] = {"column": [], "row": [], "caption": []}
    for row in rows("label_patterns.csv"):
        places: tuple[LabelPlace, ...] = ("column", "row") if row["place"] == "both" else (row["place"],)  # type: ignore[assignment]
        for place in places:
            found[place].append((re.compile(row["pattern"]), row["field"]))
    return {place: tuple(items) for place, items in found.items()}


def _like(label: str, place: LabelPlace) -> tuple[str, ...]:
    """The field of a label that no row of ``labels.csv`` has, by how such labels are built (``label_patterns.csv``): 项目执行单位名称."""
    tried = [form for form in forms(label) if len(form) <= LABEL_LENGTH]
    return next(((name,) for form in tried for pattern, name in _patterns()[place] if pattern.fullmatch(form)), ())


@cache
def _funding() -> dict[str, MoneyLabel]:
    return {normal(row["label"]): MoneyLabel(row["source"], row["stage"] or None, False) for row in rows("funding.csv")}


@cache
def _money_patterns() -> tuple[tuple[re.Pattern[str], MoneyLabel], ...]:
    return tuple((re.compile(row["pattern"]), MoneyLabel(row["source"], row["stage"] or None, False)) for row in rows("funding_patterns.csv"))


def _money_like(label: str) -> MoneyLabel | None:
    """What a label of money that no row of ``funding.csv`` has means by how such labels are built; None for labels of anything else."""
    tried = [form for form in forms(label) if len(form) <= LABEL_LENGTH and not any(form in known for known in _labels().values())]
    return next((money for form in tried for pattern, money in _money_patterns() if pattern.fullmatch(form)), None)


@lru_cache(maxsize=65536)
def money_label(label: str) -> MoneyLabel | None:
    """What a label of money means (财政拨款 → fiscal_appropriation), or None."""
    known = _funding()
    found = next((known[form] for form in forms(label) if form in known), None) or _money_like(label)
    return found and MoneyLabel(found.source, found.stage, bool(_NESTED.match(normal(label))))


@cache
def _levels() -> dict[tuple[int, str], Level]:
    found = {}
    for row in rows("levels.csv"):
        level = Level(int(row["level"]), row["name"], row["code"] or None, row["kind"] or None, row["level1"] or None)
        found[level.level, _level_form(row["name"])] = level
    return found


def _level_form(name: str) -> str:
    """A level's name as it is compared: without score, bracket, numbering and 指标."""
    text = _BRACKETS.sub("", _NUMBERING.sub("", normal(name)))
    text = re.sub(r"\d+(?:\.\d+)?分?$", "", text)
    return re.sub(r"(?:目标)?(?:指标)?$", "", text.strip(":")) or text


@lru_cache(maxsize=65536)
def level(name: str, number: int) -> Level | None:
    """What a printed level name means, or None where the vocabulary does not know it."""
    return _levels().get((number, _level_form(name)))


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    return tuple((row["words"], row["kind"]) for row in rows("titles.csv"))


@lru_cache(maxsize=65536)
def title_kind(text: str) -> str | None:
    """The kind of statement that a title names, or None where it is not the title of a target table. The first row of ``titles.csv`` wins."""
    title = normal(text)
    return next((kind for words, kind in _titles() if words in title), None)


@cache
def _ignored() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("ignored.csv"):
        found.setdefault(row["rule"], set()).add(normal(row["text"]) or row["text"].strip())
    return {rule: frozenset(texts) for rule, texts in found.items()}


def total_of(text: str) -> str | None:
    """What a row's label says it sums: "" for everything (合计, 部门合计), 小计 for the unit in hand, 本页 for a page, else the name that stands
    before the word (样例市司法局合计); None where it is no label of a sum."""
    label = forms(text)[-1] if forms(text) else ""
    found = _TOTAL.fullmatch(label)
    if found is None:
        return None
    name, word = found[1].strip(":"), found[2]
    if name.startswith("本页"):
        return "本页"
    if name in _ignored()["total_scope"]:
        return "小计" if word.startswith("小计") else ""
    return name


def is_placeholder(text: str) -> bool:
    """Whether a text stands for nothing (/, ——, 无)."""
    return not text.strip() or (normal(text) or text.strip()) in _ignored()["placeholder"]
