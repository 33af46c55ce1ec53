"""Departments and spending units (部门、单位): what their printed names say (DOMAIN 5.2).

``[code-]`` + ``[中国共产党|中共]`` + region chain + ``[委员会|人民政府]`` + function + suffix + ``[本级|（本级）|部门|（部门）]``. Two names are one
department where region and key are equal, and two departments are peers where their function is. A region is read, given, or unknown: never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from etl.transform.names.chain import Chain, chains, names_region, words
from etl.transform.names.characters import compact, nfkc, unwrap
from etl.transform.names.functions import expanded, function_at_end, function_of, is_department, listed
from etl.transform.names.regions import STATE, region, within
from etl.transform.names.words import vocabulary

_CJK = "\u3400-\u9fff"
_CODE = re.compile(
    r"\s*(?:[\[【(（〔]\s*(?P<boxed>\d{3,21})\s*[\]】)）〕]\s*[-－—–_]?"
    r"|(?P<parted>\d{3,21})\s*[-－—–_:：、]"
    rf"|(?P<long>\d{{6,21}})(?=[{_CJK}])"
    rf"|(?P<short>\d{{3}})(?=[{_CJK}]{{3,}}(?:局|厅|委员会|办公室|人民政府)\s*(?:[（(]?(?:本级|机关|部门)[)）]?)?\s*$)"
    rf"|(?P<spaced>\d{{3,21}})\s+(?=[{_CJK}]))\s*"
)
_MARK = re.compile(
    r"\s*(?:[（(]\s*(?P<boxed>本级|部门|机关|本部|汇总|部门本级|机关本级)\s*[)）]|(?<=[^\s（(]{2})(?P<bare>本级|部门)|(?<=[局厅委])(?P<office>机关))\s*$"
)
_LEVEL = "省市县区州盟旗"
_PARTY = "党委"
_OWN_OFFICE = ("办公", "研究室", "驻", "参事", "文史")


@dataclass(frozen=True, slots=True)
class NameProblem:
    """Why a name's region is not sure. ``rule`` is an id of ``rules.csv``; ``candidates`` are the codes that it may mean."""

    rule: Literal["region_ambiguous", "region_conflict", "region_unresolved"]
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentName:
    """What a printed name says.

    ``name`` is as printed, without the code before and the 部门/本级 behind it, which stand in ``code`` and ``mark``. ``region_code`` is None where
    neither the name nor the caller tells it. ``key`` is the name without region words, abbreviations spelt out; the whole name where the region
    is not sure. ``function``: 司法局, also of a 司法厅; None where the name does not tell. ``suffix`` is what stands behind the department that
    the name begins with (甘其毛都口岸分局).
    """

    raw: str
    name: str
    code: str | None
    region_code: str | None
    region_name: str | None
    key: str
    function: str | None
    suffix: str | None
    mark: str | None
    problems: tuple[NameProblem, ...] = ()


def department(raw: str, *, region_code: str | None = None) -> DepartmentName:
    """Read a department's or unit's printed name; never raises for any text.

    ``region_code`` is what the caller knows (manifest, ``--region``, or the department that a unit belongs to): it wins over the name, tells apart
    what shares a name, and is what 市 means in 市司法局. A financial code of nine digits counts by its first six.
    """
    return _department(raw, region_code)


@lru_cache(maxsize=50_000)
def _department(raw: str, region_code: str | None) -> DepartmentName:
    code, name, mark = _parted(unwrap(raw))
    text = nfkc(compact(name))
    given = _six(region_code)
    read = _given(text, given) if given else _alone(text)
    found, key, problems = read
    known = found is not None and not problems and not names_region(key)
    function = function_of(key) if known else None
    item = region(found) if found else None
    return DepartmentName(
        raw=raw,
        name=name,
        code=code,
        region_code=found,
        region_name=item.name if item else None,
        key=key,
        function=function.key if function else function_at_end(text),
        suffix=function.suffix if function else None,
        mark=mark,
        problems=problems,
    )


_Read = tuple[str | None, str, tuple[NameProblem, ...]]


def _parted(printed: str) -> tuple[str | None, str, str | None]:
    """Code, name and level mark of a printed name; a name that would be empty without them keeps them."""
    code, mark, name = None, None, printed
    if found := _CODE.match(name):
        code, name = next(part for part in found.groups() if part), name[found.end() :]
    if found := _MARK.search(name):
        mark, name = next(part for part in found.groups() if part), name[: found.start()]
    return (code, name, mark) if name.strip() else (None, printed, None)


def _six(code: str | None) -> str | None:
    """The code of GB/T 2260 in what the caller gives."""
    code = code.strip() if code else None
    return code[:6] if code and len(code) in (9, 12, 15) and region(code[:6]) else code or None


