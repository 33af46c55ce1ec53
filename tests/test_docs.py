"""What ``docs/`` shows is what comes out: the answers of ``questions.md``, and ``dictionary.md`` from the comments of the database."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import psycopg
import pytest

from tests.cli import ROOT, jixiao
from tests.conftest import TestDatabase

sys.path.insert(0, str(ROOT / "tools"))

from make_docs import DICTIONARY, LOAD, QUESTIONS, made

REMAKE = "run python tools/make_docs.py"


@pytest.fixture(scope="module")
def found(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """Both files as they should be."""
    done = jixiao(*LOAD, home=tmp_path_factory.mktemp("docs"), cwd=ROOT, JIXIAO_DATABASE_URL=database.url)
    assert done.code == 0, done.err
    with psycopg.connect(database.url) as connection:
        return made(connection)


def test_the_questions_have_these_answers(found: dict[Path, str]) -> None:
    assert QUESTIONS.read_text(encoding="utf-8") == found[QUESTIONS], REMAKE


def test_every_question_of_the_domain_has_a_query_and_an_answer() -> None:
    sections = re.split(r"^## ", QUESTIONS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [section.split(" ")[0] for section in sections[:12]] == [str(number) for number in range(1, 13)]
    for section in sections:
        for block in section.split("```sql\n")[1:]:
            answer = re.findall(r"^\|", block, re.MULTILINE)
            assert len(answer) > 2, f"no row answers {section.splitlines()[0]}"


def test_the_dictionary_is_not_stale(found: dict[Path, str]) -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == found[DICTIONARY], REMAKE


def test_both_readmes_show_the_same_commands_and_lead_somewhere() -> None:
    """Blocks of code are equal, block by block; every link of both leads to a file that is there."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")]
    english, chinese = (re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL) for text in texts)
    assert english == chinese and len(english) == 3
    links = [link for text in texts for link in re.findall(r"\]\(([^)#:]+)\)", text)]
    assert [link for link in links if not (ROOT / link).exists()] == [] and len(links) > 10
