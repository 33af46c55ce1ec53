"""Where the facts of a statement's head stand: title, year, department, money unit (DOMAIN 3.1). Each is read with its source, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.extract.grid import Cell, Place
from etl.transform import words as vocabulary
from etl.transform.money import UNIT_NAMES, stated_unit
from etl.transform.names.departments import department
from etl.transform.statement import MoneyUnit
from etl.transform.table import words

HEAD_LENGTH = 60
CAPTION_LENGTH = 400  # a caption line is short; what is longer is searched no further
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年(?!\d{1,2}月)|年度)")
_YEAR_SPAN = re.compile(r"20\d\d年?(?:[-—－~～至到]+)20\d\d年?")
_CHINESE_YEAR = re.compile(r"[二2][〇○零0][一二三四五六七八九〇○零]{2}(?=年)")
_CAPTION_YEAR = re.compile(r"年度[:](20\d\d)(?!\d)")
_FIRST_YEAR = re.compile(r"^(20\d\d)(?=项目|部门|单位|预算|整体|专项|绩效)")
_TITLE_YEAR = re.compile(r"\((20\d\d)\)")
_YEARS = (_YEAR, _TITLE_YEAR, _CAPTION_YEAR, _FIRST_YEAR)
_FILE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[-_. ()（）]|$)")
_FILE_DATE = re.compile(r"(?<!\d)20\d\d(?:[-_.年]\d{1,2}(?:[-_.月]\d{1,2}日?|月)(?!\d)|\d{4}(?!\d))")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日|(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_RUN = re.compile(r"\s{2,}")  # runs of blanks serve as line breaks (DOMAIN 3.3)
_CAPTION = re.compile(r"(\([^()]*\)|[\u4e00-\u9fff、/]{1,24}(?:\([\u4e00-\u9fff]{1,12}\)[\u4e00-\u9fff]{0,12}){0,3}):")
_COVER_OWNER = re.compile(r"^(.{2,40}?)(?:20\d\d年度?)(?:部门|单位)?(?:预算|决算|绩效|财政)")
_TITLE_OWNER = re.compile(r"^(.{2,40}?)(?:[(（]?20\d\d年?度?[)）]?|部门|单位|本级)*(?:预算|决算|绩效|财政|项目|专项|整体|支出|政府|转移)")
_ORGANISATION = re.compile(
    r"(局|委|委员会|办|办公室|厅|部|院|中心|会|社|队|所|站|校|学|馆|处|室|政府|公司|街道|镇|乡|团|台|库|园|场|署|行|组|联|党校)$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text that says something, and where."""

    text: str
    place: Place
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """A ``label：value`` of a caption line."""

    label: str
    value: str
    said: Said


def flat(text: str) -> str:
    """NFKC without white space: how heads are searched."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def years(text: str) -> list[int]:
    """The fiscal years that a text names, in order, each once; years of a date or of a span of years do not count."""
    clean = _YEAR_SPAN.sub("", _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGITS), flat(text)))
    return list(dict.fromkeys(int(year) for pattern in _YEARS for year in pattern.findall(clean)))


def year_of(heads: Iterable[Said]) -> tuple[int, Said] | None:
    """The one year that the head lines name, the first line that names one; None where none does, or where one line names two."""
    for said in heads:
        if flat(said.text).endswith("。") or len(flat(said.text)) > HEAD_LENGTH:
            continue  # a sentence speaks of many years, a head of one
        found = years(said.text)
        if len(found) == 1:
            return found[0], said
    return None


def file_year(name: str) -> int | None:
    """The one year in a file's name, or None where it has none or several."""
    plain = unicodedata.normalize("NFKC", name.replace("\\", "/").rsplit("/", 1)[-1])
    found = set(_FILE_YEAR.findall(_FILE_DATE.sub("", _YEAR_SPAN.sub("", plain))))
    return int(found.pop()) if len(found) == 1 else None


