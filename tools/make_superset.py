#!/usr/bin/env python3
"""Make the Superset bundle ``deploy/superset/`` out of ``superset.toml``, the columns of the views and their comments.

usage: python tools/make_superset.py [--check]

Makes an empty warehouse on an embedded server of its own, which it removes again, reads the views there and writes the YAML files as Superset exports
them; with ``--check`` it writes nothing and leaves with 1 where they are not what comes out. Ids are hashes of names: the same for ever, so that an
import into a Superset that has the bundle already finds what is there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent))

from superset_charts import TIME, VIZ, YEAR, parts, used_columns

ROOT = Path(__file__).resolve().parent.parent
BUNDLE, WORDS = ROOT / "deploy" / "superset", ROOT / "tools" / "superset.toml"
DATABASE = "jixiao"
VERSION = "1.0.0"  # of Superset's format of export, since 1.2
# The mask is what Superset exports for a password; the empty one beside it lets the command line import too, which cannot ask.
ADDRESS, NO_PASSWORD = "postgresql://jixiao_analyst:XXXXXXXXXX@127.0.0.1:5432/jixiao", ""

_SPACE = uuid.UUID("6f0a3c1e-5b0d-5c58-9d0e-2f6a4c0b7e11")
_COLUMNS = """
SELECT c.relname, obj_description(c.oid, 'pg_class'), a.attname, upper(format_type(a.atttypid, a.atttypmod)), col_description(c.oid, a.attnum)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname = 'mart' AND c.relkind = 'v'
ORDER BY c.relname COLLATE "C", a.attnum"""


@dataclass(frozen=True, slots=True)
class View:
    """A view of ``mart``: its comment and its columns (name, type, comment) in order."""

    comment: str
    columns: list[tuple[str, str, str]]


def views(connection: psycopg.Connection[Any]) -> dict[str, View]:
    """The views by name, as the database describes them."""
    found: dict[str, View] = {}
    for view, about, column, kind, comment in connection.execute(_COLUMNS).fetchall():
        typed = {"TIMESTAMP(0) WITHOUT TIME ZONE": "TIMESTAMP"}.get(kind, kind).replace(",", ", ")
        found.setdefault(view, View(about, [])).columns.append((column, typed, comment))
    return found


def identity(kind: str, name: str) -> str:
    """The lasting id of a part of the bundle."""
    return str(uuid.uuid5(_SPACE, f"{kind}/{name}"))


def words() -> dict[str, Any]:
    """What ``superset.toml`` says."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def database() -> dict[str, Any]:
    """The connection, for reading only; address and password are the importer's to give."""
    return {
        "database_name": DATABASE,  # plain letters: it is typed on command lines
        "sqlalchemy_uri": ADDRESS,
        "password": NO_PASSWORD,
        "cache_timeout": None,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_file_upload": False,
        # In UTC a year's first day stays in its year when a chart of one's own groups it by a time grain; times in the views are Beijing's anyway.
        "extra": {"allows_virtual_table_explore": True, "engine_params": {"connect_args": {"options": "-c timezone=UTC"}}},
        "uuid": identity("database", DATABASE),
        "version": VERSION,
    }


def labels(said: Mapping[str, Any], view: str) -> Iterator[tuple[str, str, str]]:
    """The calculated columns of a view: name, expression and the column they are about."""
    yield YEAR, "CAST(fiscal_year AS TEXT)", "fiscal_year"
    for label in said["labels"]:
        if view in label["datasets"]:
            cases = " ".join(f"WHEN '{code}' THEN '{word}'" for code, word in label["words"].items())
            yield f"{label['column']}_label", f"CASE {label['column']} {cases} ELSE {label['column']} END", label["column"]


