"""Settings (设置): environment variables ``JIXIAO_*``, also from a file ``.env`` in the current folder. Each has a default that suits one machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from etl.errors import UsageProblem
from etl.messages import say
from etl.reading_child import Limits

PREFIX = "JIXIAO_"


class SettingsError(UsageProblem):
    """A setting has a value that it cannot have; the text names its variable and what is wrong, never the value of a database address."""


def cores() -> int:
    """How many processors this process may use (a container's share counts, not the machine's number)."""
    count = getattr(os, "process_cpu_count", None)  # from Python 3.13 on
    if count is not None:
        return count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_home() -> Path:
    """Where the embedded database and the like live unless ``JIXIAO_HOME`` says otherwise: the user's data folder."""
    return Path(platformdirs.user_data_dir("jixiao", appauthor=False))


class Settings(BaseSettings):
    """All settings. ``Settings()`` raises pydantic's ValidationError; :func:`read_settings` gives one clear line instead."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, frozen=True
    )

    home: Path = Field(default_factory=default_home, description="数据文件夹：内置数据库、日志 | folder of the embedded database and logs")
    database_url: str | None = Field(
        None, repr=False, description="PostgreSQL 地址，不设则用内置数据库 | PostgreSQL to use instead of the embedded one"
    )
    lang: Literal["zh", "en"] | None = Field(None, description="语言 zh 或 en，不设则按系统 | language of messages; by locale if not set")
    jobs: int = Field(default_factory=cores, ge=1, le=1024, description="同时读取的进程数 | reading processes at a time (default: cores)")
    read_seconds: float = Field(
        15, gt=0, le=86_400, description="读一个文件（扫描件为每页）的时限（秒） | seconds that reading one document, or one page of a scan, may take"
    )
    read_memory_mb: int = Field(1200, ge=256, description="读取进程的内存上限（MB） | memory of one reading process, in MB")
    read_output_mb: int = Field(200, ge=1, description="一个文件读出内容的上限（MB） | size of what is read from one document, in MB")
    read_open_files: int = Field(256, ge=32, description="读取进程可打开的文件数 | files that a reading process may have open")
    max_file_mb: int = Field(200, ge=1, description="文件大小上限（MB） | largest document that is taken, in MB")
    download_tries: int = Field(5, ge=1, le=100, description="下载一个文件的尝试次数 | how often a download is tried")
    download_seconds: float = Field(300, gt=0, le=86_400, description="一次下载的时限（秒） | seconds that one try of a download may take")
    database_wait_seconds: float = Field(
        120, ge=0, le=86_400, description="数据库断开后等待的时限（秒） | seconds that a load waits for a database that went away"
    )

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("lang", mode="before")
    @classmethod
    def _language(cls, value: Any) -> Any:
        """``zh_CN.UTF-8`` is zh, as for a locale."""
        short = str(value).lower()[:2]
        return short if short in ("zh", "en") else value

    def limits(self) -> Limits:
        """What reading one document may take, for :class:`etl.workers.Workers`."""
        return Limits(self.read_seconds, self.read_memory_mb, self.read_output_mb, self.read_open_files)


def read_settings(**given: Any) -> Settings:
    """The settings of the environment; ``given`` ones (from the command line, None left out) win. Raises :class:`SettingsError`."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0] if first["loc"] else "").upper()
        raise SettingsError(say("error.setting", name=name, problem=first["msg"])) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(say("error.setting", name=".env", problem=str(error).splitlines()[0])) from None
