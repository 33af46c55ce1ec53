"""From what goes wrong to one line on stderr and an exit code. No traceback reaches a user: an unexpected one goes to a log file."""

from __future__ import annotations

import errno
import os
import platform
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from etl import __version__
from etl.cli import _signals
from etl.cli._help import UsageError, suggestions
from etl.errors import UsageProblem
from etl.finding import Refused
from etl.language import language
from etl.messages import say
from etl.rules import explain

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO}
USAGE, LOCKED, UNREACHABLE, INTERNAL, INTERRUPTED, PIPE_CLOSED = 2, 3, 4, 70, 130, 141


class Problem(UsageProblem):
    """A :class:`UsageProblem` that the command line itself notices; ``code`` is the exit code."""

    def __init__(self, text: str, code: int = USAGE) -> None:
        super().__init__(text)
        self.code = code


def guarded(arguments: list[str]) -> int:
    """Run the command line on ``arguments``; returns the exit code, whatever happens."""
    _utf8_or_replaced()
    _language_from_file()
    _signals.install()
    try:
        return _run(arguments)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted(arguments)
    except BrokenPipeError:
        _close_pipe()
        return PIPE_CLOSED
    except SystemExit as left:  # typer's answer to a broken pipe, and the way it leaves after completion
        if isinstance(left.__context__, BrokenPipeError):
            _close_pipe()
            return PIPE_CLOSED
        return left.code if isinstance(left.code, int) else 0
    except Exception as error:
        return _answer(error, arguments)


def program() -> str:
    """The command as the user can type it: ``jixiao`` where that is on the path, else as it was called."""
    import shlex
    import shutil

    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m etl"
    found = shutil.which(called.name)
    if found and Path(found).resolve() == called.resolve():
        return called.name
    try:
        return shlex.quote(str(called.absolute().relative_to(Path.cwd())))
    except ValueError:
        return shlex.quote(str(called))


def _run(arguments: list[str]) -> int:
    from etl.cli.app import build

    command = typer.main.get_command(build())
    code = command.main(arguments, prog_name="jixiao", standalone_mode=False)
    sys.stdout.flush()
    if code == INTERRUPTED:  # what typer makes of KeyboardInterrupt
        return _interrupted(arguments)
    return code if isinstance(code, int) else 0


def _interrupted(arguments: list[str]) -> int:
    _tell(say("error.interrupted" if arguments[:1] == ["load"] else "error.stopped"))
    return _signals.exit_code() or INTERRUPTED


def _answer(error: Exception, arguments: list[str]) -> int:
    """Tell the user about ``error``; returns the exit code for it."""
    if isinstance(error, UsageProblem):
        _tell(say("error.word") + str(error))
        return error.code if isinstance(error, Problem) else USAGE
    if isinstance(error, UsageError):
        return _wrong_usage(error)
    if isinstance(error, typer.Exit):
        return error.exit_code
    known = _known(error)
    if known is None:
        return _unexpected(error, arguments)
    _tell(say("error.word") + known[0])
    return known[1]


def _known(error: Exception) -> tuple[str, int] | None:
    """Message and exit code of errors that other parts raise on purpose, or that the libraries raise for a database that is away."""
    from etl.load.errors import DatabaseUnreachable, LockHeld

    if isinstance(error, Refused):
        return explain(error, language()), USAGE
    if isinstance(error, LockHeld):
        return str(error), LOCKED
    if isinstance(error, DatabaseUnreachable):
        return str(error), UNREACHABLE
    names = {f"{kind.__module__.split('.')[0]}.{kind.__name__}" for kind in type(error).__mro__}
    if names & {"sqlalchemy.OperationalError", "psycopg.OperationalError", "sqlalchemy.InterfaceError"}:
        return say("error.unreachable", problem=_one_line(error)), UNREACHABLE
    if names & {"sqlalchemy.ProgrammingError", "psycopg.ProgrammingError"} and "does not exist" in str(error):
        return say("error.outdated", problem=_one_line(error)), USAGE
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return say("error.no_room", path=error.filename or _home(), problem=error.strerror), UNREACHABLE
    if isinstance(error, (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)) and error.filename:
        return say("error.unreadable", path=error.filename, problem=error.strerror), USAGE
    return None


