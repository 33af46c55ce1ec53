"""The command line without a database: help, wrong usage, languages, exit codes, and that no traceback reaches a user."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from etl import __version__
from etl.cli._errors import guarded
from tests.cli import ROOT, SAMPLES, environment, jixiao

COMMANDS = [
    [],
    ["load"],
    ["inspect"],
    ["status"],
    ["findings"],
    ["explain"],
    ["export"],
    ["db"],
    ["db", "upgrade"],
    ["db", "url"],
    ["db", "psql"],
    ["db", "serve"],
    ["db", "stop"],
]
# The contract of DESIGN, "The command line".
OPTIONS = {
    "load": "--year --department --region --money-unit --manifest --roster --succession --jobs --executor --verify --dry-run --json",
    "inspect": "--year --department --region --money-unit --manifest --json --grid --values",
    "findings": "--severity --document --rule",
    "explain": "--image",
    "export": "--format --where",
    "db url": "--role",
    "db serve": "--new-password",
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_in_both_languages(command: list[str], tmp_path: Path) -> None:
    english = jixiao(*command, "--help", home=tmp_path)
    chinese = jixiao(*command, "--help", home=tmp_path, JIXIAO_LANG="zh")
    assert (english.code, chinese.code) == (0, 0)
    assert english.err == chinese.err == ""
    assert "Usage: " in english.out and "Examples:" in english.out
    assert "用法：" in chinese.out and "示例：" in chinese.out
    assert not any(word in chinese.out for word in ("Usage", "Options", "Show this message"))


@pytest.mark.parametrize("command", OPTIONS)
def test_the_options_of_the_contract(command: str, tmp_path: Path) -> None:
    shown = jixiao(*command.split(), "--help", home=tmp_path).out
    assert [option for option in OPTIONS[command].split() if option not in shown] == []


def test_help_fits_the_terminal(tmp_path: Path) -> None:
    from etl.report.width import width

    for language, command in product(("en", "zh"), ([], ["load"], ["export"], ["db", "psql"])):
        shown = jixiao(*command, "--help", home=tmp_path, JIXIAO_LANG=language, COLUMNS="80").out.split("\n\nExamples", 1)[0]
        assert [line for line in shown.split("\n示例", 1)[0].splitlines() if width(line) > 80] == []


def test_help_loads_no_heavy_library() -> None:
    """``--help`` answers at once because what takes long to import is imported by the command that needs it."""
    program = "import sys\nfrom etl.cli._errors import guarded\nguarded(['--help'])\nprint(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    heavy = {"pandas", "numpy", "sqlalchemy", "psycopg", "pydantic", "pypdfium2", "pdfplumber", "lxml", "alembic"}
    assert [name for name in heavy if f"'{name}'" in done.stderr] == []


def test_a_reader_loads_no_database_library() -> None:
    """Neither ``inspect`` nor a child that reads; each would pay a quarter of a second and some 40 MB for it."""
    program = "import sys, etl.pipeline.look\nprint(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert [name for name in ("pandas", "sqlalchemy", "psycopg", "alembic") if f"'{name}'" in done.stdout] == []
    assert "'etl.pipeline.reading'" in done.stdout


def test_version(tmp_path: Path) -> None:
    assert jixiao("--version", home=tmp_path).out == f"jixiao {__version__}\n"


WRONG = [
    (["laod", "x"], "load"),
    (["load", "--yaer", "2024", "x"], "--year"),
    (["load"], "--manifest"),
    (["load", "no such file"], "no such file"),
    (["load", "--year", "24", "."], "24"),
    (["load", "--year"], "--year"),
    (["load", "--region", "44", "."], "440106"),
    (["load", "--money-unit", "角", "."], "万元"),
    (["load", "--jobs", "0", "."], "0"),
    (["inspect", "--values", "no.json"], "no.json"),
    (["inspect", ".", "--values", "no.json"], "--values"),
    (["explain"], "FACT"),
    (["explain", "abc"], "abc"),
    (["explain", "99999999999999999999"], "99999999999999999999"),
    (["findings", "--severity", "eror"], "error"),
    (["export"], "VIEW"),
    (["export", "one", "two"], "two"),
    (["export", "x", "--format", "ods"], "parquet"),
    (["db", "sotp"], "stop"),
    (["db", "serve", "--port", "80"], "1024"),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("arguments", "named"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_wrong_usage(
    arguments: list[str], named: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, nothing on stdout, one or two lines on stderr that name what is wrong. In this process: there are many."""
    monkeypatch.setenv("JIXIAO_LANG", language)
    monkeypatch.chdir(tmp_path)
    code = guarded(arguments)
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert named in err
    assert len(err.splitlines()) <= 2
    assert err.startswith("错误：" if language == "zh" else "error: ")
    assert "Traceback" not in err


def test_wrong_usage_as_a_user_meets_it(tmp_path: Path) -> None:
    done = jixiao("laod", home=tmp_path)
    assert (done.code, done.out, done.err) == (2, "", "error: there is no command laod; did you mean load?\nsee: jixiao --help\n")


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "JIXIAO_LANG": "en"}, False),
        ({"LANG": "C", "JIXIAO_LANG": "zh"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
    ],
)
def test_language(variables: dict[str, str], chinese: bool, tmp_path: Path) -> None:
    """Of the locale's variables, whether that locale is installed or not."""
    shown = jixiao("--help", home=tmp_path, **variables)
    assert shown.code == 0
    assert ("用法：" in shown.out) is chinese


