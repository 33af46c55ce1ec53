"""The four tables that a caller may lay beside the documents: ``manifest.csv`` (which document is what), ``roster.csv`` (which departments are
expected), ``succession.csv`` (which department continues which) and ``links.csv`` (which project does, as a person decided). Columns: DESIGN, "The
database".

They are written by people, so every mistake is told with line, column, what was found and what is expected, and nothing is guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.errors import UsageProblem
from etl.extract.texts import decode, printed
from etl.messages import say

KINDS = ("project_targets", "department_overall", "transfer_programme", "self_evaluation")
CHANGES = ("rename", "merge", "absorb", "split")
MONEY_UNITS = {"元": "yuan", "万元": "10k_yuan", "亿元": "100m_yuan", "yuan": "yuan", "10k_yuan": "10k_yuan", "100m_yuan": "100m_yuan"}


class ManifestError(UsageProblem):
    """A table beside the documents that cannot be read as it stands; the text names file, line, column, what was found and expected."""


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a manifest says about one document. ``path`` is resolved against the manifest's folder; ``published_on`` is ISO text;
    ``money_unit`` is canonical (``10k_yuan``). Absent is None. ``line`` is the row's line in the file."""

    line: int
    path: Path | None = None
    url: str | None = None
    region_code: str | None = None
    department: str | None = None
    fiscal_year: int | None = None
    kind: str | None = None
    published_on: str | None = None
    sha256: str | None = None
    money_unit: str | None = None


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A department that is expected to publish statements of ``kind`` from ``first_year`` to ``last_year`` (None: no end)."""

    line: int
    department: str
    kind: str
    region_code: str | None = None
    function_key: str | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """``to_department`` continues ``from_department`` from ``effective_year`` on; ``change`` is one of :data:`CHANGES`."""

    line: int
    from_department: str
    to_department: str
    effective_year: int
    change: str
    from_region_code: str | None = None
    to_region_code: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A steward's decision: ``to_project`` (name or stem) continues ``from_project`` from ``effective_year`` on, for this ``reason``. Without a
    ``to_department`` both are of one department; ``kind`` is the statement's in which they stand, None: project_targets."""

    line: int
    from_department: str
    from_project: str
    to_project: str
    effective_year: int
    reason: str
    from_region_code: str | None = None
    to_region_code: str | None = None
    to_department: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A steward's correction: in ``document`` (its name, the end of its path, or its sha256) at ``place`` stands ``expected``; read ``corrected``."""

    line: int
    document: str
    place: str
    expected: str
    corrected: str
    reason: str


class _Wrong(ValueError):
    """A value that its column cannot hold; the text says what is expected."""


def read_manifest(path: Path) -> dict[Path, ManifestRow]:
    """The rows of a manifest by the document's resolved path. Raises ManifestError: also where two rows speak of one path."""
    rows: dict[Path, ManifestRow] = {}
    for row in manifest_rows(path):
        if row.path is None:
            continue
        if row.path in rows:
            raise ManifestError(say("manifest.twice", file=path, line=row.line, found=row.path.name, first=rows[row.path].line))
        rows[row.path] = row
    return rows


def manifest_rows(path: Path) -> list[ManifestRow]:
    """All rows of a manifest, also those that give a URL instead of a path. Raises ManifestError."""
    columns = {
        "path": _text, "region_code": _region, "department": _text, "fiscal_year": _year, "kind": _one_of(KINDS), "published_on": _day,
        "url": _url, "sha256": _sha256, "money_unit": _money_unit,
    }  # fmt: skip
    rows = []
    for line, values in _table(path, columns, ()):
        if not values.get("path") and not values.get("url"):
            raise ManifestError(say("manifest.value", file=path, line=line, column="path", found="", expected="path | url"))
        named = values.pop("path", None)
        rows.append(ManifestRow(line, _beside(path, named) if named else None, **values))
    return rows


def read_roster(path: Path) -> list[RosterRow]:
    """The rows of a roster. Raises ManifestError."""
    columns = {
        "region_code": _region, "department": _text, "function_key": _text, "kind": _one_of(KINDS), "first_year": _year, "last_year": _year,
    }  # fmt: skip
    return [RosterRow(line, **values) for line, values in _table(path, columns, ("department", "kind"))]


def read_succession(path: Path) -> list[SuccessionRow]:
    """The rows of a table of successions. Raises ManifestError."""
    columns = {
        "from_region_code": _region, "from_department": _text, "to_region_code": _region, "to_department": _text, "effective_year": _year,
        "change": _one_of(CHANGES), "source": _text,
    }  # fmt: skip
    required = ("from_department", "to_department", "effective_year", "change")
    return [SuccessionRow(line, **values) for line, values in _table(path, columns, required)]


