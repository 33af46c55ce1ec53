"""The report page in a real browser, on a telephone, a desk and paper: it asks for nothing outside, complains of nothing, nothing overlaps or is cut.

Measured is the very file that a reader gets. The samples are always looked at, the whole published table of the seed where the corpus is at hand.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest

from etl.load import server
from tests.cli import jixiao
from tests.corpus import corpus
from tests.report.page import devtools, made

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
COMPLAINTS = ("cut", "overlap", "small", "wide", "pictures", "scrolls")
POINT = 2.0  # how far a glyph's box may pass the edge of its page


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which the seed's table is loaded."""
    table = corpus() / "seed" / "tianhe_justice_bureau.calc.pdf"
    home = tmp_path_factory.mktemp("seed")
    try:
        done = jixiao("load", str(table), "--year", "2024", home=home)
        assert done.code == 0, done.err
        yield home
    finally:
        server.stop(home)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[devtools.Page]:
    with devtools.opened(made.browser(), tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(params=["samples zh", "samples en", "seed zh", "seed en"])
def file(request: pytest.FixtureRequest, page: devtools.Page) -> Path:
    """A report: of all the samples, of the seed's department."""
    what, language = request.param.split()
    home = request.getfixturevalue("home" if what == "samples" else "seed")
    assert isinstance(home, Path)
    out = home / f"page-{language}.html"
    if not out.exists():
        made.report(home, *(("--department", "天河区司法局") if what == "seed" else ()), language=language)
        (home / "page.html").rename(out)
    return out


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_cut_overlaps_or_asks_outside(page: devtools.Page, file: Path, width: int) -> None:
    page.open(file, width, touch=width < 500)
    found = page.ask(MEASURE)
    assert found["texts"] > 300
    assert found["width"] == width
    assert {name: found[name][:5] for name in COMPLAINTS} == {name: [] for name in COMPLAINTS}
    assert page.said == []
    assert [address[:80] for address in page.asked if not address.startswith(("data:", file.as_uri()))] == []


@pytest.mark.parametrize("fault", ["margin-left: -40px", "width: 500px", "position: relative; top: -30px", "white-space: nowrap", "font-size: 6px"])
def test_the_measure_sees_faults(page: devtools.Page, home: Path, tmp_path: Path, fault: str) -> None:
    good = home / "page-en.html"
    out = tmp_path / "fault.html"
    out.write_text(
        (good.read_text(encoding="utf-8") if good.exists() else made.report(home)).replace("</style>", f"article p, caption {{ {fault} }}</style>"),
        encoding="utf-8",
    )
    page.open(out, 390, touch=True)
    found = page.ask(MEASURE)
    assert any(found[name] for name in COMPLAINTS)


def test_on_paper_nothing_leaves_the_page(page: devtools.Page, file: Path) -> None:
    page.open(file, 1440)
    with pdfplumber.open(io.BytesIO(page.paper("1-5"))) as paper:
        printed = paper.pages
        text = " ".join(one.extract_text() or "" for one in printed)
        for sheet in printed:
            assert abs(sheet.width - 595) < 2
            outside = [c for c in sheet.chars if c["x0"] < -POINT or c["x1"] > sheet.width + POINT or c["bottom"] > sheet.height + POINT]
            assert outside == []
    assert re.search(r"14,853,400\.00|1,500,000\.00", text)


def test_everything_has_a_name(page: devtools.Page, file: Path) -> None:
    page.open(file, 1440)
    nodes = page.tell("Accessibility.getFullAXTree")["nodes"]
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
    roles = {role for role, _ in named}
    assert {"link", "table", "heading", "navigation", "main", "columnheader", "rowheader"} <= roles
    asked = {"link", "img", "image", "table", "heading", "navigation", "region"}
    assert [(role, name) for role, name in named if role in asked and not name.strip()] == []


def test_on_a_telephone_a_table_is_still_a_table(page: devtools.Page, file: Path) -> None:
    page.open(file, 390, touch=True)
    roles = {node["role"]["value"] for node in page.tell("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]}
    assert {"table", "row", "columnheader", "rowheader", "cell"} <= roles


def test_the_keyboard_is_enough(page: devtools.Page, file: Path) -> None:
    """The first key leads past the contents, each link shows that it is in focus, and a figure's link leads to its cell and back."""
    page.open(file, 1440)
    page.press("Tab", 9)
    assert page.ask("document.activeElement.className") == "skip"
    assert page.ask("document.activeElement.getBoundingClientRect().left") >= 0
    page.press("Enter", 13)
    page.press("Tab", 9)
    assert page.ask("!!document.activeElement.closest('main')")
    assert page.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.ask("document.querySelector('#money a.ev').focus()")
    page.press("Enter", 13)
    aim = page.ask("document.querySelector('#money a.ev').hash.slice(1)")
    assert page.ask("document.querySelector(':target').id") == aim
    top = page.ask(f"document.getElementById('{aim}').getBoundingClientRect().top")
    assert -1 <= top < 900