def date_of(text: str) -> str | None:
    """The first date in a text, as ISO text."""
    found = _DATE.search(flat(text))
    if not found:
        return None
    year, month, day = (int(part) for part in (found[1] or found[4], found[2] or found[5], found[3] or found[6]))
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def captions(said: Said) -> list[Caption]:
    """The ``label：value`` pairs of a line: ``部门名称：广州市天河区司法局 单位：万元`` has two."""
    text = unicodedata.normalize("NFKC", said.text[:CAPTION_LENGTH].replace("\u3000", "  "))
    marks = [mark for mark in _CAPTION.finditer(text) if not text[: mark.start()] or re.search(r"[\s()]$", text[: mark.start()]) or _known(mark[1])]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [Caption(mark[1], _RUN.split(text[mark.end() : end].strip())[0], said) for mark, end in zip(marks, ends, strict=False)]


def _known(label: str) -> bool:
    return bool(vocabulary.fields(label, "caption") or vocabulary.fields(label, "row") or label in ("单位", "金额单位"))


def money_unit_of(heads: Iterable[Said]) -> tuple[MoneyUnit, Said] | None:
    """The unit that the head states for all amounts, with where."""
    for said in heads:
        unit = stated_unit(said.text)
        if unit:
            return unit, said
    return None


def department_of(heads: Iterable[Said], wanted_fields: Sequence[str] = ("department", "unit_caption", "unit", "compiler")) -> Caption | None:
    """The caption that names the department: by its own label, else ``预算单位：X`` or ``单位：X`` where X is no unit of money, else who compiled
    it."""
    found = [caption for said in heads for caption in captions(said) if caption.value and caption.value not in UNIT_NAMES]
    for wanted in wanted_fields:
        for caption in found:
            if any(wanted in vocabulary.fields(caption.label, place) for place in ("row", "caption", "column")):
                return caption
    bare = (c for c in found if c.label == "单位" and len(c.value) > 3 and looks_like_organisation(c.value))
    return next(bare, None) if "unit" in wanted_fields else None


_NOTE = re.compile(r"(?:注|备注|说明|填表说明|填报说明)(?:[：:]|\d)")


def footer_rule(cells: Sequence[Cell]) -> str | None:
    """The rule by which a row of a table's foot is left out: ``note`` (注：…) or ``form_field`` (填表人：X); None where it is no such row."""
    texts = [words(cell) for cell in cells]
    if texts and _NOTE.match(texts[0]):
        return "note"
    said = [captions(Said(text, cell.place)) for text, cell in zip(texts, cells, strict=True)]
    feet = [bool(found) and "form_field" in vocabulary.fields(found[0].label, "row") for found in said]
    return "form_field" if feet and all(feet) else None


def looks_like_organisation(text: str) -> bool:
    """Whether a text ends as names of departments and units do, with or without 本级, 机关, （部门）."""
    return bool(_ORGANISATION.search(re.sub(r"(?:[(（][^()（）]*[)）]|本级|机关|本部)$", "", flat(text))))


def cover_owner(cover: Sequence[Said]) -> Said | None:
    """The department that a publication's cover names with its year (``样例县水利局 2024 年部门预算公开``)."""
    for said in cover:
        found = _COVER_OWNER.match(flat(said.text))
        if found and looks_like_organisation(found[1]):
            return Said(found[1], said.place)
    return None


def title_owner(title: Said | None) -> Said | None:
    """The department that a table's title names (``样例市水利局2024年项目支出绩效目标表``)."""
    found = _TITLE_OWNER.match(flat(title.text)) if title is not None else None
    if title is None or not found or not looks_like_organisation(found[1]) or department(found[1]).function is None:
        return None
    return Said(found[1], title.place)


def cover_name(cover: Sequence[Said]) -> Said | None:
    """A line of the cover that is a department's name and nothing else (``样例区卫生健康局``)."""
    lines = (said for said in cover if 4 <= len(flat(said.text)) <= 30 and not re.search(r"[、，。：:；;（(]|有|包括|联系", said.text))
    return next((said for said in lines if looks_like_organisation(said.text) and department(said.text).function), None)


def cover_year(cover: Sequence[Said]) -> tuple[int, Said] | None:
    """The year of a publication's cover: of a line that speaks of the publication itself, never of a date."""
    return year_of(said for said in cover if re.search(r"预算|决算|绩效|公开|部门", said.text))
