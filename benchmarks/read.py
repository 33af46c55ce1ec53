"""Reading tables of PDFs: ours beside pdfplumber, every peer that is installed, and pdfium's own floor, in one run.

Wall time on a shared machine says nothing: each reader runs in a process of its own, documents are given to all of them in turn, round by round, and
each tells its processor time; medians are shown, as ratios to pdfplumber, to the fastest peer and to the floor (page and text page loaded).

``python benchmarks/read.py [--python PATH]... [--rounds N] [--corpus FOLDER] [--json]``. Peers in other environments are found with
``--python``: some install a module named ``pdfplumber`` over the real one and must never share ours.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
READERS = ("floor", "jixiao", "pdfplumber", "tablers", "pdfspine", "bolivar", "camelot")
SLOW = ("pdfplumber", "camelot")
"""Readers that read the book once only."""


def _floor() -> Callable[[str], int]:
    import ctypes

    import pypdfium2  # noqa: F401  (starts the library)
    import pypdfium2.raw as pdfium

    def read(path: str) -> int:
        data = Path(path).read_bytes()
        doc = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        count = pdfium.FPDF_GetPageCount(doc)
        for number in range(count):
            page = pdfium.FPDF_LoadPage(doc, ctypes.c_int(number))
            text = pdfium.FPDFText_LoadPage(page)
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(doc)
        return int(count)

    return read


def _jixiao() -> Callable[[str], int]:
    sys.path.insert(0, str(ROOT))
    from etl.extract.pdf import read_grids

    return lambda path: sum(len(grid.cells) for grid in read_grids(Path(path).read_bytes()))


def _pdfplumber() -> Callable[[str], int]:
    import pdfplumber

    def read(path: str) -> int:
        cells = 0
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                cells += sum(cell is not None for table in page.extract_tables() for row in table for cell in row)
                page.close()
        return cells

    return read


def _tablers() -> Callable[[str], int]:
    import tablers

    def read(path: str) -> int:
        doc = tablers.Document(path)
        cells = sum(len(table.cells) for page in doc.pages() for table in tablers.find_tables(page, extract_text=True))
        doc.close()
        return cells

    return read


def _pdfspine() -> Callable[[str], int]:
    import pdfspine

    def read(path: str) -> int:
        doc = pdfspine.open(path)
        return sum(cell is not None for page in doc for table in page.find_tables() for row in table.extract() for cell in row)

    return read


def _bolivar() -> Callable[[str], int]:
    import bolivar  # noqa: F401  (its module named pdfplumber stands over the real one)

    return _pdfplumber()


def _camelot() -> Callable[[str], int]:
    import camelot

    return lambda path: sum(table.df.size for table in camelot.read_pdf(path, pages="all", flavor="lattice", suppress_stdout=True))


def _work(name: str) -> None:
    """The worker: reads the paths that it is told, and tells processor seconds, cells, and peak memory in MiB."""
    import resource
    import time

    read = globals()[f"_{name}"]()
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        path, times = json.loads(line)
        try:
            start = time.process_time()
            for _ in range(times):
                cells = read(path)
            answer: dict[str, Any] = {"seconds": (time.process_time() - start) / times, "cells": cells}
        except Exception as error:  # a peer that fails on a document is shown as such
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)


class Reader:
    """A reader in a process of its own."""

    def __init__(self, name: str, python: str) -> None:
        self.name, self.peak, self.errors = name, 0.0, 0
        self._process = subprocess.Popen(
            [python, __file__, "--worker", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.ready = self._answer() is not None

    def _answer(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return dict(json.loads(line)) if line else None

    def read(self, path: Path, times: int) -> float | None:
        """Processor seconds for one reading; None where the reader fails."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(path), times]) + "\n")
        self._process.stdin.flush()
        answer = self._answer() or {"error": "it ended", "peak": self.peak}
        self.peak = answer["peak"]
        self.errors += "error" in answer
        return answer.get("seconds")

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def readers(pythons: list[str]) -> list[Reader]:
    """Every reader that one of the environments holds; ours and pdfplumber from the first."""
    found: list[Reader] = []
    for name in READERS:
        for python in pythons:
            reader = Reader(name, python)
            if reader.ready:
                found.append(reader)
                break
            reader.close()
    return found