def test_language_from_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('JIXIAO_LANG="zh"\n', encoding="utf-8")
    assert "用法：" in jixiao("--help", home=tmp_path).out


def test_unreachable_database(tmp_path: Path) -> None:
    done = jixiao("status", home=tmp_path, JIXIAO_DATABASE_URL="postgresql://someone:secret@127.0.0.1:1/none")
    assert (done.code, done.out) == (4, "")
    assert "127.0.0.1" in done.err and "secret" not in done.err and "Traceback" not in done.err


def test_wrong_setting(tmp_path: Path) -> None:
    done = jixiao("inspect", str(SAMPLES), home=tmp_path, JIXIAO_JOBS="many")
    assert (done.code, done.out) == (2, "")
    assert "JIXIAO_JOBS" in done.err and "Traceback" not in done.err


def test_an_unexpected_error_is_one_line_and_a_log(tmp_path: Path) -> None:
    """A fault of the program itself: the traceback is in a private file, the user sees where."""
    program = (
        "import sys, etl.cli._run as run\n"
        "def fail(*_): raise RuntimeError('something odd at postgresql://me:secret@host/db')\n"
        "run.inspect = fail\n"
        "from etl.cli._errors import guarded\n"
        "sys.exit(guarded(['inspect', '.']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, env=environment(tmp_path), check=False)
    assert done.returncode == 70
    assert len(done.stderr.splitlines()) == 1 and "something odd" in done.stderr and "secret" not in done.stderr
    (log,) = (tmp_path / "log").iterdir()
    text = log.read_text(encoding="utf-8")
    assert "Traceback" in text and "RuntimeError" in text and "secret" not in text
    assert str(log) in done.stderr
    assert log.stat().st_mode & 0o077 == 0


def test_inspect_json(tmp_path: Path) -> None:
    done = jixiao("inspect", str(SAMPLES / "justice_2024.xlsx"), "--json", home=tmp_path)
    assert (done.code, done.err) == (0, "")
    (document,) = map(json.loads, done.out.splitlines())
    (statement,) = document["statements"]
    assert (document["outcome"], document["reason"]) == ("read", None)
    assert (statement["fiscal_year"], statement["fiscal_year_from"], statement["money_unit"]) == (2024, "title", "10k_yuan")
    assert statement["total_yuan"] == "1565000.00"
    assert [project["total_yuan"] for project in statement["projects"]] == ["1200000.00", "365000.00"]
    target = statement["projects"][0]["indicators"][0]["targets"][1]
    assert target["raw"] == "≥400"
    assert target["parts"][0] | {"comparator": "ge", "low": "400", "unit": "件", "unit_from": "name"} == target["parts"][0]
    assert target["evidence"]["place"].startswith("Sheet1!G")


def test_inspect_for_people(tmp_path: Path) -> None:
    done = jixiao("inspect", str(SAMPLES / "justice_2024.xlsx"), home=tmp_path, JIXIAO_LANG="zh")
    assert done.code == 0
    assert "样例市样例区司法局" in done.out and "1,565,000.00" in done.out


def test_inspect_grid(tmp_path: Path) -> None:
    done = jixiao("inspect", "--grid", str(SAMPLES / "justice_2025.html"), "--json", home=tmp_path)
    (grid,) = map(json.loads, done.out.splitlines())
    assert (grid["page"], grid["rows"], grid["cols"]) == (None, 7, 7)
    assert grid["cells"][0] | {"row": 0, "col": 0, "rowspan": 1, "colspan": 7} == grid["cells"][0]
    assert "部门名称" in jixiao("inspect", "--grid", str(SAMPLES / "justice_2025.html"), home=tmp_path).out


def test_inspect_values(tmp_path: Path) -> None:
    rows = [{"raw": "≥90%", "name": "满意度", "level2": None}, {"raw": "12人", "name": None, "level2": None, "more": 1}]
    (tmp_path / "values.json").write_text(json.dumps(rows), encoding="utf-8")
    done = jixiao("inspect", "--values", "values.json", home=tmp_path)
    first, second = map(json.loads, done.out.splitlines())
    assert (first["raw"], first["suspect"], first["parts"][0]["low"]) == ("≥90%", False, "90")
    assert second["parts"][0]["unit"] == "人"


@pytest.mark.parametrize("text", ["{", '{"raw": 1}', '[{"name": "x"}]', "[1]"])
def test_inspect_values_of_another_shape(text: str, tmp_path: Path) -> None:
    (tmp_path / "values.json").write_text(text, encoding="utf-8")
    done = jixiao("inspect", "--values", "values.json", home=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "values.json" in done.err and "Traceback" not in done.err


def test_a_refused_document(tmp_path: Path) -> None:
    """Without a year: exit 1, and the reason names the option."""
    source = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig").replace("2024年", "", 1)
    (tmp_path / "table.csv").write_text(source, encoding="utf-8")
    done = jixiao("inspect", "table.csv", "--json", home=tmp_path)
    assert done.code == 1
    document = json.loads(done.out)
    assert (document["outcome"], document["statements"], document["reason_rule"]) == ("refused", [], "year_missing")
    assert "--year" in document["reason"]
    assert jixiao("inspect", "table.csv", "--year", "2024", home=tmp_path).code == 0


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """``jixiao … | head``: no message."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "etl", "inspect", str(SAMPLES), "--json"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment(tmp_path), check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")
