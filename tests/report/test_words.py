"""The program's words: both languages, the same blanks, every one of them used."""

from __future__ import annotations

import re

import pytest

from etl.messages import catalogue, say
from tests.cli import ROOT

BLANK = re.compile(r"\{(\w+)\}")


def test_both_languages_and_the_same_blanks() -> None:
    wrong = [key for key, words in catalogue().items() if sorted(BLANK.findall(words["zh"])) != sorted(BLANK.findall(words["en"]))]
    assert wrong == []
    assert [key for key, words in catalogue().items() if not words["zh"].strip() or not words["en"].strip()] == []


def test_a_wrong_key_or_blank_is_loud() -> None:
    with pytest.raises(KeyError):
        say("no.such.message")
    with pytest.raises(KeyError):
        say("error.no_path", wrong="x")


def test_every_message_is_used() -> None:
    """By its key, or by a key that is put together: then its table or its last word stands in the source."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "etl").rglob("*.py"))
    composed = set(re.findall(r'f"(\w+)\.\{', source)) | {
        "load",
        "inspect",
        "status",
        "findings",
        "explain",
        "report",
        "export",
        "db",
        "app",
        "fact",
        "setting",
    }
    composed |= set(re.findall(r"""called\(["'](\w+)["'],""", source))
    composed |= set(re.findall(r"\{\w+:(\w+)\}", (ROOT / "etl" / "rules.csv").read_text(encoding="utf-8")))  # {expected:year_from}
    unused = [key for key in catalogue() if f'"{key}"' not in source and f"'{key}'" not in source and key.split(".")[0] not in composed]
    assert unused == []


def test_every_key_in_the_source_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "etl").rglob("*.py"))
    keys = set(re.findall(r'\bsay\(\s*"([\w.]+)"', source))
    assert len(keys) > 50
    assert sorted(keys - set(catalogue())) == []


def test_help_shows_each_setting_with_its_default() -> None:
    from etl.settings import Settings

    told = {key.removeprefix("setting."): words for key, words in catalogue().items() if key.startswith("setting.")}
    assert list(told) == list(Settings.model_fields)
    plain = {name: field.default for name, field in Settings.model_fields.items() if isinstance(field.default, (int, float))}
    assert plain
    for name, default in plain.items():
        assert f"默认：{default:g}）" in told[name]["zh"] and f"default: {default:g})" in told[name]["en"]
