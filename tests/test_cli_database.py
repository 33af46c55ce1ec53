"""The command line with a database: load, status, findings, explain, export, db; each as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from etl.load import database as db
from tests.cli import SAMPLES, Ran, environment, jixiao
from tests.conftest import TestDatabase


class User:
    """Somebody with a database and a home of their own."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, url

    def __call__(self, *arguments: str, given: str = "", **more: str) -> Ran:
        """Run ``jixiao``."""
        return jixiao(*arguments, home=self.home, given=given, JIXIAO_DATABASE_URL=self.url, **more)

    def query(self, sql: str) -> list[dict[str, str]]:
        """The rows of a query, as texts."""
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return [{name: str(value) for name, value in row.items()} for row in connection.execute(sql.encode()).fetchall()]


@pytest.fixture(scope="module")
def user(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[User]:
    """A user who has loaded the samples and one document without a year."""
    home = tmp_path_factory.mktemp("用户 home")
    made = User(home, database.url)
    done = made("load", str(SAMPLES))
    assert done.code == 0, done.err
    source = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig").replace("2024年", "", 1)
    (home / "no_year.csv").write_text(source, encoding="utf-8")
    assert made("load", "no_year.csv").code == 1
    yield made


def test_load_in_a_pipe(user: User) -> None:
    """Again: unchanged, a line a document, the summary; the next step is a message and not a result."""
    done = user("load", str(SAMPLES))
    assert done.code == 0
    lines = done.out.splitlines()
    assert [line.split("\t")[0] for line in lines[:4]] == ["unchanged"] * 4
    assert "db psql -c" in done.err and "db psql" not in done.out


def test_the_proposed_query_runs(user: User) -> None:
    for language in ("en", "zh"):
        told = user("load", str(SAMPLES), JIXIAO_LANG=language).err
        (query,) = [line.split('"')[1] for line in told.splitlines() if "psql" in line]
        assert len(user.query(query)) == 19


def test_load_json(user: User) -> None:
    done = user("load", str(SAMPLES), "--json")
    *documents, last = map(json.loads, done.out.splitlines())
    assert [d["outcome"] for d in documents] == ["unchanged"] * 11
    assert (last["summary"]["documents"], last["summary"]["unchanged"], last["summary"]["refused"]) == (11, 11, 0)
    assert done.err == ""


def test_a_refusal_names_the_option_and_is_on_record(user: User) -> None:
    done = user("load", "no_year.csv")
    assert done.code == 1
    assert "refused" in done.out and "--year" in done.out
    assert "no_year.csv" in user("findings").out
    assert "no_year.csv" not in user("findings", "--severity", "info").out
    (row,) = user.query("SELECT outcome, reason_rule FROM ops.document WHERE name LIKE '%no_year.csv'")
    assert row == {"outcome": "refused", "reason_rule": "year_missing"}


def test_dry_run_writes_nothing(user: User) -> None:
    before = user.query("SELECT count(*) FROM ops.document")
    done = user("load", "no_year.csv", "--year", "2031", "--dry-run")
    assert done.code == 0
    assert user.query("SELECT count(*) FROM ops.document") == before
    assert user.query("SELECT count(*) AS n FROM core.project_year WHERE fiscal_year = 2031") == [{"n": "0"}]


def test_status(user: User) -> None:
    shown = user("status").out
    assert "2025\t3\t6\t4,305,000.00" in shown and "2024\t3\t6\t3,983,000.00" in shown
    assert "completed" in shown and "refused documents: 1" in shown
    assert "各年度" in user("status", JIXIAO_LANG="zh").out


def test_findings(user: User) -> None:
    """The misfiled indicator of the samples, three times, in both languages; by severity and document."""
    shown = user("findings", "--severity", "warning").out.splitlines()[1:]
    found = [line.split("\t")[:3] for line in shown]
    assert {line[1] for line in found} == {"warning"}
    assert [line for line in found if line[2] == "B1"] == [[f"justice_{file}", "warning", "B1"] for file in ("2023.pdf", "2024.xlsx", "2025.html")]
    of_one = user("findings", "--severity", "warning", "--document", "justice_2025").out.splitlines()[1:]
    assert of_one and {line.split("\t")[0] for line in of_one} == {"justice_2025.html"}
    assert "警告" in user("findings", JIXIAO_LANG="zh").out
    missing = user("findings", "--document", "nothing")
    assert (missing.code, missing.out) == (2, "") and "nothing" in missing.err


def test_findings_of_one_rule_by_its_id_or_name(user: User) -> None:
    lines = user("findings", "--rule", "B1").out.splitlines()[1:]
    assert lines and {line.split("\t")[2] for line in lines} == {"B1"}
    assert user("findings", "--rule", "二级指标代码与一级不符").out.splitlines()[1:] == lines
    wrong = user("findings", "--rule", "Level-2 code does not fit levle 1")
    assert wrong.code == 2
    assert "did you mean Level-2 code does not fit level 1" in wrong.err


def test_a_mistyped_document_is_suggested(user: User) -> None:
    wrong = user("findings", "--document", "justice_2052.html")
    assert wrong.code == 2
    assert "justice_2025.html" in wrong.err


def test_findings_by_hash(user: User) -> None:
    (row,) = user.query("SELECT sha256 FROM ops.document WHERE name LIKE '%justice_2024.xlsx'")
    shown = user("findings", "--severity", "warning", "--document", row["sha256"][:10]).out.splitlines()
    assert {line.split("\t")[0] for line in shown[1:]} == {"justice_2024.xlsx"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT target_value_id AS id FROM mart.project_target WHERE raw = '≥350'", ["≥350", "≥ 350 件", "justice_2025.html", "t1/R6C7", "2025"]),
        ("SELECT target_value_id AS id FROM mart.project_target WHERE raw = '90套'", ["= 90 套", "no sign printed", "emergency_2025.docx"]),
        ("SELECT project_year_id AS id FROM mart.project_target WHERE raw = '≥350'", ["1,500,000.00", "法律援助案件办理经费", "150.00"]),
        ("SELECT published_total_id AS id FROM core.published_total WHERE amount_yuan = 1565000 AND scope = 'statement' AND funding_source IS NULL",
         ["1,565,000.00", "Sheet1!B4"]),
        ("SELECT evidence_id AS id FROM mart.project_target WHERE raw = '≥350'", ["t1/R6C7", "法律援助案件办理数"]),
    ],
)  # fmt: skip
def test_explain(query: str, told: list[str], user: User) -> None:
    fact = user.query(query)[0]["id"]
    done = user("explain", fact)
    assert (done.code, done.err) == (0, "")
    assert [words for words in told if words not in done.out] == []


