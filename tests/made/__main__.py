"""``python -m tests.made FOLDER [--seeds N]``: write every made layout in every format that needs nothing but Python, each beside its truth."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from tests.made.cards import CARDS
from tests.made.evaluations import EVALUATIONS
from tests.made.lists import LISTS
from tests.made.model import Made
from tests.made.older import OLDER
from tests.made.others import OTHERS, other
from tests.made.packed import PACKED
from tests.made.paper import Style, pdf
from tests.made.publications import PUBLICATIONS
from tests.made.render import csv_text, html, word, xlsx
from tests.made.world import World

LAYOUTS: tuple[Callable[[World], Made], ...] = (*PACKED, *LISTS, *CARDS, *EVALUATIONS, *OLDER, *PUBLICATIONS)
FORMATS: dict[str, Callable[[Made], bytes]] = {
    "xlsx": xlsx,
    "html": html,
    "gb.html": lambda made: html(made, "gb18030"),
    "page.xls": html,
    "docx": word,
    "csv": csv_text,
    "pdf": pdf,
    "once.pdf": lambda made: pdf(made, Style(repeat=False)),
    "cut.pdf": lambda made: pdf(made, Style(cut=True, upright=True)),
    "torn.pdf": lambda made: pdf(made, Style(repeat=False, cut=True, upright=True, height=350.0)),
    "open.pdf": lambda made: pdf(made, Style(repeat=False, cut=True, closed=False, upright=True)),
}


def made_of(layout: Callable[[World], Made], seed: int) -> Made:
    """A layout with the contents of a seed."""
    return layout(World(f"{layout.__name__}:{seed}"))


def to_refuse(seed: int) -> list[Made]:
    """One of each document that holds no targets."""
    return [other(which, World(f"{which.__name__}:{seed}")) for which in OTHERS]


def fits(made: Made, format: str) -> bool:
    """Whether the document makes sense in a format."""
    kind = "html" if format == "page.xls" else format.rsplit(".", 1)[-1]
    return not made.formats or kind in made.formats


def write(folder: Path, seeds: int) -> int:
    """Write them all; the number of files."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for seed in range(seeds):
        for made in [made_of(layout, seed) for layout in LAYOUTS] + to_refuse(seed):
            stem = f"{made.layout}-{seed}"
            truth = {"id": stem, "synthetic": True, "formats": made.formats, "expected": made.truth}
            (folder / f"{stem}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
            for name, render in FORMATS.items():
                if fits(made, name):
                    (folder / f"{stem}.{name}").write_bytes(render(made))
                    count += 1
    return count


def main() -> None:
    """Read the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--seeds", type=int, default=1)
    given = options.parse_args()
    print(write(given.folder, given.seeds), "documents in", given.folder)


if __name__ == "__main__":
    main()