def _home() -> str:
    """The data folder, where an error names no file."""
    with suppress(Exception):
        from etl.settings import read_settings

        return str(read_settings().home)
    return "JIXIAO_HOME"


def _wrong_usage(error: Any) -> int:
    """Say what is wrong with the command line, in the user's language where it is one of the usual faults."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        known = [name for p in error.ctx.command.params for name in p.opts] if error.ctx else []
        text = say("error.no_option", name=error.option_name) + suggestions(error.option_name, known)
    elif kind == "MissingParameter":
        text = say("error.missing", name=getattr(error.param, "metavar", None) or error.param.name)
    elif kind == "BadOptionUsage":
        text = say("error.option_value", name=error.option_name)
    elif kind == "UsageError" and "nexpected extra argument" in error.message:
        text = say("error.unexpected", text=error.message.rpartition("(")[2].rstrip(")."))
    else:
        name = error.param.opts[0] if getattr(error, "param", None) is not None and error.param.opts[0].startswith("-") else ""
        text = say("error.option", name=name, problem=error.message) if name else error.message
    _tell(say("error.word") + text)
    _tell(say("error.see", command=error.ctx.command_path if error.ctx else "jixiao"))
    return USAGE


def _unexpected(error: Exception, arguments: list[str]) -> int:
    """One line for the user; the traceback goes to a log file that only the user can read."""
    trace = "".join(traceback.format_exception(error))
    head = f"jixiao {__version__}, Python {platform.python_version()}, {platform.platform()}\n{arguments}\n\n"
    text = re.sub(r"(://[^:/@\s]*):[^@/\s]+@", r"\1:***@", head + trace)
    log = _log_file()
    log.write_text(text, encoding="utf-8")
    _tell(say("error.word") + say("error.unexpected_error", problem=_one_line(error), log=log))
    return INTERNAL


def _log_file() -> Path:
    """A new file in the ``log`` folder of jixiao's home, else among the temporary files."""
    name = f"error-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    try:
        from etl.settings import read_settings

        folder = read_settings().home / "log"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / name).touch(mode=0o600)
    except Exception:
        handle, path = tempfile.mkstemp(prefix="jixiao-", suffix=f"-{name}")
        os.close(handle)
        return Path(path)
    return folder / name


def tell_by(tell: Callable[[str, str], None]) -> None:
    """From now on messages go through ``tell`` (kind, text) instead of to stderr as they are: ``--log json``."""
    _by.append(tell)


_by: list[Callable[[str, str], None]] = []


def _one_line(error: Exception) -> str:
    """The first line of what an error says, without a password; its kind where it says nothing."""
    text = str(error).strip() or type(error).__name__
    line = next((line.strip() for line in text.splitlines() if line.strip()), text)
    return re.sub(r"(://[^:/@\s]*):[^@/\s]+@", r"\1:***@", line)[:300]


def _tell(text: str) -> None:
    """A line on stderr; nothing where stderr is closed."""
    with suppress(OSError, ValueError):
        if _by:
            _by[-1]("error", text)
            return
        print(text, file=sys.stderr, flush=True)


def _utf8_or_replaced() -> None:
    """Never fail on a character that the terminal cannot show; what is piped is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language_from_file() -> None:
    """``JIXIAO_LANG`` may stand in ``.env`` like every setting, but is needed before the settings are."""
    with suppress(OSError, UnicodeDecodeError):
        found = re.search(r"""^\s*(?:export\s+)?JIXIAO_LANG\s*=\s*["']?(\w+)""", Path(".env").read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            os.environ.setdefault("JIXIAO_LANG", found[1])


def _close_pipe() -> None:
    """Keep Python from complaining at exit that the reader of a pipe has gone."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (stays open until the process ends)
