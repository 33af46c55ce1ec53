"""The Superset bundle in ``deploy/superset/``: whole, not stale, true to the views, and with data in every chart.

Without Superset its files are read as the import reads them and each chart's saved query is put to the views as plain SQL. ``JIXIAO_TEST_SUPERSET``
names a Superset (its executable ``superset``): there the bundle is imported and every chart asked through the API.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from etl.load import serve, server
from tests.cli import ROOT, jixiao
from tests.conftest import TestDatabase
from tests.superset import CONFIG, Superset

sys.path.insert(0, str(ROOT / "tools"))

from make_superset import BUNDLE, made, words

REMAKE = "run python tools/make_superset.py"
SUPERSET = "JIXIAO_TEST_SUPERSET"
SAMPLES = ("load", "samples/", "--succession", "docs/succession.csv")
COLUMNS = "FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum"
CODE = {"==": "=", "!=": "<>"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files by kind and name."""

    files: dict[str, Any]

    def of(self, kind: str) -> dict[str, Any]:
        """The parts of one kind by their ids."""
        return {part["uuid"]: part for name, part in self.files.items() if name.startswith(kind + "/")}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """What stands in the folder."""
    paths = sorted(BUNDLE.rglob("*.yaml"))
    return Bundle({path.relative_to(BUNDLE).as_posix(): yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths})


@pytest.fixture(scope="module")
def loaded(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection[Any]]:
    """A database that holds the samples."""
    done = jixiao(*SAMPLES, home=tmp_path_factory.mktemp("superset"), cwd=ROOT, JIXIAO_DATABASE_URL=database.url)
    assert done.code == 0, done.err
    with psycopg.connect(database.url) as connection:
        yield connection


def test_the_bundle_is_not_stale(loaded: psycopg.Connection[Any]) -> None:
    files = made(loaded)
    assert set(files) == set(BUNDLE.rglob("*.yaml")), REMAKE
    for path, text in files.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: {REMAKE}"


def test_ids_are_different_and_references_lead_somewhere(bundle: Bundle) -> None:
    ids = [part["uuid"] for part in bundle.files.values() if "uuid" in part]
    assert len(ids) == len(set(ids)) == len(bundle.files) - 1  # metadata.yaml has none
    databases, datasets, charts = bundle.of("databases"), bundle.of("datasets"), bundle.of("charts")
    assert {dataset["database_uuid"] for dataset in datasets.values()} == set(databases)
    assert {chart["dataset_uuid"] for chart in charts.values()} <= set(datasets)
    drawn, targets = [], []
    for dashboard in bundle.of("dashboards").values():
        position = dashboard["position"]
        boxes = {key: box for key, box in position.items() if key != "DASHBOARD_VERSION_KEY"}
        assert all(child in boxes for box in boxes.values() for child in box.get("children", []))
        for row in (box for box in boxes.values() if box["type"] == "ROW"):
            assert sum(boxes[child]["meta"]["width"] for child in row["children"]) == 12
        drawn += [box["meta"]["uuid"] for box in boxes.values() if box["type"] == "CHART"]
        targets += [target["datasetUuid"] for each in dashboard["metadata"]["native_filter_configuration"] for target in each["targets"]]
    assert sorted(drawn) == sorted(charts)  # each stands on one dashboard
    assert len(targets) == 4 * len(bundle.of("dashboards")) and set(targets) <= set(datasets)


def test_every_title_is_chinese_and_english(bundle: Bundle) -> None:
    titles = [chart["slice_name"] for chart in bundle.of("charts").values()]
    titles += [dashboard["dashboard_title"] for dashboard in bundle.of("dashboards").values()]
    for title in titles:
        chinese, _, english = title.partition(" · ")
        assert re.search(r"[\u4e00-\u9fff]", chinese) and re.match(r"[A-Z]", english), title
    assert len(set(titles)) == len(titles)


def test_no_password_stands_in_it(bundle: Bundle) -> None:
    (database,) = bundle.of("databases").values()
    assert database["sqlalchemy_uri"].startswith("postgresql://jixiao_analyst:XXXXXXXXXX@") and database["password"] == ""
    assert [database[what] for what in ("allow_ctas", "allow_cvas", "allow_file_upload")] == [False] * 3


def test_datasets_are_the_views(bundle: Bundle, loaded: psycopg.Connection[Any]) -> None:
    """Every column in order with its comment; calculated ones and metrics are what the database can compute."""
    for dataset in bundle.of("datasets").values():
        view = f'"{dataset["schema"]}"."{dataset["table_name"]}"'
        described = loaded.execute(f"SELECT attname, col_description(attrelid, attnum) {COLUMNS}".encode(), (view,)).fetchall()
        physical = [column for column in dataset["columns"] if not column["expression"]]
        assert [(column["column_name"], column["description"]) for column in physical] == described
        computed = [column["expression"] for column in dataset["columns"] if column["expression"]]
        for expressions in (computed, [metric["expression"] for metric in dataset["metrics"]]):
            loaded.execute(f"SELECT {', '.join(expressions)} FROM {view}".encode()).fetchall()
        assert {column["column_name"] for column in dataset["columns"] if column["is_dttm"]} >= {dataset["main_dttm_col"]}
        assert all(column["description"] and column["verbose_name"] for column in dataset["columns"])


