"""A small scorer for made documents, so that their test needs nothing that is not in this repository.

A truth and a reading become the same flat facts, path by path; what differs, lacks or was invented is wrong. The corpus's own scorer
(``benchmarks/accuracy.py`` uses it) gives marks and forgives more; here a made document is right or it is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

MONEY = {"元": "yuan", "万元": "10k_yuan", "亿元": "100m_yuan"}
FACTOR = {"元": 1, "万": 10_000, "万元": 10_000, "亿元": 100_000_000}
SOURCES = {
    "财政拨款": "fiscal_appropriation", "财政资金": "fiscal_appropriation", "一般公共预算": "general_public_budget", "上年结转": "carried_over",
    "上年结转资金": "carried_over", "其他资金": "other", "中央补助": "central", "地方资金": "local", "单位资金": "unit_own",
}  # fmt: skip
Facts = dict[str, Any]


def _text(value: Any) -> str:
    return re.sub(r"\s+", "", str(value or "")).rstrip("。")


def _level(value: Any) -> str:
    return re.sub(r"(（\d+分）|指标)+$", "", _text(value)).removesuffix("指标")


def _yuan(printed: str, unit: str | None) -> Decimal:
    found = re.fullmatch(r"([\d.,]+)(\D*)", printed)
    assert found, printed
    return Decimal(found[1].replace(",", "")) * FACTOR[found[2] or unit or "元"]


def _part(part: dict[str, Any]) -> tuple[Any, ...]:
    if part["comparator"] == "qualitative":
        return ("qualitative",)
    if part["comparator"] in ("before", "period"):
        return part["comparator"], part.get("low"), part.get("high")
    low, high = (None if part.get(k) is None else Decimal(str(part[k])) for k in ("low", "high"))
    return part["comparator"], low, high, part.get("unit"), part.get("scope")


def _parts(parts: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [_part(part) for part in parts]


def _wanted_value(at: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A target or actual of the truth; a unit given as a list may be any of it."""
    units = [part.get("unit") for part in value["parts"]]
    many = next((unit for unit in units if isinstance(unit, list)), None)
    yield f"{at} raw", {_text(raw) for raw in (value["raw"] if isinstance(value["raw"], list) else [value["raw"]])}
    yield f"{at} parts", [_parts([{**part, "unit": unit} for part in value["parts"]]) for unit in many] if many else [_parts(value["parts"])]


def wanted(truth: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The truth's facts; a set or list holds what may stand there."""
    unit = truth.get("money_unit")
    for key, theirs in (("kind", "kind"), ("year", "fiscal_year"), ("department", "department")):
        if key in truth:
            yield theirs, [truth[key]]
    if unit:
        yield "money_unit", [MONEY[unit]]
    for at, project in _numbered([{"name": "", **project} for project in truth.get("projects", [])], "name"):
        for key in ("code", "unit"):
            if key in project:
                yield f"{at} {key}", project[key] if isinstance(project[key], list) else [project[key]]
        stages = {"": project, **project.get("stages", {})}
        for stage, money in stages.items():
            if "total" in money:
                yield f"{at} {stage} total", [_yuan(money["total"], unit) if money["total"] else None]
            for label, amount in money.get("funds", {}).items():
                yield f"{at} {stage} {SOURCES[label]}", [_yuan(amount, unit)]
        for horizon, goal in project.get("goals", {}).items():
            yield f"{at} goal {horizon}", [_text(goal)]
        for where, ind in _numbered(project["indicators"], "name", at):
            for key, theirs in (("l1", "level1"), ("l2", "level2")):
                if key in ind:
                    yield f"{where} {theirs}", [_level(ind[key])]
            if "weight" in ind:
                yield f"{where} weight", [None if ind["weight"] is None else Decimal(ind["weight"])]
            for target in ind["targets"]:
                yield from _wanted_value(f"{where} {target['horizon']}", target)
            if "actual" in ind:
                yield from _wanted_value(f"{where} actual", ind["actual"])


def _aliases(truth: dict[str, Any]) -> dict[str, str]:
    """Where the truth gives several names of an indicator, the first of them for each of the others."""
    named = [ind["name"] for project in truth.get("projects", []) for ind in project["indicators"] if isinstance(ind["name"], list)]
    return {_text(other): _text(first) for first, *others in named for other in others}


def found(line: dict[str, Any], aliases: Mapping[str, str] = MappingProxyType({})) -> Facts:
    """The facts of a line of ``inspect --json``."""
    facts: Facts = {}
    for statement in line["statements"]:
        for key in ("kind", "fiscal_year", "department", "money_unit"):
            facts[key] = statement[key]
    projects = [project for statement in line["statements"] for project in statement["projects"]]
    for at, project in _numbered(projects, "name"):
        facts |= {f"{at} code": project["code"], f"{at} unit": project["unit"]}
        for stage, money in {"": project, **project["stages"]}.items():
            amounts = {"total": money["total_yuan"], **money["funding"]}
            facts |= {f"{at} {stage} {key}": Decimal(amount) for key, amount in amounts.items() if amount is not None}
        goals = {horizon: _text(goal) for horizon, goal in project["goals"].items()}
        facts |= {f"{at} goal {horizon}": goal for horizon, goal in goals.items()}
        facts |= {f"{at} goal any": goals[next(iter(goals))]} if len(set(goals.values())) == 1 else {}
        for where, ind in _numbered(project["indicators"], "name", at, aliases):
            weight = None if ind["weight"] is None else Decimal(ind["weight"])
            facts |= {f"{where} level1": _level(ind["level1"]), f"{where} level2": _level(ind["level2"]), f"{where} weight": weight}
            values = {target["horizon"]: target for target in ind["targets"]} | ({"actual": ind["actual"]} if ind["actual"] else {})
            for key, value in values.items():
                facts |= {f"{where} {key} raw": _text(value["raw"]), f"{where} {key} parts": _parts(value["parts"])}
    return facts


def _numbered(
    items: list[dict[str, Any]], key: str, above: str = "", aliases: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each item with a path of its name (of several, the first); the second of one name is #2."""
    seen: Counter[str] = Counter()
    for item in items:
        name = re.sub(r"^指标\d+[：:]", "", _text(item[key][0] if isinstance(item[key], list) else item[key]))
        name = aliases.get(name, name)
        seen[name] += 1
        yield f"{above}/{name}" + (f"#{seen[name]}" if seen[name] > 1 else ""), item


OPTIONAL = re.compile(r" (code|unit|weight|level1|level2|goal any)$|^money_unit$")


def differences(truth: dict[str, Any], line: dict[str, Any]) -> list[str]:
    """What is wrong of a reading, each fact as a line."""
    want, have = dict(wanted(truth)), found(line, _aliases(truth))
    wrong = [f"{path}: want {may}, read {have.get(path)}" for path, may in want.items() if have.get(path) not in may]
    whole = {path.rsplit(" ", 1)[0] for path in want if path.startswith("/")}
    invented = [path for path in have if path not in want and not OPTIONAL.search(path) and not _unwanted(path, truth, whole)]
    return wrong + [f"{path}: invented {have[path]}" for path in invented]


def _unwanted(path: str, truth: dict[str, Any], whole: set[str]) -> bool:
    """Whether the truth leaves this open: money, goals or stages that it does not speak of."""
    projects = truth.get("projects", [])
    if re.search(r" goal (annual|cycle)$", path):
        return any("any" in project.get("goals", {}) for project in projects) or not any(project.get("goals") for project in projects)
    if re.search(r"^/[^/]* (budget|adjusted|executed|cycle)? \w+$", path):
        return not any(project.get("funds") for project in projects)
    return False
