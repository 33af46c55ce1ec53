"""What a worker does: bytes and claim in, statements out; pure, so that it runs in a process here or on a machine elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from etl.extract.document import read_document
from etl.extract.grid import Extraction
from etl.finding import Refused
from etl.pipeline.corrections import Applied, Correction, as_printed, correct, findings
from etl.reading_child import Limits
from etl.settings import Settings
from etl.transform.engine import read
from etl.transform.statement import Claim, Reading


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is given: a document's bytes, what is claimed of it, whether both readers must agree on it (``--verify``), and the
    corrections that a steward made to it."""

    data: bytes
    claim: Claim
    verify: bool = False
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a worker gives back: the type told by content and what was understood, or why the document is refused."""

    media_type: str | None
    reading: Reading
    refused: Refused | None = None


def read_one(task: Task) -> Read:
    """Read one document. A refusal is a result, never an exception."""
    try:
        extraction = read_document(task.data, verify=task.verify)
    except Refused as refused:
        return Read(None, Reading(), refused)
    done: list[Applied] = []
    try:
        done = correct(extraction, task.corrections)
        reading = as_printed(read(extraction, task.claim), done)
    except Refused as refused:
        return Read(extraction.media_type, Reading(findings=[*extraction.findings, *findings(done)]), refused)
    reading.findings += findings(done)
    return Read(extraction.media_type, reading)


def tables_of(task: Task) -> Extraction:
    """Extract alone: the tables of one document. Raises Refused."""
    return read_document(task.data, verify=task.verify)


def limits(settings: Settings) -> Limits:
    """The limits of a reading process that the settings give."""
    return Limits(settings.read_seconds, settings.read_memory_mb, settings.read_output_mb, settings.read_open_files)
