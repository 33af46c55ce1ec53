"""Corrections (更正): what a steward knows of a cell better than its print or its recognition, laid over what was extracted before it is understood.

Pure, so that it runs in a worker. All that follows (targets, money, checks) follows the corrected text; the evidence keeps the text as printed, and a
finding ``corrected`` shows both with the steward's reason. A correction names the text that it expects to find: where the publisher or a better
reader has changed it, the document is refused with the line of the file, since nobody knows any more whether the correction holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from etl.extract.grid import Cell, Extraction, Line, Place
from etl.finding import Finding, Refused
from etl.rules import finding
from etl.transform.statement import Evidence, Reading

SHORTEST = 8  # characters by which a corrected text is told inside a longer one (a cell joined over a page break)


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of the file: at ``place`` (a label, as ``explain`` and ``findings`` show it) stands ``expected``; read ``corrected``, for ``reason``."""

    place: str
    expected: str
    corrected: str
    reason: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction that was applied, with the text as it is printed."""

    correction: Correction
    printed: str


def correct(extraction: Extraction, corrections: Sequence[Correction]) -> list[Applied]:
    """Put the corrected texts into the cells and lines of ``extraction``.

    Texts are compared without their blanks and line wraps, which a person cannot copy faithfully. Raises Refused: correction_place where the
    document has no such place, correction_mismatch where other text stands there.
    """
    done = []
    for correction in corrections:
        spots = [spot for spot in _spots(extraction) if spot.place.label == correction.place]
        source = f"{correction.file}:{correction.line}"
        if not spots:
            raise Refused("correction_place", place=correction.place, found=source, expected=correction.expected)
        printed = spots[0].text
        if _bare(printed) != _bare(correction.expected):
            raise Refused("correction_mismatch", place=correction.place, found=printed, expected=f"“{correction.expected}” ({source})")
        for spot in spots:
            if isinstance(spot, Cell):
                spot.text, spot.number, spot.percent = correction.corrected, None, False
            else:
                _exchange(extraction, spot, Line(correction.corrected, spot.place))
        done.append(Applied(correction, printed))
    return done


def findings(done: Iterable[Applied]) -> list[Finding]:
    """A finding ``corrected`` for each: printed, corrected, and why."""
    return [
        dataclasses.replace(
            finding("corrected", place=a.correction.place, found=a.printed, expected=a.correction.corrected), hint=a.correction.reason
        )
        for a in done
    ]


def as_printed(reading: Reading, done: Sequence[Applied]) -> Reading:
    """The same reading with the printed text in the evidence of what was corrected."""
    if not done:
        return reading
    return dataclasses.replace(reading, statements=[_printed(statement, done) for statement in reading.statements])


def _spots(extraction: Extraction) -> Iterator[Cell | Line]:
    """Everything that has a place and a text."""
    yield from extraction.prose
    for grid in extraction.grids:
        yield from grid.above
        yield from grid.cells
        yield from grid.below


def _exchange(extraction: Extraction, old: Line, new: Line) -> None:
    """Put a line in the place of another, wherever it stands."""
    for lines in (extraction.prose, *(part for grid in extraction.grids for part in (grid.above, grid.below))):
        lines[:] = [new if line is old else line for line in lines]


def _bare(text: str) -> str:
    return "".join(text.split())


def _printed(value: Any, done: Sequence[Applied]) -> Any:
    """``value`` with its evidences told as printed; dataclasses, lists and dicts are walked, all else stays as it is."""
    if isinstance(value, Evidence):
        return _evidence(value, done)
    if isinstance(value, Place) or not (dataclasses.is_dataclass(value) or isinstance(value, (list, tuple, dict))):
        return value
    if isinstance(value, dict):
        return {key: _printed(entry, done) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_printed(entry, done) for entry in value)
    changed = {f.name: _printed(getattr(value, f.name), done) for f in dataclasses.fields(value)}
    return dataclasses.replace(value, **changed)  # type: ignore[type-var]


def _evidence(evidence: Evidence, done: Sequence[Applied]) -> Evidence:
    for applied in done:
        text = applied.correction.corrected
        if evidence.place.label == applied.correction.place:
            whole = _bare(evidence.text) == _bare(text)
            evidence = Evidence(evidence.place, applied.printed if whole else evidence.text.replace(text, applied.printed))
        elif len(text) >= SHORTEST and text in evidence.text:
            evidence = Evidence(evidence.place, evidence.text.replace(text, applied.printed))
    return evidence


def about(rows: Iterable[tuple[str, Correction]], name: str, sha256: str) -> tuple[Correction, ...]:
    """The corrections of the document ``name``: those whose document is its hash, its name, or the end of its path."""
    path = "/" + name.replace("\\", "/").replace("!", "/")
    return tuple(
        correction for document, correction in rows if document.lower() == sha256 or path.endswith("/" + document.strip("/").replace("!", "/"))
    )