def test_explain_what_is_not_there(user: User) -> None:
    done = user("explain", "1234567890")
    assert (done.code, done.out) == (2, "") and "1234567890" in done.err


def test_explain_image_of_a_format_without_pages(user: User) -> None:
    """The table around the cell is drawn, after its place was told."""
    fact = user.query("SELECT target_value_id AS id FROM mart.project_target WHERE raw = '≥350'")[0]["id"]
    done = user("explain", fact, "--image", "cell.svg")
    assert done.code == 0 and "t1/R6C7" in done.out
    assert "≥350" in (user.home / "cell.svg").read_text(encoding="utf-8")


def test_export_csv(user: User) -> None:
    done = user("export", "project_overview", "--where", "fiscal_year=2025", "--where", "department_name~样例区司法")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {row["project_name"]: row["total_yuan"] for row in rows} == {"法律援助案件办理经费": "1500000.00", "人民调解工作经费": "365000.00"}
    assert len(user("export", "mart.project_overview").out.splitlines()) == 20
    assert len(user("export", "报表.项目总览", "--where", "年度>=2025").out.splitlines()) == 7
    assert len(user("export", "project_overview", "--where", "total_yuan!=365000").out.splitlines()) == 18


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("fiscal_year = 2025 AND total_yuan > 1000000", 2),
        ("project_name LIKE '%经费' AND fiscal_year BETWEEN 2024 AND 2025", 12),
        ("project_name = '法律援助案件办理经费' -- by name", 6),
        ("left(department_name, 6) = '样例市示范区' OR false", 6),
        ("funding_documents IS NOT NULL", 1),
        ("year_start = '2024-01-01'::date", 6),
        ("project_id IN (SELECT project_id FROM project_change WHERE loosened > 0)", 5),
    ],
)
def test_export_where_an_expression_of_sql(where: str, count: int, user: User) -> None:
    done = user("export", "project_overview", "--where", where)
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) == count + 1