def dataset(said: Mapping[str, Any], view: str, found: View) -> dict[str, Any]:
    """A view with all its columns, their Chinese and English names and meanings, and its metrics."""
    columns = [_column(name, kind, comment) for name, kind, comment in found.columns]
    comments = {name: comment for name, _, comment in found.columns}
    columns += [_column(name, "TEXT", comments[about], sql) for name, sql, about in labels(said, view)]
    return {
        "table_name": view,
        "main_dttm_col": TIME,
        "description": found.comment,
        "default_endpoint": None,
        "offset": 0,
        "cache_timeout": None,
        "schema": "mart",
        "sql": None,
        "params": None,
        "template_params": None,
        "filter_select_enabled": True,
        "fetch_values_predicate": None,
        "extra": None,
        "normalize_columns": False,
        "always_filter_main_dttm": False,
        "uuid": identity("dataset", view),
        "metrics": [_metric(name, said["metrics"][name]) for name in said["datasets"][view]],
        "columns": columns,
        "version": VERSION,
        "database_uuid": identity("database", DATABASE),
    }


def _column(name: str, kind: str, comment: str, expression: str | None = None) -> dict[str, Any]:
    chinese = comment.partition(" | ")[0]
    return {
        "column_name": name,
        "verbose_name": f"{chinese} {name.removesuffix('_label').replace('_', ' ')}",
        "is_dttm": kind.startswith(("DATE", "TIMESTAMP")),
        "is_active": True,
        "type": kind,
        "advanced_data_type": None,
        "groupby": True,
        "filterable": True,
        "expression": expression,
        "description": comment,
        "python_date_format": None,
        "extra": None,
    }


def _metric(name: str, metric: Mapping[str, str]) -> dict[str, Any]:
    return {
        "metric_name": name,
        "verbose_name": f"{metric['zh']} {metric['en']}",
        "metric_type": None,
        "expression": metric["sql"],
        "description": None,
        "d3format": metric["format"],
        "extra": None,
        "warning_text": None,
    }


def chart(said: Mapping[str, Any], name: str, found: Mapping[str, View]) -> dict[str, Any]:
    """A chart with its form and its saved query."""
    asked = said["charts"][name]
    view = found[asked["view"]]
    kinds = {column: kind for column, kind, _ in view.columns} | {column: "TEXT" for column, _, _ in labels(said, asked["view"])}
    unknown = [column for column in used_columns(asked) if column not in kinds]
    unknown += [metric for metric in asked.get("metrics", []) if metric not in said["datasets"][asked["view"]]]
    if unknown:
        raise LookupError(f"chart {name}: {asked['view']} has no {', '.join(unknown)}")
    first = said["metrics"][asked["metrics"][0]]["format"] if "metrics" in asked else ""
    axis = "SMART_NUMBER" if asked["viz"] == "bar" and first.endswith("f") else first
    params, context = parts({"format": axis, **asked, "kinds": kinds})
    return {
        "slice_name": _title(asked),
        "description": view.comment,
        "certified_by": None,
        "certification_details": None,
        "viz_type": VIZ[asked["viz"]],
        "params": params,
        "query_context": json.dumps(context, ensure_ascii=False),
        "cache_timeout": None,
        "uuid": identity("chart", name),
        "version": VERSION,
        "dataset_uuid": identity("dataset", asked["view"]),
    }


