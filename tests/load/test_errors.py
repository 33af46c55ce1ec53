"""The words about the database: in both languages, with the same blanks, one line each."""

from __future__ import annotations

import re

import pytest

from etl.load.errors import WORDS, LockHeld, unreachable


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_blanks(key: str) -> None:
    chinese, english = WORDS[key]["zh"], WORDS[key]["en"]
    assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english))
    assert re.search("[一-龥]", chinese)
    assert not re.search("[一-龥]", re.sub("{.*?}", "", english).replace("用户:密码@主机", ""))
    assert "\n" not in chinese + english


def test_messages_follow_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_LANG", "zh")
    assert str(unreachable("no_server")).startswith("没有找到")
    monkeypatch.setenv("JIXIAO_LANG", "en")
    assert str(unreachable("no_server")).startswith("the embedded")
    held = LockHeld("jixiao 12@host")
    assert held.who in str(held)
