"""One entry for all formats: the same texts from each, and nothing but a refusal from broken bytes."""

from __future__ import annotations

import csv
import json
import random
import time
from pathlib import Path

import pytest

from etl.extract.document import read_document
from etl.extract.grid import Grid
from etl.extract.xlsx import position
from etl.finding import Refused
from etl.rules import rules
from tests.corpus import corpus
from tests.extract import made

LAYOUTS = ("L01_central_card_2022", "L02_card_2015_mid_and_annual", "L03_self_eval_2020", "L04_flat_list_yn05_2", "L05_gd_packed_list")
LAYOUTS += ("L06_dept_overall_88", "L08_transfer_region_163", "L16_sichuan_list", "R01_shanghai_putuo_2026")


def filled(grid: Grid) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(cell.row, cell.col): (cell.text, cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}


def expected(folder: Path, name: str) -> dict[tuple[int, int], tuple[str, int, int]]:
    """The cells of a layout, from its csv and the merged areas of its json."""
    spans = {}
    for area in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["merges"]:
        first, last = (position(end) or (0, 0) for end in area.split(":"))
        spans[first] = (last[0] - first[0] + 1, last[1] - first[1] + 1)
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(r, c): (text, *spans.get((r, c), (1, 1))) for r, row in enumerate(csv.reader(file)) for c, text in enumerate(row) if text.strip()}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_format_gives_the_same_cells(name: str) -> None:
    folder = corpus("layouts")
    truth = expected(folder, name)
    for ending in ("xlsx", "html", "docx", "csv"):
        (grid,) = read_document((folder / f"{name}.{ending}").read_bytes()).grids
        wanted = {at: (text, 1, 1) for at, (text, *_) in truth.items()} if ending == "csv" else truth
        assert filled(grid) == wanted, ending
        assert grid.findings == []


def test_the_seed_says_the_same_in_each_format() -> None:
    read = {ending: read_document(corpus("seed", f"tianhe_justice_bureau.{ending}").read_bytes()).grids[0] for ending in ("xlsx", "html", "txt")}
    assert filled(read["xlsx"]) == filled(read["html"])
    assert len(read["xlsx"].cells) == 27 * 7 - 6 - 5  # the title is one cell of seven slots, the department below it one of six
    joined = {ending: sorted("".join("".join(cell.text for cell in grid.cells).split())) for ending, grid in read.items()}
    assert joined["txt"] == joined["xlsx"]
    indented = [cell.text for cell in read["txt"].cells if cell.text.startswith("    ")]
    assert len(indented) == 22


def test_a_page_and_a_workbook_of_real_shape() -> None:
    page = read_document(corpus("publications", "S09_page.html").read_bytes())
    inner = page.grids[1]
    assert (inner.rows, inner.cols) == (15, 9)
    assert "2025年部门预算项目绩效目标表" in [line.text for line in inner.above]
    book = read_document(corpus("publications", "S07_workbook.xlsx").read_bytes())
    shown = {cell.place.label.partition("!")[2]: cell for cell in book.grids[1].cells}
    assert [shown[at].text for at in ("J6", "J7", "J8")] == ["95%", "72.5%", "2024年9月30日"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty_file"),
        (bytes(range(256)) * 10, "unknown_format"),
        (b"\x7fELF" + bytes(50), "unknown_format"),
        (made.zipped({"a.txt": b"x"}), "archive_not_opened"),
        (made.xlsx({"A1": 1})[:-200], "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "password_protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook\0".encode("utf-16-le"), "damaged_file"),
    ],
)
def test_refusals_say_why(data: bytes, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        read_document(data)
    assert refused.value.rule == rule
    assert rule in rules()


def test_a_package_that_unfolds_without_end_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.extract.package.MAX_UNFOLDED", 1_000_000)
    small = made.raw_xlsx("<row r='1'><c r='A1' t='str'><v>" + "0" * 900_000 + "</v></c></row>")
    assert len(read_document(small).grids[0].cells[0].text) == 900_000
    bomb = made.raw_xlsx("<row r='1'><c r='A1' t='str'><v>" + "0" * 1_000_000 + "</v></c></row>")
    assert len(bomb) < 10_000
    with pytest.raises(Refused, match="too_large"):
        read_document(bomb)


def test_whatever_a_library_throws_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As pyo3 raises it for a panic of Rust."""

    def fails(error: BaseException) -> str:
        def media_type(_: bytes) -> str:
            raise error

        monkeypatch.setattr("etl.extract.sniff.media_type", media_type)
        with pytest.raises(Refused) as refused:
            read_document(b"x")
        return refused.value.rule

    assert fails(PanicException("index out of bounds")) == "damaged_file"
    assert fails(RecursionError()) == "damaged_file"
    assert fails(MemoryError()) == "memory_limit"


def _samples() -> dict[str, bytes]:
    table = made.tbl(made.tc("标题", "<w:gridSpan w:val='2'/>"), made.tc("甲") + made.tc("≥90%"))
    return {
        "xlsx": made.xlsx({"A1": "标题", "A2": "甲", "B2": 0.9}, ("A1:B1",), {"B2": "0%"}),
        "xls": made.xls([(0, 0, "标题", 0), (1, 0, "甲", 0), (1, 1, 0.9, 1)], ["General", "0%"], [(0, 0, 0, 1)]),
        "xlsb": made.xlsb([(0, 0, "标题", 0), (1, 1, 0.9, 1)], ["General", "0%"]),
        "ods": made.ods(
            "<table:table-row><table:table-cell office:value-type='float' office:value='1'><text:p>1</text:p></table:table-cell></table:table-row>"
        ),
        "docx": made.docx(made.p("首") + table),
        "html": "<html><meta charset='utf-8'><table><tr><td rowspan=2>甲</td><td>≥90%</td></tr></table></html>".encode(),
        "csv": "项目,总计\n甲,82.60\n".encode(),
        "txt": "    项目甲\n82.60 82.60\n".encode(),
    }


@pytest.mark.parametrize("kind", sorted(_samples()))
def test_broken_bytes_give_a_reading_or_a_refusal(kind: str) -> None:
    """Seeded mutations: bytes changed, cut, doubled, taken from another format."""
    sample = _samples()[kind]
    other = b"".join(_samples().values())
    dice = random.Random(kind)
    known = rules()
    until = time.monotonic() + 3
    tried = 0
    while tried < 300 and time.monotonic() < until:
        inside = sample.startswith(b"PK") and dice.random() < 0.7
        data = bytearray(_changed_inside(sample, dice) if inside else sample)
        for _ in range(0 if inside else dice.randint(1, 6)):
            at, length = dice.randrange(len(data) + 1), dice.choice((1, 1, 4, 40))
            start = dice.randrange(len(other))
            data[at : at + length] = dice.choice(
                (bytes(length), dice.randbytes(length), other[start : start + length], b"", data[at : at + length] * 3)
            )
        tried += 1
        try:
            read_document(bytes(data))
        except Refused as refusal:
            assert refusal.rule in known
    assert tried > 20


def _changed_inside(sample: bytes, dice: random.Random) -> bytes:
    """A package with one part changed inside, so that the zip itself is sound."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(sample)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = dice.choice([name for name, content in parts.items() if content])
    content = bytearray(parts[name])
    for _ in range(dice.randint(1, 4)):
        at, length = dice.randrange(len(content) + 1), dice.choice((1, 2, 8))
        content[at : at + length] = dice.choice((dice.randbytes(length), b"", b"99999999", b"<", b"\xff" * length))
    parts[name] = bytes(content)
    return made.zipped(parts)  # type: ignore[arg-type]
