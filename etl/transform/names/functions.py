"""What a department does, as one key for all places and levels (职能): 司法局 for 广州市天河区司法局, 广东省司法厅 and 司法部 (DOMAIN 5.2).

``department_functions.csv`` lists each function's names, ``department_aliases.csv`` the abbreviations of one and the same name (发改委),
``department_endings.csv`` the kinds of units told by how their names end (小学, 人民医院).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from etl.transform.names.words import vocabulary

_ENDINGS = {"局": "局", "厅": "局", "委员会": "局", "委": "局", "总局": "局", "署": "局", "部": "局", "办公室": "局", "办": "局"}
_FULL = {"局": "局", "厅": "厅", "委": "委员会", "委员会": "委员会", "部": "部", "总局": "总局", "办": "办公室", "办公室": "办公室"}
_LEVELLED = ("委员会", "总局", "局", "厅", "委", "署", "部", "办公室", "办")
_REMARK = re.compile(r"(?<=.)\([^()]*\)$")
_KEPT = 20_000
_AREA = ("省", "市", "县", "区", "州", "旗", "盟", "镇", "乡", "团", "兵团")


class Function(NamedTuple):
    """A function key and the rest of the name behind it (甘其毛都口岸分局), if any."""

    key: str
    suffix: str | None = None


def _form(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@cache
def _functions() -> dict[str, str]:
    """Every listed name → its function key."""
    found: dict[str, str] = {}
    for row in vocabulary("department_functions"):
        for name in (row["function_key"], *row["names"].split("、")):
            if name:
                found[_form(name)] = row["function_key"]
    return found


@cache
def _aliases() -> tuple[dict[str, str], dict[str, str]]:
    """Abbreviations of whole names, and of what stands before 局, 厅, 委 …"""
    rows = vocabulary("department_aliases")
    whole, stem = ({row["short"]: row["full"] for row in rows if row["scope"] == scope} for scope in ("whole", "stem"))
    return whole, stem


@cache
def _endings() -> dict[str, str]:
    return {row["ending"]: row["function_key"] for row in vocabulary("department_endings")}


@cache
def _last() -> frozenset[str]:
    """The characters that a listed name may end with: most names of units are told apart from departments by the last one."""
    whole, _ = _aliases()
    return frozenset(name[-1] for name in (*_functions(), *whole, *_LEVELLED, ")"))


@lru_cache(maxsize=_KEPT)
def expanded(name: str) -> str:
    """A department's name without abbreviations: 发改委 → 发展和改革委员会, 人社局 → 人力资源和社会保障局; any other as it is."""
    whole, stems = _aliases()
    if name in whole:
        return whole[name]
    for ending in _LEVELLED:
        stem = name[: -len(ending)]
        if name.endswith(ending) and ending in _FULL and (stem in stems or f"{stem}局" in _functions()):
            return stems.get(stem, stem) + _FULL[ending]
    return name


@lru_cache(maxsize=_KEPT)
def listed(name: str) -> str | None:
    """The function of a name that is, abbreviated or at another level (厅, 委, 部), in the vocabulary; None for others."""
    if name[-1:] not in _last():
        return None
    functions = _functions()
    full = expanded(name)
    for form in (name, full):
        if form in functions:
            return functions[form]
    for ending in _LEVELLED:
        if full.endswith(ending) and (found := functions.get(full[: -len(ending)] + _ENDINGS[ending])):
            return found
    remark = _REMARK.search(name)  # 党校(行政学院): a second signboard
    return listed(name[: remark.start()]) if remark else None


def is_department(name: str) -> bool:
    """Whether a text is surely a department's whole name, so that what stands before it can be its region."""
    return listed(name) is not None


@lru_cache(maxsize=_KEPT)
def ending_of(name: str) -> str | None:
    """The kind told by the longest known ending (第一小学 → 小学); None where there is none."""
    endings = _endings()
    return next((endings[name[n:]] for n in range(len(name)) if name[n:] in endings), None)


def function_of(rest: str) -> Function:
    """The function of a name whose region is taken off.

    A listed name; else a listed department and what is below it (its branch has its function, another unit its own); else the kind told by
    its ending; else the name itself, 厅 as 局: departments of an equal, unlisted name are peers all the same.
    """
    if found := listed(rest):
        return Function(found)
    if rest.endswith("分局") and (found := listed(f"{rest[:-2]}局")):
        return Function(found, "分局")
    for n in range(len(rest) - 1, 2, -1):
        head, tail = rest[:n], rest[n:]
        if head.endswith(("局", "厅", "委员会", "院", "部", "委")) and (upper := listed(head)):
            return Function(upper if tail.endswith("分局") else _own(tail), tail)
    return Function(_own(rest))


def _own(name: str) -> str:
    return listed(name) or function_at_end(name) or (f"{name[:-1]}局" if name.endswith("厅") and len(name) > 2 else name)


@lru_cache(maxsize=_KEPT)
def behind_area(name: str) -> tuple[int, str] | None:
    """Where the longest listed department behind a word for an area begins (6 in 样例市样例区司法局), and its function; None where there is none."""
    for n in range(2, len(name)):
        if name[:n].endswith(_AREA):
            rest = name[n:]
            party = rest.startswith("委") and listed(f"党委{rest.removeprefix('委员会') if rest.startswith('委员会') else rest[1:]}")
            if found := party or listed(rest):
                return n, found
    return None


def function_at_end(name: str) -> str | None:
    """The function of a name whose region no list holds (样例市样例区司法局, 中共样例县委办公室); None where it does not tell.

    That of what is listed behind a word for an area, else the kind told by its ending.
    """
    behind = behind_area(name)
    return listed(name) or (behind[1] if behind else ending_of(name))
