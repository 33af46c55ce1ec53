#!/usr/bin/env python3
"""Measure how right documents are read: fields right by layout, format and producer, over folders of documents with known truth.

usage: python benchmarks/accuracy.py FOLDER... [--tools FOLDER] [--only TEXT] [--show N]
       python -m tests.made FOLDER && python benchmarks/accuracy.py FOLDER

A document ``NAME.FORMAT`` (or ``NAME.PRODUCER.pdf``) is scored against ``NAME.json`` beside it, the truth in the shape that the shared corpus uses.
``--tools`` is the folder of the corpus's ``score.py`` and ``silent.py``; without it ``../tools`` beside ``JIXIAO_CORPUS``, beside the folders
given, and ``../shared/tools`` are tried;
where there are none, the small scorer of the tests counts (it forgives less, and does not look for silent numbers).
Folders of made documents come from ``python -m tests.made FOLDER``. Reads in this process, one document at a time.

A row of the table is a layout, a column a format; a cell the percentage of fields right, with ``!n`` for n wrong numbers that no finding points at,
``-`` for a document that was refused though its truth says it is to be read. Exits 1 where a number is wrong without a finding.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl.pipeline.reading import Task, read_one  # noqa: E402
from etl.report.inspection import Inspected, as_json  # noqa: E402
from etl.report.width import padded  # noqa: E402
from etl.transform.statement import Claim  # noqa: E402
from tests.made.score import differences, wanted  # noqa: E402

PRINTED = ("comparator", "low", "high", "unit")
Tools = tuple[ModuleType, ModuleType]


@dataclass(frozen=True)
class Scored:
    """One document's marks."""

    layout: str
    format: str
    right: int
    wrong: list[str]
    silent: list[str]
    numbers: int
    refused: str
    seconds: float

    @property
    def percent(self) -> float:
        """Fields right of all."""
        return 100 * self.right / (self.right + len(self.wrong) or 1)


def tools(folder: Path | None) -> Tools | None:
    """The corpus's scorers, loaded by path; ``silent`` imports ``score`` by name. None where there are none."""
    if folder is None:
        return None
    found = []
    for name in ("score", "silent"):
        spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
        if spec is None or spec.loader is None or not (folder / f"{name}.py").exists():
            raise SystemExit(f"no {name}.py in {folder}: give the folder of the corpus's tools with --tools")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        found.append(module)
    return found[0], found[1]


def tools_folder(folders: Sequence[Path]) -> Path | None:
    """Where the scorers stand by themselves, if anywhere."""
    corpus = [Path(os.environ["JIXIAO_CORPUS"])] if os.environ.get("JIXIAO_CORPUS") else []
    places = [place / "tools" for base in (*corpus, *folders) for place in (base.resolve().parent, base.resolve().parent.parent)]
    return next((place for place in [*places, ROOT.parent / "shared" / "tools"] if (place / "score.py").exists()), None)


def documents(folders: Sequence[Path], only: str) -> Iterator[tuple[Path, Path]]:
    """Each document with its truth."""
    for folder in folders:
        for path in sorted(folder.iterdir()):
            stem = path.name.split(".", 1)[0]
            truth = next((t for t in (folder / f"{stem}.json", folder / "truth.json") if t.exists()), None)
            if truth and path.suffix not in (".json", ".md") and path.is_file() and only in path.name:
                yield path, truth


def claim(path: Path, options: Sequence[str]) -> Claim:
    """What the truth says that the reader has to be told."""
    given = dict(zip(options[::2], options[1::2], strict=True))
    year = given.pop("--year", None)
    found = Claim(path.name, int(year) if year else None, department=given.pop("--department", None), region_code=given.pop("--region", None))
    if given:
        raise SystemExit(f"{path}: options that this benchmark does not pass on: {given}")
    return found


def scored(path: Path, truth: Path, with_tools: Tools | None) -> Scored:
    """One document read and scored."""
    expected = with_tools[0].expected(truth) if with_tools else json.loads(truth.read_text(encoding="utf-8"))["expected"]
    told = expected.get("options", ["--year", "2024"] if truth.name == "truth.json" else [])
    start = time.perf_counter()
    read = read_one(Task(path.read_bytes(), claim(path, told)))
    seconds = time.perf_counter() - start
    line = json.loads(json.dumps(as_json(Inspected(path.name, "0", read.media_type, read.reading, read.refused), "zh")))
    right, wrong, silent, numbers = _marks(expected, line, with_tools)
    layout, _, form = path.name.partition(".")
    layout = layout if path.parent.name == "layouts" else re.sub(r"-\d+$", "", layout)
    refused = line["reason_rule"] or "" if expected.get("outcome", "read") == "read" else ""
    return Scored(layout, form, right, wrong, silent, numbers, refused, seconds)


