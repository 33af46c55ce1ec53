"""What a run tells: a bar on a terminal, a line a document in a pipe, JSON for programs."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from decimal import Decimal
from fcntl import ioctl
from pathlib import Path

import pytest

from etl.report.progress import Json, Lines, Several, Summary, Terminal, summary_lines
from etl.report.steps import EVERY, Steps
from etl.report.width import width
from tests.cli import ROOT, environment

SUMMARY = Summary(
    documents=3,
    loaded=1,
    unchanged=1,
    refused=1,
    statements=1,
    projects=22,
    indicators=110,
    targets=220,
    total_yuan=Decimal("14853400.1"),
    findings={"error": 0, "warning": 2, "info": 0},
    seconds=1.25,
)


def run(sink: Lines | Json | Several) -> None:
    """A run of three documents."""
    sink.start(3)
    sink.begin("folder/a.pdf")
    sink.read("folder/a.pdf")
    sink.document("folder/a.pdf", "loaded", statements=1, projects=22, targets=220, findings=2)
    sink.document("b.xlsx", "unchanged")
    sink.document("c\nd.html", "refused", "no year;\tgive --year")
    sink.finish(SUMMARY)


def test_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_LANG", "en")
    told: list[str] = []
    run(Lines(told.append))
    assert told[:3] == [
        "loaded\tfolder/a.pdf\tstatements 1, projects 22, targets 220, findings of the reading 2",
        "unchanged\tb.xlsx",
        "refused\tc d.html\tno year; give --year",
    ]
    assert any("14,853,400.10" in line for line in told)


def test_json() -> None:
    told: list[str] = []
    run(Json(told.append))
    first, _, third, last = map(json.loads, told)
    assert first == {"file": "folder/a.pdf", "outcome": "loaded", "reason": None, "statements": 1, "projects": 22, "targets": 220, "findings": 2}
    assert (third["outcome"], third["reason"]) == ("refused", "no year;\tgive --year")
    assert last["summary"]["total_yuan"] == "14853400.10"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_summary_is_aligned(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_LANG", language)
    lines = summary_lines(SUMMARY)[1:]
    starts = {width(line) - width(line.split("  ")[-1].lstrip()) for line in lines if "(" not in line.split("  ")[-1]}
    assert len(starts) == 1


def in_terminal(program: str, home: Path, columns: int = 80, **more: str) -> tuple[int, str]:
    """Run a Python program on a pseudo-terminal of 80 columns; returns exit code and all that the terminal was sent."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = environment(home, TERM="xterm-256color", **more)
    child = subprocess.Popen([sys.executable, "-c", program], stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=env, close_fds=True)
    os.close(slave)
    shown, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([master], [], [], 0.2)[0]:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
        elif child.poll() is not None:
            break
    code = child.wait(30)
    os.close(master)
    return code, shown.decode("utf-8", "replace")


BAR = """
import sys, time
from etl.report import progress
from etl.report.tables import Output
sink = progress.sink(as_json=False, out=Output(patient=True), stdout=sys.stdout, stderr=sys.stderr)
sink.start(3)
for number in range(3):
    sink.begin(f'公开/第{number}份目标表.pdf')
    time.sleep(0.3)
    sink.read(f'公开/第{number}份目标表.pdf')
    sink.document(f'公开/第{number}份目标表.pdf', 'refused' if number == 2 else 'loaded', '没有写明年度' if number == 2 else None)
sink.finish(progress.Summary(documents=3, loaded=2, refused=1))
"""


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    """Documents done of all, the current file and the time left while it runs; at the end the bar is gone, the refusal and the summary stand."""
    code, shown = in_terminal(BAR, tmp_path, JIXIAO_LANG="zh")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert code == 0
    assert "1/3" in plain and "第1份目标表.pdf" in plain and "剩余" in plain
    end = plain[plain.rindex("拒绝  公开") :]
    assert "没有写明年度" in end and "装载结果" in end and "/3" not in end
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h"), "the cursor is back"


# An upgrade of an empty home, then an export into a file: stderr alone is the terminal there.
LONG = """
import subprocess, sys
program = [sys.executable, "-m", "etl"]
assert subprocess.call([*program, "db", "upgrade"]) == 0
with open(sys.argv[0] + "rows.csv", "wb") as out:
    code = subprocess.call([*program, "export", "coverage"], stdout=out)
subprocess.call([*program, "db", "stop"])
sys.exit(code)
"""


@pytest.mark.parametrize(("language", "said"), [("en", ("changing tables", "exporting rows", "left")), ("zh", ("更新表", "导出（行）", "剩余"))])
def test_an_upgrade_and_an_export_show_how_far_they_are(tmp_path: Path, language: str, said: tuple[str, ...]) -> None:
    program = LONG.replace("sys.argv[0]", repr(f"{tmp_path}/"))
    code, shown = in_terminal(program, tmp_path, columns=100, JIXIAO_LANG=language)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert code == 0, plain
    assert all(words in plain for words in said), plain
    assert re.search(r"\b(\d+)/\1\b", plain), "all migrations are counted"
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").startswith("region_code")
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h"), "the cursor is back"


def test_rows_are_told_of_as_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_LANG", "en")
    bar = Steps(watched=True)
    rows = bar.through(range(EVERY * 2 + 1), "steps.rows", EVERY * 2 + 1)
    assert [next(rows) for _ in range(EVERY + 1)] == list(range(EVERY + 1))
    assert bar.bar is not None
    (task,) = bar.bar.tasks
    assert (task.completed, task.total, task.description) == (EVERY, EVERY * 2 + 1, "exporting rows")
    bar.close()
    assert list(Steps(watched=False).through("abc", "steps.rows", 3)) == ["a", "b", "c"]


def test_no_colours_where_none_are_wanted(tmp_path: Path) -> None:
    _, shown = in_terminal(BAR, tmp_path, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m|\x1b\[38", shown)


def test_help_is_bold_only_on_a_terminal(tmp_path: Path) -> None:
    program = "import sys; sys.argv = ['jixiao', '--help']; from etl.cli import main; main()"
    assert "\x1b[1m" in in_terminal(program, tmp_path)[1]
    assert "\x1b[" not in in_terminal(program, tmp_path, NO_COLOR="1")[1]


def test_a_load_outlives_the_reader_of_its_report(tmp_path: Path) -> None:
    """``jixiao load … | head -1`` goes on loading."""
    reader, writer = os.pipe()
    os.close(reader)
    program = BAR + "\nopen('done', 'w').close()\n"
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=writer, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment(tmp_path), check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "done").exists()


def test_the_bar_counts_each_document_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in a group, written in a group, known already: the bar ends at the number of documents, and says so while it writes."""
    monkeypatch.setenv("JIXIAO_LANG", "en")
    sink = Terminal(lambda _: None)
    sink.start(4)
    assert sink.bar is not None
    sink.document("known.pdf", "unchanged")
    for name in "abc":
        sink.begin(name)
    for name in "abc":
        sink.read(name)
    (task,) = sink.bar.tasks
    assert (task.completed, task.fields["file"]) == (4, "writing to the database")
    for name in "abc":
        sink.document(name, "loaded")
    assert task.completed == 4
    sink.close()