def read_links(path: Path) -> list[LinkRow]:
    """The rows of a table of links between projects. Raises ManifestError."""
    columns = {
        "from_region_code": _region, "from_department": _text, "from_project": _text, "to_region_code": _region, "to_department": _text,
        "to_project": _text, "effective_year": _year, "reason": _text, "kind": _one_of(KINDS),
    }  # fmt: skip
    required = ("from_department", "from_project", "to_project", "effective_year", "reason")
    return [LinkRow(line, **values) for line, values in _table(path, columns, required)]


def read_corrections(path: Path) -> list[CorrectionRow]:
    """The rows of a table of corrections. Raises ManifestError."""
    columns: dict[str, Callable[[str], Any]] = dict.fromkeys(("document", "place", "expected", "corrected", "reason"), _text)
    return [CorrectionRow(line, **values) for line, values in _table(path, columns, tuple(columns))]


def _beside(manifest: Path, named: str) -> Path:
    """A document's path, relative to the manifest's folder; backslashes of Windows are taken for what they mean."""
    folder = manifest.resolve().parent
    found = folder / named
    return (folder / named.replace("\\", "/") if "\\" in named and not found.exists() else found).resolve()


def _table(path: Path, columns: dict[str, Callable[[str], Any]], required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and values of each row that is not blank; empty fields are None."""
    reader = csv.reader(io.StringIO(_content(path), newline=""))
    try:
        heading = [name.strip() for name in next(reader, [])]
        _check_heading(path, heading, columns, required)
        start = reader.line_num + 1
        for record in reader:
            line, start = start, reader.line_num + 1
            if any(field.strip() for field in record):
                yield line, _values(path, line, heading, record, columns, required)
    except csv.Error as error:
        raise ManifestError(say("manifest.unreadable", file=path, problem=f"{reader.line_num}: {error}")) from error


def _content(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ManifestError(say("manifest.unreadable", file=path, problem=error.strerror or str(error))) from error
    decoded = decode(data) if data else ("", 0)
    if decoded is None or decoded[1]:
        raise ManifestError(say("manifest.unreadable", file=path, problem="UTF-8 | GB18030 ?"))
    return printed(decoded[0])


def _check_heading(path: Path, heading: list[str], columns: dict[str, Any], required: tuple[str, ...]) -> None:
    for at, name in enumerate(heading):
        if name not in columns or name in heading[:at]:
            raise ManifestError(say("manifest.column", file=path, found=name, expected=", ".join(columns)))
    for name in required or (("path",) if "url" not in heading else ()):
        if name not in heading:
            raise ManifestError(say("manifest.no_column", file=path, column=name, expected=", ".join(columns)))


def _values(
    path: Path, line: int, heading: list[str], record: list[str], columns: dict[str, Callable[[str], Any]], required: tuple[str, ...]
) -> dict[str, Any]:
    if len(record) > len(heading) and any(field.strip() for field in record[len(heading) :]):
        raise ManifestError(say("manifest.fields", file=path, line=line, found=len(record), expected=len(heading)))
    values: dict[str, Any] = {}
    for name, field in zip(heading, record, strict=False):
        text = field.strip()
        try:
            values[name] = columns[name](text) if text else None
        except _Wrong as wrong:
            raise ManifestError(say("manifest.value", file=path, line=line, column=name, found=text, expected=wrong)) from None
    for name in required:
        if values.get(name) is None:
            raise ManifestError(say("manifest.value", file=path, line=line, column=name, found="", expected="…"))
    return values


def _text(text: str) -> str:
    return text


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise _Wrong("2024")
    return int(text)


def _region(text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", text):
        raise _Wrong("440106 (GB/T 2260)")
    return text


def _day(text: str) -> str:
    """A day; a spreadsheet program turns ``2024-01-05`` into ``2024/1/5`` when it saves the table, which means the same."""
    match = re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})", text)
    try:
        return dt.date(*(int(part) for part in match.groups())).isoformat() if match else _fail("2024-01-31")
    except ValueError:
        return _fail("2024-01-31")


def _fail(expected: str) -> str:
    raise _Wrong(expected)


def _url(text: str) -> str:
    return text if re.match(r"[a-z][a-z0-9+.-]*://\S+$", text, re.I) else _fail("https://…")


def _sha256(text: str) -> str:
    return text.lower() if re.fullmatch(r"[0-9a-fA-F]{64}", text) else _fail("64 × 0-9a-f")


def _money_unit(text: str) -> str:
    return MONEY_UNITS.get(text) or _fail("元 | 万元 | 亿元")


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    return lambda text: text if text in allowed else _fail(" | ".join(allowed))