def dashboard(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A dashboard: rows of charts and the filters above them."""
    asked = said["dashboards"][name]
    title = f"绩效仓：{asked['zh']} · {asked['en']}"
    return {
        "dashboard_title": title,
        "description": None,
        "css": "",
        "slug": f"jixiao-{name}",
        "certified_by": None,
        "certification_details": None,
        "published": True,
        "uuid": identity("dashboard", name),
        "position": _position(said, name, title),
        "metadata": {
            "color_scheme": "supersetColors",
            "label_colors": said["colours"],
            "shared_label_colors": {},
            "refresh_frequency": 0,
            "expanded_slices": {},
            "timed_refresh_immune_slices": [],
            "cross_filters_enabled": True,
            "filter_bar_orientation": "HORIZONTAL",
            "chart_configuration": {},
            "global_chart_configuration": {},
            "native_filter_configuration": list(_filters(said, name)),
        },
        "version": VERSION,
    }


def _position(said: Mapping[str, Any], name: str, title: str) -> dict[str, Any]:
    numbers = {chart: number for number, chart in enumerate(said["charts"], start=1)}  # only their being different counts: the import gives its own
    rows = [f"ROW-{name}-{number}" for number, _ in enumerate(said["dashboards"][name]["rows"], start=1)]
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": rows, "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": title}},
    }
    for row, holds in zip(rows, said["dashboards"][name]["rows"], strict=True):
        children = [f"CHART-{chart}" for chart in holds["charts"]]
        above = ["ROOT_ID", "GRID_ID"]
        position[row] = {"type": "ROW", "id": row, "children": children, "parents": above, "meta": {"background": "BACKGROUND_TRANSPARENT"}}
        for key, (chart, width) in zip(children, holds["charts"].items(), strict=True):
            meta = {"chartId": numbers[chart], "uuid": identity("chart", chart), "sliceName": _title(said["charts"][chart])}
            meta |= {"width": width, "height": holds["height"]}
            position[key] = {"type": "CHART", "id": key, "children": [], "parents": [*above, row], "meta": meta}
    return position


def _filters(said: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    asked = {column: words for column, words in said["filters"].items() if column != "dataset"}
    ids = {column: f"NATIVE_FILTER-{name}-{column}" for column in asked}
    for column, word in asked.items():
        yield {
            "id": ids[column],
            "name": f"{word['zh']} {word['en']}",
            "filterType": "filter_select",
            "type": "NATIVE_FILTER",
            "description": "",
            "targets": [{"column": {"name": column}, "datasetUuid": identity("dataset", said["filters"]["dataset"])}],
            "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
            "cascadeParentIds": [ids[parent] for parent in word.get("within", [])],
            "controlValues": {
                "enableEmptyFilter": False,
                "defaultToFirstItem": False,
                "multiSelect": True,
                "searchAllOptions": False,
                "inverseSelection": False,
                "sortAscending": word.get("ascending", True),
            },
            "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        }


def _title(asked: Mapping[str, str]) -> str:
    return f"{asked['zh']} · {asked['en']}"


def made(connection: psycopg.Connection[Any]) -> dict[Path, str]:
    """Every file of the bundle as it should be, from a migrated database."""
    said, found = words(), views(connection)
    files: dict[str, Any] = {"metadata.yaml": {"version": VERSION, "timestamp": "2026-01-01T00:00:00+00:00"}}
    files[f"databases/{DATABASE}.yaml"] = database()
    files |= {f"datasets/{DATABASE}/{view}.yaml": dataset(said, view, found[view]) for view in said["datasets"]}
    files |= {f"charts/{name}.yaml": chart(said, name, found) for name in said["charts"]}
    files |= {f"dashboards/{name}.yaml": dashboard(said, name) for name in said["dashboards"]}
    return {BUNDLE / name: yaml.dump(what, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=150) for name, what in files.items()}


class _Plain(yaml.SafeDumper):
    """Writes what stands in two places twice: references would hide what a file holds."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def main(check: bool) -> int:
    """Make or check the files; those that no longer come out are removed."""
    home = Path(tempfile.mkdtemp(prefix="jixiao-superset-", dir="/tmp"))
    environment = {**os.environ, "JIXIAO_HOME": str(home), "JIXIAO_LANG": "en", "PYTHONPATH": str(ROOT)}
    environment.pop("JIXIAO_DATABASE_URL", None)

    def jixiao(*arguments: str) -> str:
        command = [sys.executable, "-m", "etl", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    try:
        jixiao("db", "upgrade")
        with psycopg.connect(jixiao("db", "url").strip()) as connection:
            files = made(connection)
    finally:
        jixiao("db", "stop")
        shutil.rmtree(home, ignore_errors=True)
    old = set(BUNDLE.rglob("*.yaml"))
    stale = [path for path, text in files.items() if path not in old or path.read_text(encoding="utf-8") != text]
    for path in sorted([*stale, *(old - set(files))]):
        print(path.relative_to(ROOT), "is stale" if check else "written" if path in files else "removed")
        if check:
            continue
        if path not in files:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
    return int(check and bool(stale or old - set(files)))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