@pytest.mark.parametrize(
    "where",
    [
        "true); DROP TABLE core.task; --",
        "(SELECT count(*) FROM pg_authid) > 0",
        "(SELECT nextval('ops.load_run_load_run_id_seq')) > 0",
        "set_config('transaction_read_only', 'off', false) = 'off'",
        "pg_read_file('/etc/passwd') <> ''",
        "lo_create(0) > 0",
        "project_name = 经费 AND true",
        "(",
    ],
)
def test_export_where_reads_as_the_analyst_and_no_more(where: str, user: User) -> None:
    done = user("export", "project_overview", "--where", where)
    assert (done.code, done.out) == (2, ""), done.out
    assert "Traceback" not in done.err and len(done.err.splitlines()) == 1
    assert user.query("SELECT to_regclass('core.task') IS NOT NULL AS there") == [{"there": "True"}]
    assert user.query("SELECT count(*) AS n FROM pg_largeobject_metadata") == [{"n": "0"}]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["project_overvew"], "project_overview"),
        (["报表.项目总揽"], "项目总览"),
        (["project_overview", "--where", "fiscal_yaer=1"], "fiscal_year"),
        (["project_overview", "--where", "fiscal_year"], "fiscal_year"),
        (["project_overview", "--where", "fiscal_year=abc"], "abc"),
        (["pg_tables"], "pg_tables"),
        (["project_overview", "--where", "fiscal_year=1; DROP TABLE core.project"], "DROP"),
    ],
)
def test_export_wrong_usage(arguments: list[str], named: str, user: User) -> None:
    done = user("export", *arguments)
    assert (done.code, done.out) == (2, "")
    assert named in done.err and "Traceback" not in done.err


def test_export_xlsx(user: User) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    run = [sys.executable, "-m", "etl", "export", "project_target", "--format", "xlsx"]
    env = environment(user.home, JIXIAO_DATABASE_URL=user.url)
    done = subprocess.run(run, capture_output=True, cwd=user.home, env=env, check=True)
    sheet = openpyxl.load_workbook(io.BytesIO(done.stdout)).active
    header, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == 138
    assert isinstance(rows[0][header.index("target_value_id")], str)


def test_a_steward_confirms_a_link(own_database: TestDatabase, tmp_path: Path) -> None:
    """Suggested once the bureau's former name is known; confirmed by a file; the project's years are one story then."""
    steward = User(tmp_path, own_database.url)
    succession = str(SAMPLES.parent / "docs" / "succession.csv")
    assert steward("load", str(SAMPLES), "--succession", succession).code == 0
    asked = ["project_suggestion", "--where", "project_name=安全生产宣传培训经费"]
    (suggested,) = csv.DictReader(io.StringIO(steward("export", *asked).out))
    assert (suggested["previous_project_name"], suggested["status"]) == ("安全生产宣传培训项目", "suggested")
    change = "SELECT fiscal_year AS y, previous_year AS before FROM mart.project_change WHERE project_name = '安全生产宣传培训经费' ORDER BY 1"
    assert steward.query(change) == [{"y": "2025", "before": "2024"}]

    heading = "from_department,from_project,to_department,to_project,effective_year,reason"
    row = "样例市样例区安全生产监督管理局,安全生产宣传培训项目,样例市样例区应急管理局,安全生产宣传培训经费,2024,同一经费，改名"
    (tmp_path / "links.csv").write_text(f"{heading}\n{row}\n", encoding="utf-8")
    assert steward("load", str(SAMPLES), "--links", "links.csv").code == 0
    (confirmed,) = csv.DictReader(io.StringIO(steward("export", *asked).out))
    assert (confirmed["status"], confirmed["note"]) == ("confirmed", "同一经费，改名")
    assert steward.query(change) == [{"y": "2024", "before": "2023"}, {"y": "2025", "before": "2024"}]

    (tmp_path / "links.csv").write_text(f"{heading},why\n", encoding="utf-8")
    wrong = steward("load", str(SAMPLES), "--links", "links.csv")
    assert wrong.code == 2 and "why" in wrong.err and "links.csv" in wrong.err