def _marks(expected: dict[str, Any], line: dict[str, Any], with_tools: Tools | None) -> tuple[int, list[str], list[str], int]:
    """How many fields are right, which are wrong, which numbers are wrong without a finding, and how many numbers there are."""
    if with_tools:
        marks = with_tools[0].score(expected, [line])
        return marks.right, marks.wrong, *silent_numbers(with_tools[1], expected, line)
    if expected.get("outcome", "read") != line["outcome"]:
        return 0, ["outcome", *(path for path, _ in wanted(expected))], [], 0
    wrong = [] if line["outcome"] == "refused" else differences(expected, line)
    return max(0, 1 + sum(1 for _ in wanted(expected)) - len(wrong)), wrong, [], 0


def silent_numbers(silent: ModuleType, expected: dict[str, Any], line: dict[str, Any]) -> tuple[list[str], int]:
    """The numbers that are wrong and that no finding points at, and how many numbers there are."""
    findings = [item for item in line["findings"] if item["severity"] in ("error", "warning")]
    values, amounts = silent.collect(expected, [line])
    found = [
        f"{at}: want {want and want.get('raw')}, read {got['raw']} as {[[p.get(key) for key in PRINTED] for p in got['parts']]}"
        for at, want, got in values
        if (want is None or not silent.same_value(want, got))
        and not any(silent.points(f, (got.get("evidence") or {}).get("place")) for f in findings)
    ]
    found += [f"{at}: want {want}, read {got}" for at, want, got in amounts if want != got and not any(silent.names(f, got) for f in findings)]
    return found, len(values) + len(amounts)


def table(rows: Sequence[Scored]) -> Iterator[str]:
    """Layouts by formats."""
    cells: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for row in rows:
        cells[row.layout, row.format].append(row)
    formats = sorted({row.format for row in rows}, key=lambda name: (name.endswith("pdf"), name))
    layouts = list(dict.fromkeys(row.layout for row in rows))
    width = max(map(len, layouts)) + 1
    yield padded("layout", width) + "".join(f"{name[-9:]:>10}" for name in formats) + f"{'mean':>8}{'worst':>8}"
    for layout in layouts:
        here = [row for row in rows if row.layout == layout]
        mean = sum(row.percent for row in here) / len(here)
        line = "".join(f"{_cell(cells[layout, name]):>10}" for name in formats)
        yield f"{layout:<{width}}{line}{mean:>8.2f}{min(row.percent for row in here):>8.2f}"
    means = "".join(f"{_mean([row for row in rows if row.format == name]):>10.2f}" for name in formats)
    yield f"{'mean':<{width}}{means}{_mean(rows):>8.2f}{min(row.percent for row in rows):>8.2f}"


def _mean(rows: Sequence[Scored]) -> float:
    return sum(row.percent for row in rows) / len(rows) if rows else 0.0


def _cell(rows: Sequence[Scored]) -> str:
    if not rows:
        return ""
    silent = sum(len(row.silent) for row in rows)
    refused = all(row.refused for row in rows)
    mean = _mean(rows)
    return ("-" if refused else "100" if mean == 100 else f"{min(mean, 99.9):.1f}") + (f" !{silent}" if silent else "")


def main() -> int:
    """Read the command line, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--tools", type=Path)
    parser.add_argument("--only", default="", help="only documents whose name holds this text")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong fields and silent numbers of each document")
    given = parser.parse_args()
    with_tools = tools(given.tools or tools_folder(given.folders))
    rows = []
    for path, truth in documents(given.folders, given.only):
        with contextlib.redirect_stdout(io.StringIO()):
            row = scored(path, truth, with_tools)
        rows.append(row)
        if given.show and (row.wrong or row.silent):
            print(f"## {path.name}: {row.right}/{row.right + len(row.wrong)}" + (f" refused: {row.refused}" if row.refused else ""))
            print(
                "".join(f"   SILENT {text}\n" for text in row.silent[: given.show]) + "".join(f"   {text}\n" for text in row.wrong[: given.show]),
                end="",
            )
    if not rows:
        print("no document with a truth beside it")
        return 2
    print("\n".join(table(rows)))
    count, silents = sum(row.numbers for row in rows), sum(len(row.silent) for row in rows)
    under = sum(row.percent < 95 for row in rows)
    print(
        f"\n{len(rows)} documents: mean {_mean(rows):.2f} %, worst {min(row.percent for row in rows):.2f} %, {under} under 95 %; "
        f"refused {sum(bool(row.refused) for row in rows)}; "
        + (f"numbers wrong without a finding {silents} of {count}; " if with_tools else "")
        + f"{sum(row.seconds for row in rows):.1f} s, slowest {max(row.seconds for row in rows):.2f} s"
    )
    return 1 if silents else 0


if __name__ == "__main__":
    sys.exit(main())
