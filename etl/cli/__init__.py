"""The command line ``jixiao``, also ``python -m etl``: arguments in, exit code out; everything else is done elsewhere.

Exit codes: 0 all loaded or unchanged; 1 some documents refused; 2 wrong usage or settings; 3 another load holds the lock; 4 the database
cannot be reached, or there is no room to write; 130 interrupted, 143 told to end (SIGTERM); 70 a fault of jixiao itself (its traceback is in a log
file). Modules are imported by the command that needs them: ``jixiao --help`` answers at once.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    from etl.cli._errors import guarded

    raise SystemExit(guarded(sys.argv[1:]))
