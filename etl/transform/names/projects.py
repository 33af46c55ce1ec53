"""Project names (项目名称) and the stem by which a project is one across years, whatever its table puts around its name that year (DOMAIN 5.4).

Project code, funding document, year marks and the owner's own region and department come off, each kept in a field of its own; what is left is
the stem. The phase (第二期) is told too but stays in the stem: phases are different projects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from etl.transform.names.chain import words
from etl.transform.names.characters import compact, nfkc, strip_number, unwrap
from etl.transform.names.departments import DepartmentName
from etl.transform.names.functions import behind_area, expanded
from etl.transform.names.regions import STATE, region

_CJK = "\u3400-\u9fff"
_ALIKE = str.maketrans(
    {**dict.fromkeys("〔［【〖", "["), **dict.fromkeys("〕］】〗", "]"), **dict.fromkeys("“”„‟「」『』", '"'), **dict.fromkeys("‘’", "'")}
)
_DASH = re.compile(r"(?<=\d)((?:年度?)?)[-－—–―‐−~～〜至到]+(?=\d{4}(?:年|学年|\)|\]|$))")
_CODE = re.compile(r"(\d{6}\d{2}[A-Z]\d{12})[-_:]?")
_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_YEAR}(?:(?:年度?)?-{_YEAR})?(?:学年|年度|年)"
_NUMBER = rf"[{_CJK}]{{1,8}}[\[(]{_YEAR}[\])]第?\d+号"
_DOCUMENT = rf"{_NUMBER}(?:[、,](?:{_NUMBER}|\d+号))*"
_DOCUMENT_FIRST = re.compile(rf"[\[(]?({_DOCUMENT})(?:文件|文(?=[的)\]]))?[\])]?")
_DOCUMENT_LAST = re.compile(rf"[\[(]({_DOCUMENT})[\])]|(?<=[-_:,;])({_DOCUMENT})$")
_GRANTED = r"(?:关于)?(?:提前)?(?:下达|安排)?"
_YEAR_FIRST = re.compile(rf"({_GRANTED}{_YEARS})(?!\d{{1,2}}(?:-\d{{1,2}})?月)的?")
_YEAR_LAST = re.compile(rf"[\[(]({_GRANTED}(?:{_YEARS}|{_YEAR}(?:-{_YEAR})?))[\])]|({_YEARS})$")
_ORDINAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4})"
_WORKS = "(?:建设|改造|工程|项目|专项|经费|资金)"
_PHASE = re.compile(rf"\(?(第{_ORDINAL}期|{_ORDINAL}期(?=\)|{_WORKS}*$|{_WORKS}))\)?|^({_ORDINAL}期)")
_EDGE = "-_:、,;·。"
_BUREAU = ("局", "厅", "委员会", "部", "办公室")
_TAIL = ("专项工作经费", "工作经费", "专项经费", "专项资金", "补助资金", "补助经费", "项目", "经费", "资金", "补助", "补贴", "专项")
_DIGITS = dict(zip("123456789", "一二三四五六七八九", strict=True))


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A project's printed name and what it says. ``name`` is as printed, line wraps joined; ``stem`` is for comparing; the rest is as printed."""

    name: str
    stem: str
    code: str | None = None
    funding_document: str | None = None
    year_mark: str | None = None
    phase: str | None = None


def project_name(raw: str, *, owner: DepartmentName | None = None, unit: DepartmentName | None = None) -> ProjectName:
    """Read a project's printed name; never raises.

    ``owner`` is the department whose project it is, ``unit`` the spending unit of its row. Only their own region, and the owner's own name, come
    off the start; a unit's name stays, since two units' 运行经费 are two projects.
    """
    return _project_name(raw, owner, unit.region_code if unit else None)


@lru_cache(maxsize=50_000)
def _project_name(raw: str, owner: DepartmentName | None, unit_region: str | None) -> ProjectName:
    name = unwrap(raw)
    text = _DASH.sub(r"\1-", nfkc(compact(name)).translate(_ALIKE))
    taken: dict[str, list[str]] = {"code": [], "document": [], "year": []}
    own = _own_words(owner, unit_region)
    stem, before = strip_number(text), ""
    while stem != before:
        before = stem
        stem = _stripped(stem, own, taken)
    found = _PHASE.search(stem)
    phase = (found[1] or found[2]) if found else None
    if found and phase:
        stem = f"{stem[: found.start()]}{_numeral(phase.strip('第期'))}期{stem[found.end() :]}"
    return ProjectName(
        name=name,
        stem=stem or text,
        code=next(iter(taken["code"]), None),
        funding_document="、".join(_printed(piece, name) for piece in dict.fromkeys(taken["document"])) or None,
        year_mark="、".join(dict.fromkeys(taken["year"])) or None,
        phase=phase,
    )