def test_only_what_may_be_summed_is_summed(bundle: Bundle) -> None:
    for dataset in bundle.of("datasets").values():
        summable = {column["column_name"]: "do not sum" not in column["description"] for column in dataset["columns"]}
        for metric in dataset["metrics"]:
            for column in re.findall(r"SUM\((\w+)\)", metric["expression"]):
                assert summable[column], metric
            assert not re.search(r"AVG|MAX|MIN", metric["expression"])


def test_the_words_of_codes_are_those_of_the_comments(bundle: Bundle) -> None:
    said = words()
    used = set()
    for label in said["labels"]:
        for dataset in (part for part in bundle.of("datasets").values() if part["table_name"] in label["datasets"]):
            (column,) = (part for part in dataset["columns"] if part["column_name"] == label["column"])
            used |= {code for code in label["words"] if re.search(rf"\b{code}\b", column["description"])}
            codes = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", column["description"])) & {code for each in said["labels"] for code in each["words"]}
            assert codes <= set(label["words"])
    assert used == {code for label in said["labels"] for code in label["words"]}
    known = {word for label in said["labels"] for word in label["words"].values()} | set(said["metrics"])
    assert set(said["colours"]) <= known


def plain(chart: Mapping[str, Any], dataset: Mapping[str, Any]) -> str:
    """A chart's saved query in SQL, near enough to what Superset makes of it."""
    (query,) = json.loads(chart["query_context"])["queries"]
    computed = {part["column_name"]: part["expression"] or f'"{part["column_name"]}"' for part in dataset["columns"]}
    metrics = {part["metric_name"]: part["expression"] for part in dataset["metrics"]}
    columns = [computed[column["sqlExpression"] if isinstance(column, dict) else column] for column in query["columns"]]
    figures = [metrics[name] for name in query["metrics"] or []]
    where = " AND ".join(f"{computed[each['col']]} {CODE[each['op']]} '{each['val']}'" for each in query["filters"]) or "true"
    grouped = f"GROUP BY {', '.join(columns)}" if figures and columns else ""
    order = ", ".join(f"{metrics.get(name) or computed[name]} {'ASC' if up else 'DESC'}" for name, up in query.get("orderby", [])) or "1"
    return f'SELECT {", ".join([*columns, *figures])} FROM mart."{dataset["table_name"]}" WHERE {where} {grouped} ORDER BY {order}'


def test_every_chart_has_data_in_the_samples(bundle: Bundle, loaded: psycopg.Connection[Any]) -> None:
    datasets = bundle.of("datasets")
    for chart in bundle.of("charts").values():
        rows = loaded.execute(plain(chart, datasets[chart["dataset_uuid"]]).encode()).fetchall()
        assert rows and any(value is not None for value in rows[0]), chart["slice_name"]


def test_a_form_asks_what_the_saved_query_asks(bundle: Bundle) -> None:
    """A dashboard draws by the form, the API by the saved query: same columns, same figures, same conditions."""
    for chart in bundle.of("charts").values():
        form, (query,) = chart["params"], json.loads(chart["query_context"])["queries"]
        named = [form[key] for key in ("x_axis",) if key in form]
        for key in ("groupby", "groupbyRows", "groupbyColumns", "all_columns"):
            named += form.get(key, [])
        assert named == [column["label"] if isinstance(column, dict) else column for column in query["columns"]], chart["slice_name"]
        assert (form.get("metrics") or [each for each in [form.get("metric")] if each]) == (query["metrics"] or []), chart["slice_name"]
        own = [(each["subject"], each["operator"], each["comparator"]) for each in form["adhoc_filters"] if each["operator"] != "TEMPORAL_RANGE"]
        assert own == [(each["col"], each["op"], each["val"]) for each in query["filters"]], chart["slice_name"]
        assert form["viz_type"] == chart["viz_type"]


def documented() -> list[str]:
    """The how-to's commands for Superset, block by block."""
    page = (ROOT / "docs" / "howto.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh superset\n(.*?)^```", page, re.M | re.S)


def test_the_how_to_shows_both_ways(bundle: Bundle) -> None:
    first, second = documented()
    assert "--address" in first and "--address" not in second
    (database,) = bundle.of("databases").values()
    assert f"--database_name {database['database_name']} " in second
    page = (ROOT / "docs" / "howto.md").read_text(encoding="utf-8")
    for dashboard in bundle.of("dashboards").values():
        assert f"| {dashboard['dashboard_title'].removeprefix('绩效仓：')} |" in page