@cache
def _bodies() -> tuple[tuple[str, str], ...]:
    """Organisations that stand before the region, as (printed, in keys), longest first."""
    rows = [(row["word"], row["becomes"]) for row in vocabulary("region_words") if row["use"] == "body"]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def _body(text: str) -> tuple[int, str]:
    """The organisation before the region: where it ends and how keys call it."""
    if text.startswith("团") and text[1:2] in _LEVEL and text[2:3] == "委":
        return 1, "共青团"
    return next(((len(word), becomes) for word, becomes in _bodies() if text.startswith(word)), (0, ""))


@lru_cache(maxsize=20_000)
def _chains(text: str, start: int) -> tuple[Chain, ...]:
    return tuple(sorted(chains(text, start, is_department), key=lambda chain: -chain.end))


def _given(text: str, code: str) -> _Read:
    """A name whose region the caller gives: region words go where they say the same; where they say another the name stays whole."""
    start, body = _body(text)
    found = _chains(text, start)
    if same := next((chain for chain in found if code in chain.codes), None):
        return code, _key(text, same.end, body), ()
    if found and (branch := _branch(text, found[0], body)) and code in branch[0]:
        return code, branch[1], ()
    if found and not found[0].generic:
        return code, text, (NameProblem("region_conflict", found[0].now),)
    if code == STATE and (central := _central(text)):
        return central
    end = _level_end(text, start, code)
    return code, _key(text, end, body) if end or start else _key(text, 0, ""), ()


def _alone(text: str) -> _Read:
    """A name that has to tell its region itself."""
    start, body = _body(text)
    if central := _central(text):
        return central
    found = _chains(text, start)
    if not found:
        return None, text, (NameProblem("region_unresolved"),)
    codes = found[0].now
    if len(codes) > 1 or found[0].generic:
        return None, text, (NameProblem("region_ambiguous", codes),)
    branch = _branch(text, found[0], body)
    if branch and len(branch[0]) == 1:
        return branch[0][0], branch[1], ()
    return codes[0], _key(text, found[0].end, body), ()


def _branch(text: str, chain: Chain, body: str) -> tuple[tuple[str, ...], str] | None:
    """广州市公安局天河区分局: the city's bureau in a district is the district's; its divisions and its key (公安分局)."""
    key = _key(text, chain.end, body)
    if not key.endswith("分局"):
        return None
    for n in range(len(key) - 3, 1, -1):
        if listed(key[:n]):
            inside = tuple(code for code in names_region(key[n:-2]) if any(code != upper and within(code, upper) for upper in chain.codes))
            return (inside, f"{key[:n].removesuffix('局')}分局") if inside else None
    return None


def _central(text: str) -> _Read | None:
    """A department of the state: by its whole name, or by a beginning such as 中华人民共和国 before a department."""
    if text in words("central_name"):
        return STATE, expanded(text.removeprefix("国家")) if text.startswith("国家") and listed(text[2:]) else text, ()
    for word in words("central"):
        rest = text.removeprefix(word)
        if rest is text or rest == text:
            continue
        party = "中央" in word and listed(_PARTY + rest)
        if party:
            return STATE, expanded(_PARTY + rest), ()
        if word == "最高人民" and listed(f"人民{rest}"):
            return STATE, text, ()
        if listed(rest) or rest in words("central_name"):
            return STATE, expanded(rest), ()
    return None


def _level_end(text: str, start: int, code: str) -> int:
    """Where the word for the caller's own level ends (市 in 市司法局); ``start`` where there is none."""
    rest = text[start:]
    item = region(code)
    if len(rest) < 2 or (start == 0 and is_department(rest)) or rest.startswith(words("not_level")):
        return start
    endings = words("ending") if item is None else tuple(word for word in (*words("ending"), *_LEVEL) if item.name.endswith(word))
    found = max((word for word in (*endings, *(_LEVEL if item is None else ())) if rest.startswith(word)), key=len, default="")
    return start + len(found)


def _key(text: str, end: int, body: str) -> str:
    """The name from ``end`` on as a key: the organisation before the region put before it, 人民政府 off, abbreviations spelt out."""
    rest = text[end:]
    if body == _PARTY or (not body and rest.startswith("委")):
        for word in ("委员会", "委"):
            if rest.startswith(word) and (body or word == "委" or listed(_PARTY + rest[3:])):
                return expanded(_PARTY + rest[len(word) :])
        return expanded(rest) or text
    if body:
        tail = re.sub("^委(?:员会|会)?", "委员会", rest)
        return expanded(body + tail) or text
    return expanded(_governed(rest)) or text


def _governed(rest: str) -> str:
    """A name without 人民政府 before a department of it (also 政府 before a listed one); the government's own offices keep it."""
    for word in ("人民政府", "政府"):
        if rest.startswith(word):
            inner = rest[len(word) :]
            if not inner or inner.startswith(_OWN_OFFICE):
                return f"人民政府{inner}"
            return inner if word == "人民政府" or listed(inner) else rest
    return rest


__all__ = ["DepartmentName", "NameProblem", "department"]
