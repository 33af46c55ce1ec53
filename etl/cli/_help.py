"""How ``--help`` looks: usage, what it does, arguments and options, examples; in the user's language, aligned for Chinese text.

typer's own help is English and does not know the width of Chinese characters; the classes here replace its formatting and nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from etl.messages import catalogue, say
from etl.report.width import columns, padded, width, wrapped

Write = Callable[[str], None]

# The parent of typer.BadParameter: typer has it under another name since it carries its own click.
UsageError: Any = typer.BadParameter.__mro__[1]


def suggestions(name: str, known: list[str]) -> str:
    """``; did you mean load?`` for a mistyped name, or "" where nothing is like it."""
    like = get_close_matches(name, known, n=3, cutoff=0.6)
    return say("error.suggest", names=" / ".join(like)) if like else ""


class Command(TyperCommand):
    """A command whose help is written by :func:`write_help`."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of this command."""
        write_help(self, ctx, formatter.write)


class Group(TyperGroup):
    """A group of commands whose help is written by :func:`write_help`; suggests names for mistyped ones."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of this group."""
        write_help(self, ctx, formatter.write)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that ``args`` begin with; wrong usage, with a suggestion, where there is none of that name."""
        name = args[0] if args else ""
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise UsageError(say("error.no_command", name=name) + suggestions(name, list(self.commands)), ctx)
        return super().resolve_command(ctx, args)


def write_help(command: Any, ctx: Any, write: Write) -> None:
    """Write the help of a command or group."""
    params = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [p for p in params if p.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name == "option"]
    usage = [ctx.command_path, *(_metavar(p) for p in arguments), "[OPTIONS]"]
    if isinstance(command, Group):
        usage = [ctx.command_path, "COMMAND …"]
    write(_strong(say("help.usage")) + " ".join(usage) + "\n\n")
    for line in wrapped((command.help or "").strip(), columns()):
        write(line + "\n")
    if isinstance(command, Group):
        _section(say("help.commands"), [(name, c.short_help or c.help or "") for name, c in command.commands.items()], write)
    _section(say("help.arguments"), [(_metavar(p), p.help or "") for p in arguments], write)
    _section(say("help.options"), [(_flags(p), _words(p)) for p in options], write)
    if ctx.parent is None:
        settings = [key for key in catalogue() if key.startswith("setting.")]
        _section(say("help.settings"), [("JIXIAO_" + key.removeprefix("setting.").upper(), say(key)) for key in settings], write)
    for line in _tail(command, ctx):
        write(line + "\n")


def _tail(command: Any, ctx: Any) -> Iterator[str]:
    """The lines after the options: examples, and for the whole program the exit codes."""
    if command.epilog:
        yield from ("", _strong(say("help.examples")), *(f"  {line}" for line in command.epilog.strip().splitlines()))
    if ctx.parent is None:
        yield from ("", *say("help.codes").strip().splitlines(), "", say("help.more", command=ctx.command_path))


def _metavar(param: Any) -> str:
    return param.metavar or str(param.name).upper()


def _flags(param: Any) -> str:
    """``--year Y``; flags stand without a value."""
    names = ", ".join(sorted(param.opts, key=len, reverse=True))
    return names if param.is_flag else f"{names} {_metavar(param)}"


def _words(param: Any) -> str:
    """What an option does; typer's own options are known by their name."""
    ours = {
        "--help": "help.help_option",
        "--install-completion": "app.install_completion",
        "--show-completion": "app.show_completion",
    }
    return next((say(key) for name, key in ours.items() if name in param.opts), param.help or "")


def _section(title: str, rows: list[tuple[str, str]], write: Write) -> None:
    """A title and rows of two columns; a first column that is too wide gets a line of its own."""
    if not rows:
        return
    write(f"\n{_strong(title)}\n")
    left = min(28, max(width(name) for name, _ in rows) + 2)
    for name, words in rows:
        lines = wrapped(words, columns() - left - 2)
        first = padded(name, left) if width(name) < left else f"{name}\n  {' ' * left}"
        write(f"  {first}{lines[0]}\n")
        for line in lines[1:]:
            write(f"  {' ' * left}{line}\n")


def _strong(text: str) -> str:
    """Bold on a terminal that shows colours."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return text if plain else f"\x1b[1m{text}\x1b[0m"
