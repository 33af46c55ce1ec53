"""``jixiao`` alone, and the examples of each ``--help``: they are real command lines."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from etl.cli.app import build
from etl.load import server
from etl.messages import catalogue
from tests.cli import ROOT, SAMPLES, environment, jixiao

EXAMPLES = [
    (language, line)
    for key, words in catalogue().items()
    if key.endswith("examples") and key != "help.examples"
    for language, text in words.items()
    for line in text.strip().splitlines()
]


@pytest.mark.parametrize(("language", "line"), EXAMPLES, ids=[f"{language} {line}" for language, line in EXAMPLES])
def test_an_example_parses(language: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = [word for word in shlex.split(line.split("   ", 1)[0].partition(" > ")[0]) if not word.startswith("JIXIAO_")]
    assert words[0] == "jixiao"
    for word in words[1:]:  # the files that an example speaks of
        if word.endswith(".csv") and not word.startswith("-"):
            (tmp_path / word).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / word).write_text("path\n", encoding="utf-8")
    command, arguments = typer.main.get_command(build()), words[1:]
    while (inner := getattr(command, "commands", None)) and arguments:
        assert arguments[0] in inner
        command, arguments = inner[arguments[0]], arguments[1:]
    command.make_context("jixiao", arguments)


def test_alone_it_says_what_to_do_first(tmp_path: Path) -> None:
    done = jixiao(home=tmp_path)
    assert done.code == 0
    assert "Nothing has been loaded yet" in done.out and " load FOLDER/" in done.out
    assert list(tmp_path.iterdir()) == []


def test_alone_it_says_where_things_stand(tmp_path: Path) -> None:
    try:
        assert jixiao("load", str(SAMPLES / "justice_2024.xlsx"), home=tmp_path).code == 0
        done = jixiao(home=tmp_path, JIXIAO_LANG="zh")
    finally:
        server.stop(tmp_path)
    assert "已装载文件 1 个，项目 2 个（按年度计），年度 2024。" in done.out
    assert "findings" in done.out and "report" in done.out


@pytest.mark.slow
def test_the_shell_gets_its_completion(tmp_path: Path) -> None:
    """The shell is known by the process that calls; ``true`` keeps bash from giving its place to the command."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    command = f"{shlex.quote(sys.executable)} -m etl --show-completion; true"
    done = subprocess.run([bash, "-c", command], capture_output=True, text=True, check=False, cwd=ROOT, env=environment(tmp_path))
    assert ("complete" in done.stdout, "JIXIAO" in done.stdout.upper()) == (True, True), done.stderr