def documents(folder: Path, corpus: Path | None) -> dict[str, list[Path]]:
    """The documents by group: single cards and dense pages, made and of the corpus, and the book."""
    from pdf_documents import book, card, dense

    groups: dict[str, list[Path]] = {"card": [folder / "card.pdf"], "dense": [folder / "dense.pdf"], "book": [folder / "book.pdf"]}
    for group, make in (("card", card), ("dense", dense), ("book", book)):
        groups[group][0].write_bytes(make())
    if corpus is not None and corpus.is_dir():
        groups["card"] += sorted(corpus.glob("layouts/*.pdf"))
        groups["dense"] += sorted(corpus.glob("seed/*.pdf"))
    return groups


def measure(names: list[Reader], paths: list[Path], rounds: int, times: int) -> dict[str, dict[Path, float]]:
    """Median seconds of each reader for each document; every round gives each document to every reader in turn."""
    taken: dict[str, dict[Path, list[float]]] = {reader.name: {path: [] for path in paths} for reader in names}
    for turn in range(rounds + 1):
        for path in paths:
            for reader in names:
                if reader.name in SLOW and (turn > 1 and times == 1):
                    continue
                seconds = reader.read(path, 1 if reader.name in SLOW else times)
                if seconds is not None and (turn or rounds == 1 or (reader.name in SLOW and times == 1)):  # the first round warms up
                    taken[reader.name][path].append(seconds)
    return {name: {path: statistics.median(values) for path, values in each.items() if values} for name, each in taken.items()}


def ratios(seconds: dict[str, dict[Path, float]], of: str, to: str) -> float | None:
    """The median, over documents that both read, of how many times as long ``of`` takes as ``to``."""
    shared = [path for path in seconds.get(of, {}) if path in seconds.get(to, {})]
    return statistics.median(seconds[of][path] / seconds[to][path] for path in shared) if shared else None


def rows(group: str, seconds: dict[str, dict[Path, float]], peaks: dict[str, float]) -> list[dict[str, Any]]:
    """A row a reader: milliseconds (median document), how many times faster than pdfplumber, how much longer than the floor."""
    return [
        {
            "group": group,
            "reader": name,
            "ms": round(1e3 * statistics.median(each.values()), 2),
            "times_pdfplumber": _rounded(ratios(seconds, "pdfplumber", name)),
            "times_floor": _rounded(ratios(seconds, name, "floor")),
            "jixiao_ahead": _rounded(ratios(seconds, name, "jixiao")),
            "peak_mib": round(peaks[name]),
        }
        for name, each in seconds.items()
        if each
    ]


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 2)


def run(pythons: list[str], rounds: int, corpus: Path | None, groups: tuple[str, ...] = ("card", "dense", "book")) -> list[dict[str, Any]]:
    """Measure all; a row a group and reader."""
    result: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        made = documents(Path(folder), corpus)
        for group in groups:
            found = readers(pythons)  # anew for each group, so that each has its own peak of memory
            seconds = measure(found, made[group], min(rounds, 3) if group == "book" else rounds, 1 if group == "book" else 5)
            for reader in found:
                reader.close()
            result += rows(group, seconds, {reader.name: reader.peak for reader in found})
    return result


def table(result: list[dict[str, Any]]) -> str:
    """The rows as a table in Markdown."""
    if not result:
        return ""
    lines = [" | ".join(result[0]), " | ".join("---" for _ in result[0])]
    lines += [" | ".join("–" if value is None else str(value) for value in row.values()) for row in result]
    return "\n".join(f"| {line} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", default=[], help="an interpreter whose environment holds peers")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("JIXIAO_CORPUS") or ROOT.parent / "shared" / "corpus"))
    parser.add_argument("--group", action="append", choices=["card", "dense", "book"])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(options.worker)
        return
    result = run([sys.executable, *options.python], options.rounds, options.corpus, tuple(options.group or ("card", "dense", "book")))
    print(json.dumps(result, ensure_ascii=False) if options.json else table(result))


if __name__ == "__main__":
    main()