def test_psql(user: User) -> None:
    assert user("db", "psql", "--csv", "-c", "SELECT 1 AS one").out == "one\n1\n"
    wrong = user("db", "psql", "-c", "SELEC 1")
    assert wrong.code == 1 and "SELEC" in wrong.err
    assert user("db", "psql", "-At", given="SELECT 40 + 2;\n").out == "42\n"


def test_psql_hides_the_password_from_other_users(user: User, tmp_path: Path) -> None:
    """The address goes through the environment, not the list of processes."""
    shown = user("db", "psql", "-At", "-c", r"\! tr '\0' ' ' < /proc/$PPID/cmdline")
    assert "postgresql://" not in shown.out


def small_shell(user: User, program: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """The built-in shell, as on a machine without any psql."""
    code = f"import sys, etl.cli.db as d\nd._program = lambda: None\nfrom etl.cli._errors import guarded\nsys.exit(guarded({program}))"
    env = environment(user.home, JIXIAO_DATABASE_URL=user.url)
    return subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, text=True, encoding="utf-8", cwd=user.home, env=env, check=False
    )


def test_a_shell_without_psql(user: User) -> None:
    done = small_shell(user, "['db', 'psql', '-c', \"SELECT '年度' AS 名, 7 AS n\"]")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [" 名   | n", "------+---", " 年度 | 7", "(1 rows)"]
    typed = small_shell(user, "['db', 'psql']", given="SELECT 1\n + 1 AS two;\n\\q\n")
    assert typed.stdout.splitlines()[-2:] == ["   2", "(1 rows)"]
    wrong = small_shell(user, "['db', 'psql', '-c', 'SELEC']")
    assert wrong.returncode == 1 and "SELEC" in wrong.stderr and "Traceback" not in wrong.stderr


def test_the_embedded_commands_leave_another_server_alone(user: User) -> None:
    for command in ("stop", "serve"):
        assert user("db", command).code == 2


def test_url(user: User) -> None:
    assert user("db", "url").out.strip() == user.url


def test_another_load_holds_the_lock(user: User, database: TestDatabase) -> None:
    with database.engine.connect() as holder, db.exclusive(holder):
        done = user("load", str(SAMPLES))
    assert (done.code, done.out) == (3, "")
    assert len(done.err.splitlines()) == 1 and "Traceback" not in done.err


def test_nothing_loaded_yet(empty_database: TestDatabase, tmp_path: Path) -> None:
    newcomer = User(tmp_path, empty_database.url)
    assert newcomer("status").code == 0 and "jixiao load" in newcomer("status").out
    for command in (["findings"], ["explain", "1"], ["export", "project_overview"]):
        done = newcomer(*command)
        assert (done.code, done.out) == (2, "") and "jixiao load" in done.err
    assert newcomer("db", "upgrade").code == 0
    assert newcomer("findings").out == "nothing needs a look\n"


def test_interrupted(user: User, tmp_path: Path) -> None:
    """Ctrl-C while loading: one line, exit 130."""
    code = (
        "import sys, etl.cli._run as run\n"
        "def load(*_): raise KeyboardInterrupt\n"
        "run.load = load\n"
        "from etl.cli._errors import guarded\n"
        "sys.exit(guarded(['load', '.']))"
    )
    env = {**os.environ, **environment(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env, check=False)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (130, "", 1)


def test_the_query_of_the_readme(user: User) -> None:
    """Its output in the README is what comes out."""
    text = (SAMPLES.parent / "README.md").read_text(encoding="utf-8")
    command, *shown = text.split("```text\n$ ", 1)[1].split("\n```", 1)[0].splitlines()
    assert command.startswith("jixiao db psql -c ")
    done = user(*shlex.split(command)[1:])
    assert [line.rstrip() for line in done.out.rstrip().splitlines()] == [line.rstrip() for line in shown]
