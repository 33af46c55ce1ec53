#!/usr/bin/env python3
"""Zip the Superset bundle that stands beside this file, with the address of your database in it or without.

usage: python deploy/superset/bundle.py [--address postgresql://jixiao_analyst:PASSWORD@HOST:PORT/jixiao] FILE.zip

Without an address the bundle holds no password: give address and password after the import, under Settings → Database connections. With one (the
line that `jixiao db url --role analyst` prints) the dashboards work at once; the file then holds the password and only its owner may read it. The
same bundle gives the same bytes. Needs nothing but Python.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATABASE = "databases/jixiao.yaml"


def zipped(target: Path, address: str | None = None) -> None:
    """Write the bundle to ``target``, readable by its owner only."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    target.chmod(0o600)  # one that stood there keeps its rights else
    # Stored as they are: what packs them differs between machines, and so would the bytes.
    with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as archive:
        for path in sorted(HERE.rglob("*.yaml")):
            name = path.relative_to(HERE).as_posix()
            text = path.read_text(encoding="utf-8")
            if name == DATABASE and address:
                text = addressed(text, address)
            entry = zipfile.ZipInfo(f"jixiao/{name}", date_time=(2026, 1, 1, 0, 0, 0))  # Superset drops the first folder's name
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, text)


def addressed(text: str, address: str) -> str:
    """The database's file with this address, and without the empty password that stands for one."""
    line = f"sqlalchemy_uri: {json.dumps(address, ensure_ascii=False)}"  # a JSON string is a YAML one
    text, times = re.subn(r"^sqlalchemy_uri: .*$", lambda _: line, text, flags=re.MULTILINE)
    if times != 1:
        raise SystemExit(f"{HERE / DATABASE}: no line sqlalchemy_uri")
    return re.sub(r"^password: .*\n", "", text, flags=re.MULTILINE)


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description="Zip the Superset bundle.")
    parser.add_argument("file", type=Path, metavar="FILE.zip")
    parser.add_argument("--address", help="postgresql://USER:PASSWORD@HOST:PORT/DATABASE of the read-only role")
    given = parser.parse_args()
    if given.address and not given.address.startswith("postgresql"):
        sys.exit("the address begins with postgresql://; `jixiao db url --role analyst` prints it")
    zipped(given.file, given.address)


if __name__ == "__main__":
    main()