def zipped(target: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the bundle's own command with any Python, as a user does."""
    command = [sys.executable, "-I", str(BUNDLE / "bundle.py"), *more, str(target)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_the_zip_is_the_same_each_time_and_holds_an_address_only_when_told(bundle: Bundle, tmp_path: Path) -> None:
    first, second, own, address = tmp_path / "1.zip", tmp_path / "2.zip", tmp_path / "3.zip", "postgresql://reader:a'b:c@db.example:5433/jixiao"
    own.touch(mode=0o644)
    for target, more in ((first, ()), (second, ()), (own, ("--address", address))):
        done = zipped(target, *more)
        assert done.returncode == 0, done.stderr
    assert first.read_bytes() == second.read_bytes() and own.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(first) as archive:
        assert {name.removeprefix("jixiao/"): yaml.safe_load(archive.read(name)) for name in archive.namelist()} == bundle.files
    with zipfile.ZipFile(own) as archive:
        database = yaml.safe_load(archive.read("jixiao/databases/jixiao.yaml"))
    assert database["sqlalchemy_uri"] == address and "password" not in database
    assert zipped(tmp_path / "4.zip", "--address", "localhost").returncode != 0 and not (tmp_path / "4.zip").exists()


@pytest.fixture(scope="module")
def fresh_superset(tmp_path_factory: pytest.TempPathFactory) -> Superset:
    """A Superset that has been set up and holds nothing."""
    if not os.environ.get(SUPERSET):
        pytest.skip(f"{SUPERSET} names no Superset (its executable)")
    home = tmp_path_factory.mktemp("superset-home")
    (home / "superset_config.py").write_text(CONFIG.format(home=home), encoding="utf-8")
    made = Superset(Path(os.environ[SUPERSET]).parent, home)
    made.run("superset", "db", "upgrade")
    who = {"--username": "admin", "--firstname": "a", "--lastname": "b", "--email": "a@example.org", "--password": "admin"}
    made.run("superset", "fab", "create-admin", *(word for pair in who.items() for word in pair))
    made.run("superset", "init")
    return made


@pytest.fixture
def superset(fresh_superset: Superset, tmp_path: Path) -> Superset:
    """A copy of it for one test."""
    shutil.copy(fresh_superset.home / "superset.db", tmp_path)
    (tmp_path / "superset_config.py").write_text(CONFIG.format(home=tmp_path), encoding="utf-8")
    return Superset(fresh_superset.programs, tmp_path)


@pytest.fixture(scope="module")
def served(fresh_superset: Superset) -> Iterator[Path]:
    """The home of the samples, served as ``jixiao db serve`` does."""
    home = Path(tempfile.mkdtemp(prefix="jixiao-superset-", dir="/tmp"))
    try:
        done = jixiao(*SAMPLES, home=home, cwd=ROOT)
        assert done.code == 0, done.err
        serve.serve(home)
        yield home
    finally:
        server.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def as_documented(superset: Superset, served: Path, script: str) -> None:
    """Run a block of the how-to beside ``deploy/``, with ``jixiao`` on the path."""
    if not (superset.home / "deploy").exists():
        shutil.copytree(ROOT / "deploy", superset.home / "deploy")
    command = superset.home / "jixiao"
    command.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec env -u PYTHONPATH "{sys.executable}" -m etl "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    superset.run("/bin/sh", "-c", f'set -eu\nPATH="$PATH:{superset.home}"\n{script}', JIXIAO_HOME=str(served))


def as_it_should_be(told: Any, bundle: Bundle) -> None:
    """Everything is there, every chart has rows, every column its words, every filter a dataset."""
    assert set(told["charts"]) == {chart["slice_name"] for chart in bundle.of("charts").values()}
    assert {name: answer for name, answer in told["charts"].items() if answer[0] or not all(answer[1])} == {}
    parts = bundle.of("datasets").values()
    wanted = {part["table_name"]: {column["column_name"]: column["description"] for column in part["columns"]} for part in parts}
    assert told["datasets"] == wanted
    for dashboard in bundle.of("dashboards").values():
        charts = sum(isinstance(box, dict) and box["type"] == "CHART" for box in dashboard["position"].values())
        assert told["dashboards"][dashboard["dashboard_title"]] == [charts, ["coverage"] * 4]


@pytest.mark.slow
def test_superset_imports_it_with_the_address_inside(superset: Superset, served: Path, bundle: Bundle) -> None:
    """Twice, since the second finds everything there; then through the API, which writes all of it anew."""
    for _ in range(2):
        as_documented(superset, served, documented()[0])
    as_it_should_be(superset.ask(), bundle)
    as_it_should_be(superset.ask("jixiao.zip"), bundle)


@pytest.mark.slow
def test_superset_imports_it_without_an_address_and_takes_it_later(superset: Superset, served: Path, bundle: Bundle) -> None:
    as_documented(superset, served, documented()[1])
    as_it_should_be(superset.ask(), bundle)