def _stripped(text: str, own: tuple[str, ...], taken: dict[str, list[str]]) -> str:
    """The text without one layer of what is around a stem; pieces go to ``taken``. What would leave less than two characters stays."""
    for kind, first, last in (("code", _CODE, None), ("document", _DOCUMENT_FIRST, _DOCUMENT_LAST), ("year", _YEAR_FIRST, _YEAR_LAST)):
        for found in (first.match(text), last.search(text) if last else None):
            if found and len(rest := (text[: found.start()] + text[found.end() :]).strip(_EDGE)) > 1:
                taken[kind].append(next(piece for piece in found.groups() if piece))
                return rest
    for word in own:
        rest = text.removeprefix(word).strip(_EDGE)
        if text.startswith(word) and len(rest) > 1 and not (word[-1] + rest).startswith(words("not_level")):
            return rest
    return text.strip(_EDGE)


def _numeral(number: str) -> str:
    """A phase's number in one form: 2 → 二; others as they are."""
    return _DIGITS.get(number, number)


def _printed(piece: str, name: str) -> str:
    """A document number with the brackets of the printed name."""
    wanted = re.compile("".join("[\\[(〔［【〖（]" if c in "[(" else "[\\])〕］】〗）]" if c in "])" else rf"\s*{re.escape(c)}" for c in piece))
    found = wanted.search(name) or wanted.search(nfkc(name))
    return compact(found.group()) if found else piece


@cache
def _own_words(owner: DepartmentName | None, unit_region: str | None) -> tuple[str, ...]:
    """What may come off the start as the row's own, longest first: its regions, and the owner with and without them."""
    codes = dict.fromkeys(code for code in (owner.region_code if owner else None, unit_region) if code and code != STATE)
    places = [place for code in codes for place in _places(code)]
    if owner is None:
        return tuple(sorted(places, key=len, reverse=True))
    whole = nfkc(compact(owner.name))
    if not owner.region_code and (behind := behind_area(whole)):
        places += _pieces(whole[: behind[0]])
    rests = {owner.key, *(whole.removeprefix(place) for place in places)}
    rests |= {rest.removeprefix("人民政府") for rest in rests} | {short for rest in rests if (short := _short(rest))}
    names = {whole, *(place + rest for place in places for rest in rests)}
    names |= {level + rest for rest in rests for level in ("", "市", "县", "区", "省", "州", "旗") if rest.endswith(_BUREAU)}
    return tuple(sorted((word for word in {*names, *places} if len(word) > 1), key=len, reverse=True))


def _pieces(area: str) -> list[str]:
    """An area that no list holds, whole and without what is above it: 样例市样例区, 样例区."""
    return [area, *(area[n:] for n in range(2, len(area) - 1) if area[n - 1] in "省市州盟")]


def _short(rest: str) -> str | None:
    """A department's other spelling (发展和改革局 for 发改局), if it has one."""
    return full if (full := expanded(rest)) != rest else None


@cache
def _places(code: str) -> tuple[str, ...]:
    """How a division is called with and without those above it: 广东省广州市天河区, 广州市天河区, 天河区."""
    item, forms, tail = region(code), [], ""
    while item is not None and item.region_code != STATE:
        if "直辖县级" not in item.name:
            tail = item.name + tail
            forms.append(tail)
        item = region(item.parent_code) if item.parent_code else None
    return tuple(reversed(forms))


def loose_key(stem: str) -> str:
    """A stem without the words that only say money or project at its end and without 及 and 和: for suggesting links, never for joining."""
    rest, before = stem, ""
    while rest != before:
        before = rest
        tail = next((word for word in _TAIL if rest.endswith(word) and len(rest) - len(word) > 1), "")
        rest = rest[: len(rest) - len(tail)]
    return re.sub("[及和与]", "", rest) or stem
