"""The options that several commands take, and how their texts are understood. A text that is not understood is wrong usage (exit 2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from etl.cli._help import suggestions
from etl.messages import say

# What people write for a money unit, and the canonical word of it.
MONEY_UNITS = {"元": "yuan", "万元": "10k_yuan", "亿元": "100m_yuan", "yuan": "yuan", "10k_yuan": "10k_yuan", "100m_yuan": "100m_yuan"}


def fiscal_year(text: str) -> int:
    """``2024`` → 2024."""
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise typer.BadParameter(say("error.year", text=text))
    return int(text)


def region_code(text: str) -> str:
    """Six digits (GB/T 2260)."""
    if not re.fullmatch(r"[0-9]{6}", text):
        raise typer.BadParameter(say("error.region", text=text))
    return text


def positive(text: str) -> int:
    """A whole number above zero."""
    if not re.fullmatch(r"0*[1-9][0-9]{0,5}", text):
        raise typer.BadParameter(say("error.number", text=text))
    return int(text)


def port_number(text: str) -> int:
    """A TCP port that needs no special right."""
    if not re.fullmatch(r"[0-9]{4,5}", text) or not 1024 <= int(text) <= 65_535:
        raise typer.BadParameter(say("error.port", text=text))
    return int(text)


def one_of(choices: list[str]) -> Callable[[str], str]:
    """A parser that accepts these words."""

    def choice(text: str) -> str:
        if text not in choices:
            raise typer.BadParameter(say("error.choice", choices=" / ".join(choices), text=text) + suggestions(text, choices))
        return text

    return choice


def money_unit(text: str) -> str:
    """``万元`` → ``10k_yuan``."""
    return MONEY_UNITS[one_of(list(MONEY_UNITS)[:3])(text) if text not in MONEY_UNITS else text]


def _file(text: str) -> Path:
    """A file that exists."""
    if not Path(text).is_file():
        raise typer.BadParameter(say("error.no_path", path=text))
    return Path(text)


Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH…", help=say("option.paths"))]
Year = Annotated[int | None, typer.Option("--year", metavar="Y", parser=fiscal_year, help=say("option.year"))]
Department = Annotated[str | None, typer.Option("--department", metavar="D", help=say("option.department"))]
Region = Annotated[str | None, typer.Option("--region", metavar="CODE", parser=region_code, help=say("option.region"))]
MoneyUnit = Annotated[str | None, typer.Option("--money-unit", metavar="元|万元|亿元", parser=money_unit, help=say("option.money_unit"))]
Manifest = Annotated[Path | None, typer.Option("--manifest", metavar="CSV", parser=_file, help=say("option.manifest"))]
Roster = Annotated[Path | None, typer.Option("--roster", metavar="CSV", parser=_file, help=say("option.roster"))]
Succession = Annotated[Path | None, typer.Option("--succession", metavar="CSV", parser=_file, help=say("option.succession"))]
Links = Annotated[Path | None, typer.Option("--links", metavar="CSV", parser=_file, help=say("option.links"))]
Corrections = Annotated[Path | None, typer.Option("--corrections", metavar="CSV", parser=_file, help=say("option.corrections"))]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="N", parser=positive, help=say("option.jobs"))]
Executor = Annotated[str | None, typer.Option("--executor", metavar="URL", help=say("option.executor"))]
Verify = Annotated[bool, typer.Option("--verify", help=say("option.verify"))]
Json = Annotated[bool, typer.Option("--json", help=say("option.json"))]


def existing(paths: list[str] | None, manifest: Path | None) -> list[str]:
    """The paths as given: each a URL, or a file or folder that is there. None at all is wrong usage, unless a manifest names the documents."""
    given = list(paths or [])
    if not given and manifest is None:
        raise typer.BadParameter(say("error.manifest_or_paths"))
    for path in given:
        if "://" not in path and not Path(path).exists():
            raise typer.BadParameter(say("error.no_path", path=path) + _neighbours(path))
    return given


def _neighbours(path: str) -> str:
    """A suggestion from the names that stand beside a path that does not exist."""
    folder = Path(path).parent
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        return ""
    return suggestions(Path(path).name, names)
