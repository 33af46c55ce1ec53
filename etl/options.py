"""What a caller asks of a run: the options that ``load`` and ``inspect`` share. A leaf module: the command line fills it, the pipeline reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """Claims about the documents (they give way to what a document itself says) and the manner of reading.

    ``money_unit`` is canonical (``10k_yuan`` for 万元). ``jobs`` None: one a core. ``dry_run``: all of it, but nothing is written.
    ``replay``: refused documents on record are read again too, from the store. ``reread``: loaded documents are read again, those given by path or
    in the manifest, else those on record that another version has read.
    """

    year: int | None = None
    department: str | None = None
    region: str | None = None
    money_unit: Literal["yuan", "10k_yuan", "100m_yuan"] | None = None
    manifest: Path | None = None
    roster: Path | None = None
    succession: Path | None = None
    links: Path | None = None
    corrections: Path | None = None
    jobs: int | None = None
    executor: str | None = None
    verify: bool = False
    dry_run: bool = False
    replay: bool = False
    reread: bool = False
