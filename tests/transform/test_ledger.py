"""The account: each cell counts once; a fact wins over an ignore, both over a report; what nobody claimed is reported (DESIGN decision 6)."""

from __future__ import annotations

from etl.extract.grid import Cell, Piece, Place
from etl.transform.ledger import Ledger, merge


def _cells(*texts: str) -> list[Cell]:
    return [Cell(0, n, text, Place(f"R1C{n + 1}")) for n, text in enumerate(texts)]


def test_each_cell_ends_in_one_place() -> None:
    ledger, (fact, both, left, told, lost) = Ledger(), _cells("a", "b", "c", "d", "e")
    ledger.fact(fact)
    ledger.ignore(both, "label")
    ledger.fact(both)
    ledger.ignore(left, "label")
    ledger.ignore(left, "header")
    ledger.report("amount_unreadable", told, found="d")
    account = ledger.close([fact, both, left, told, lost])
    assert (account.cells, account.facts, account.ignored, account.reported) == (5, 2, {"label": 1}, 2)
    assert [(f.rule, f.place, f.found) for f in ledger.findings] == [("amount_unreadable", "R1C4", "d"), ("unread_cell", "R1C5", "e")]


def test_the_evidence_of_a_joined_cell_is_the_piece_that_holds_the_fact() -> None:
    first, second = Place("p1/t1/R9C7", 1), Place("p2/t1/R1C7", 2)
    cell = Cell(8, 6, "上半句\n下半句", first, pieces=(Piece(0, first), Piece(4, second)))
    ledger = Ledger()
    assert [(e.place.label, e.text) for e in (ledger.fact(cell, 0), ledger.fact(cell, 5))] == [("p1/t1/R9C7", "上半句"), ("p2/t1/R1C7", "下半句")]


def test_accounts_add_up() -> None:
    one, two = Ledger(), Ledger()
    for ledger, text in ((one, "a"), (two, "b")):
        (cell, other) = _cells(text, "x")
        ledger.ignore(cell, "label")
        ledger.fact(other)
        ledger.account = ledger.close([cell, other])  # type: ignore[attr-defined]
    total = merge([one.account, two.account])  # type: ignore[attr-defined]
    assert (total.cells, total.facts, total.ignored, total.reported) == (4, 2, {"label": 2}, 0)
