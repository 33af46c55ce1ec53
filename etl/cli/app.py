"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from etl import __version__
from etl.cli import db, doctor, load, look
from etl.cli import inspect as inspect_module
from etl.cli import report as report_module
from etl.cli._help import Command, Group
from etl.messages import say


def _version(asked: bool) -> None:
    if asked:
        print(f"jixiao {__version__}")
        raise typer.Exit


def _callback(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help=say("app.version"))] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        _start()


def _start() -> None:
    """Where things stand; no database is made for it."""
    from etl.cli import _database
    from etl.cli._errors import program
    from etl.load import queries
    from etl.report.start import show
    from etl.report.tables import Output

    standing = None
    if _database.made():
        with _database.reading(empty=True) as connection:
            standing = queries.standing(connection)
    show(standing, _database.home(), program(), Output())


def _group(key: str) -> typer.Typer:
    """A group of commands with the words of ``key``; alone it shows its help."""
    words = {"help": say(f"{key}.help"), "epilog": say(f"{key}.examples")}
    return typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None, pretty_exceptions_enable=False, **words)  # type: ignore[arg-type]


def build() -> typer.Typer:
    """The whole command line, its words in the user's language."""
    app = _group("app")
    app.callback()(_callback)
    for name, function in (
        ("load", load.load),
        ("inspect", inspect_module.inspect),
        ("status", look.status),
        ("findings", look.findings),
        ("explain", look.explain),
        ("report", report_module.report),
        ("export", look.export),
        ("doctor", doctor.doctor),
    ):
        words = {"help": say(f"{name}.help"), "short_help": say(f"{name}.short"), "epilog": say(f"{name}.examples")}
        app.command(name, cls=Command, **words)(function)  # type: ignore[arg-type]
    app.add_typer(_database(), name="db", short_help=say("db.short"))
    return app


_BACKUP = (("dump", db.dump), ("restore", db.restore))


def _database() -> typer.Typer:
    """The commands ``jixiao db …``."""
    group = _group("db")
    group.callback()(_show_help)
    for name, function in (("upgrade", db.upgrade), ("url", db.url), ("psql", db.psql), ("serve", db.serve), ("stop", db.stop), *_BACKUP):
        words = {"help": say(f"db.{name}"), "short_help": say(f"db.{name}"), "epilog": say(f"db.{name}_examples")}
        passing = {"ignore_unknown_options": True, "allow_extra_args": True} if name == "psql" else {}
        group.command(name, cls=Command, context_settings=passing, **words)(function)  # type: ignore[arg-type]
    return group


def _show_help(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())
