#!/usr/bin/env python3
"""Make what in ``docs/`` comes out of a database: the answers in ``questions.md`` and the whole of ``dictionary.md``.

usage: python tools/make_docs.py [--check]

Loads ``samples/`` with ``docs/succession.csv`` into an embedded server of its own, which it removes again, and writes the two files; with ``--check``
it writes nothing and leaves with 1 where they are not what comes out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS, DICTIONARY = ROOT / "docs" / "questions.md", ROOT / "docs" / "dictionary.md"
LOAD = ("load", "samples/", "--succession", "docs/succession.csv")

_BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:\n(?:\|[^\n]*\n)+)?", re.DOTALL)
_HEAD = """# 数据字典 · Data dictionary

Made by `python tools/make_docs.py` from the comments of the database; a test holds it. The views for analysts stand in `mart` and, under the
Chinese names given here, in `报表`. What they are made from stands in `core` (what the documents say) and `ops` (what came in). Ids are text in
views, numbers in `core` and `ops`.
"""
_TABLES = """
SELECT n.nspname, c.relname, obj_description(c.oid, 'pg_class'), a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE (n.nspname = 'mart' AND c.relkind = 'v' OR n.nspname IN ('core', 'ops') AND c.relkind = 'r') AND c.relname <> 'alembic_version'
ORDER BY array_position(ARRAY['mart', 'core', 'ops'], n.nspname::text), c.relname COLLATE "C", a.attnum"""


def questions(text: str, connection: psycopg.Connection[Any]) -> str:
    """``questions.md`` with the answer of each query below it."""

    def answered(block: re.Match[str]) -> str:
        cursor = connection.execute(block["sql"].strip().rstrip(";").encode())
        heading = [column.name for column in cursor.description or ()]
        return f"```sql\n{block['sql']}```\n\n{table(heading, cursor.fetchall())}"

    return _BLOCK.sub(answered, text)


def dictionary(connection: psycopg.Connection[Any]) -> str:
    """``dictionary.md``: every view for analysts and every table, its columns with type and comment."""
    pieces, schema, name = [_HEAD], "", ""
    rows: list[Sequence[object]] = []
    for in_schema, relation, about, column, kind, comment in connection.execute(_TABLES).fetchall():
        if (in_schema, relation) != (schema, name):
            if rows:
                pieces.append(table(("column", "中文", "type", "meaning"), rows))
            rows = []
            if in_schema != schema:
                pieces.append(f"\n## {in_schema}\n")
            schema, name = in_schema, relation
            chinese, _, english = about.partition(" | ")
            pieces.append(f"\n### {relation} · {chinese}\n\n{english}.\n\n")
        chinese, _, english = comment.partition(" | ")
        rows.append((f"`{column}`", chinese, kind.replace(" without time zone", ""), english))
    return "".join([*pieces, table(("column", "中文", "type", "meaning"), rows)])


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "".join(f"| {' | '.join(_cell(value) for value in line)} |\n" for line in lines)


def _cell(value: object) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text.replace("|", "\\|")


def made(connection: psycopg.Connection[Any]) -> dict[Path, str]:
    """Both files as they should be, from a database that holds the samples."""
    return {QUESTIONS: questions(QUESTIONS.read_text(encoding="utf-8"), connection), DICTIONARY: dictionary(connection)}


def main(check: bool) -> int:
    """Make or check the files."""
    home = Path(tempfile.mkdtemp(prefix="jixiao-docs-", dir="/tmp"))
    environment = {**os.environ, "JIXIAO_HOME": str(home), "JIXIAO_LANG": "en", "PYTHONPATH": str(ROOT)}
    environment.pop("JIXIAO_DATABASE_URL", None)

    def jixiao(*arguments: str) -> str:
        command = [sys.executable, "-m", "etl", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    try:
        jixiao(*LOAD)
        with psycopg.connect(jixiao("db", "url").strip()) as connection:
            found = made(connection)
    finally:
        jixiao("db", "stop")
        shutil.rmtree(home, ignore_errors=True)
    stale = [path for path, text in found.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(path.relative_to(ROOT), "is stale" if check else "written")
        if not check:
            path.write_text(found[path], encoding="utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
