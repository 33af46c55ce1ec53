"""``jixiao db …``: the database itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from etl.cli._options import one_of, port_number
from etl.messages import say


def upgrade() -> None:
    """Tables and views to their newest form."""
    _upgrade()
    print(say("db.upgraded"), file=sys.stderr)


def _upgrade() -> None:
    from etl.cli import _database
    from etl.load import database
    from etl.report.steps import steps

    engine = database.engine(_database.settings())
    try:
        with steps() as bar:
            notes = database.upgrade(engine, bar.tell)
    finally:
        engine.dispose()
    for note in notes:
        print(note, file=sys.stderr)


def url(
    role: Annotated[str, typer.Option("--role", metavar="owner|analyst", parser=one_of(["owner", "analyst"]), help=say("option.role"))] = "owner",
) -> None:
    """The address, on one line."""
    from etl.cli import _database
    from etl.load import database

    print(database.url(_database.settings(), role))  # type: ignore[arg-type]


def serve(
    new_password: Annotated[bool, typer.Option("--new-password", help=say("option.new_password"))] = False,
    port: Annotated[int | None, typer.Option("--port", metavar="N", parser=port_number, help=say("option.port"))] = None,
) -> None:
    """Open the embedded server on 127.0.0.1; the address alone on the first line."""
    _only_embedded()
    _upgrade()  # the analyst's role comes with it
    from etl.cli import _database
    from etl.load import serve as serving
    from etl.report.tables import is_terminal, pairs

    found = serving.serve(_database.home(), port, new_password=new_password)
    print(found.url, flush=True)
    if found.port_taken is not None:
        print(say("db.port_taken", taken=found.port_taken, port=found.port), file=sys.stderr)
    if is_terminal(sys.stdout):
        for line in pairs([("JDBC", found.jdbc), ("ODBC", found.odbc)]):
            print(line)
    print(say("db.serving"), file=sys.stderr)


def stop() -> None:
    """Stop the embedded server; also where it does not run."""
    _only_embedded()
    from etl.cli import _database
    from etl.load import server

    print(say("db.stopped" if server.stop(_database.home()) else "db.not_running"), file=sys.stderr)


def dump(path: Annotated[Path, typer.Argument(metavar="FILE", help=say("option.dump"))]) -> None:
    """Write a backup."""
    from etl.cli import _database
    from etl.load import backup

    backup.dump(_database.settings(), path)
    print(say("db.dumped", path=path, size=f"{path.stat().st_size:,}"), file=sys.stderr)


def restore(path: Annotated[Path, typer.Argument(metavar="FILE", help=say("option.restore"))]) -> None:
    """Fill an empty database from a backup."""
    from etl.cli import _database
    from etl.load import backup

    backup.restore(_database.settings(), path)
    print(say("db.restored", path=path), file=sys.stderr)


def _only_embedded() -> None:
    """Another PostgreSQL is its administrator's to open and stop."""
    from etl.cli import _database
    from etl.cli._errors import Problem
    from etl.load.errors import words

    if _database.settings().database_url:
        raise Problem(words("not_ours"))


def psql(
    ctx: typer.Context,
    command: Annotated[list[str] | None, typer.Option("--command", "-c", metavar="SQL", help=say("option.command"))] = None,
    arguments: Annotated[list[str] | None, typer.Argument(metavar="…", help=say("option.psql_arguments"))] = None,
) -> None:
    """psql on the database: the wheel's, else the one on the path, else a small shell of our own."""
    from etl.cli import _database
    from etl.load import database

    program = _program()
    others = [*(arguments or []), *ctx.args]
    if program is None:
        _small_shell(command or [])
        return
    address = database.url(_database.settings())
    given = [part for text in command or [] for part in ("-c", text)]
    raise typer.Exit(_call(program, address, [*given, *others]))


def _program() -> str | None:
    """psql of the wheel, else of the path."""
    import shutil

    from etl.load import cluster
    from etl.load.errors import DatabaseUnreachable

    try:
        found = cluster.binary("psql")
    except DatabaseUnreachable:
        return shutil.which("psql")
    return str(found) if found.is_file() else shutil.which("psql")


def _call(program: str, address: str, arguments: list[str]) -> int:
    """Run psql with the address in its environment, not among its arguments, where every user of the machine could read the password."""
    import os
    import signal
    import subprocess
    from urllib.parse import parse_qs, unquote, urlsplit

    parts = urlsplit(address)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = query.get("host") or parts.hostname
    port = query.get("port") or parts.port
    named = {"PGHOST": host, "PGPORT": port, "PGDATABASE": parts.path.lstrip("/"), "PGUSER": parts.username, "PGPASSWORD": parts.password}
    named |= {"PGSSLMODE": query.get("sslmode"), "PGSSLROOTCERT": query.get("sslrootcert")}
    environment = os.environ | {name: unquote(str(value)) for name, value in named.items() if value}
    environment.setdefault("PGCLIENTENCODING", "UTF8")
    quiet = ["-X"] if arguments else []  # a script wants no one's .psqlrc
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the statement that psql runs
    try:
        return subprocess.run(
            [program, *quiet, *arguments], env=environment, check=False, restore_signals=True, preexec_fn=_heed_interrupt
        ).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def _heed_interrupt() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _small_shell(commands: list[str]) -> None:
    """Run statements without psql: those given, else those typed or piped in, each ended by a semicolon."""
    from etl.cli import _database
    from etl.cli._errors import Problem
    from etl.load import queries
    from etl.report.tables import is_terminal

    interactive = not commands and is_terminal(sys.stdin)
    if interactive:
        print(say("db.shell"), file=sys.stderr)
    with _database.writing() as connection:
        for statement in commands or _statements(interactive):
            try:
                _print(queries.run(connection, statement))
            except queries.ProgrammingFault as error:
                connection.rollback()
                if not interactive:
                    raise Problem(say("error.sql", problem=str(error).strip()), 1) from None
                print(say("error.sql", problem=str(error).strip()), file=sys.stderr)


def _print(answer: object) -> None:
    """Print what a statement gave as psql would."""
    from etl.load.queries import Answer
    from etl.report.tables import aligned

    assert isinstance(answer, Answer)
    if not answer.header:
        print(answer.status)
        return
    for line in aligned(answer.header, answer.rows):
        print(line)
    print(say("db.rows", count=len(answer.rows)))


def _statements(interactive: bool) -> Iterator[str]:
    """Statements from stdin: up to a line that ends in a semicolon; ``\\q`` or the end of the input leaves."""
    gathered: list[str] = []
    while True:
        if interactive:
            print("jixiao> " if not gathered else "     -> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line or line.strip() == "\\q":
            break
        gathered.append(line)
        if line.rstrip().endswith(";"):
            yield "".join(gathered)
            gathered = []
    if "".join(gathered).strip():
        yield "".join(gathered)
