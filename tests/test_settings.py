"""Settings from the environment, and what is said when one is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import UsageProblem
from etl.reading_child import Limits
from etl.settings import PREFIX, Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("JIXIAO_LANG", "en")


def test_every_setting_has_a_default_and_words() -> None:
    settings = read_settings()
    assert settings.home.is_absolute() and settings.jobs >= 1 and settings.database_url is None
    assert all(field.description and " | " in field.description for field in Settings.model_fields.values())


def test_environment_then_file_then_default(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("JIXIAO_JOBS=3\nJIXIAO_READ_SECONDS=7\nOTHER=1\nJIXIAO_HOME=~/仓\n", encoding="utf-8")
    monkeypatch.setenv("JIXIAO_JOBS", "5")
    settings = read_settings()
    assert (settings.jobs, settings.read_seconds, settings.home) == (5, 7, Path("~/仓").expanduser())
    assert read_settings(jobs=2, read_seconds=None).jobs == 2


def test_limits_of_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_READ_MEMORY_MB", "700")
    assert read_settings(read_seconds=5).limits() == Limits(seconds=5, memory_mb=700)


@pytest.mark.parametrize(("given", "language"), [("zh_CN.UTF-8", "zh"), ("EN", "en"), ("", None)])
def test_language(given: str, language: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_LANG", given)
    assert read_settings().lang == language


@pytest.mark.parametrize(("name", "value"), [("JOBS", "0"), ("JOBS", "many"), ("READ_SECONDS", "-1"), ("READ_MEMORY_MB", "5"), ("LANG", "fr")])
def test_a_wrong_setting_is_one_line_that_names_it(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert isinstance(error.value, UsageProblem)
    assert PREFIX + name in str(error.value) and "\n" not in str(error.value)


def test_an_address_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DATABASE_URL", "postgresql://a:secret@b/c")
    settings = read_settings()
    assert settings.database_url == "postgresql://a:secret@b/c"
    assert "secret" not in repr(settings)
