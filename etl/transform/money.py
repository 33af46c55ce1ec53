"""Amounts of money as printed, in yuan (元): exact, with the unit they were read in.

Tables are in 元, 万元 or 亿元; a cell may carry a unit of its own (``250万``), which counts before the table's (DOMAIN 1.7).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from etl.extract.grid import Cell
from etl.transform import words as vocabulary
from etl.transform.statement import MoneyUnit
from etl.transform.table import words

FACTOR: dict[MoneyUnit, Decimal] = {"yuan": Decimal(1), "10k_yuan": Decimal(10_000), "100m_yuan": Decimal(100_000_000)}
UNIT_NAMES: dict[str, MoneyUnit] = {"元": "yuan", "人民币元": "yuan", "万元": "10k_yuan", "万": "10k_yuan", "亿元": "100m_yuan", "亿": "100m_yuan"}
TOO_LARGE = Decimal(10) ** 18
"""An amount that no column of money holds: digits run together, not a sum of money."""
FEN = Decimal("0.01")

_AMOUNT = re.compile(r"[¥￥]?([-+−]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(亿元|亿|万元|万|元)?")
_ALONE = re.compile(r"[(（]?(?:人民币)?(万元|亿元|元)[)）]?")
_STATED = re.compile(r"(?:金额单位|货币单位|计量单位|单位|金额(?=[:(]))[:为]?\(?(?:人民币)?(万元|亿元|元)(?![/每人])")
_BRACKETED = re.compile(r"[(（](?:单位[:：]?)?(?:人民币)?(万元|亿元|元)[)）]")


@dataclass(frozen=True, slots=True)
class Printed:
    """An amount as printed: the number, and the unit its cell carries, if any. ``joined``: blanks inside the number were closed up."""

    number: Decimal
    unit: MoneyUnit | None = None
    joined: bool = False


def printed(cell: Cell | None) -> Printed | None:
    """The amount in a cell, or None where it holds none. A stored number counts before its display (DOMAIN 3.3)."""
    if cell is None:
        return None
    if cell.number is not None and not cell.percent:
        return Printed(cell.number) if abs(cell.number) < TOO_LARGE else None
    text = unicodedata.normalize("NFKC", cell.text).strip().replace("−", "-")
    found = _AMOUNT.fullmatch(text.replace("\n", "") if "\n" in text else text)
    closed = re.sub(r"(?<=[\d.,])\s+(?=[\d.,])", "", text) if found is None else text
    found = found or _AMOUNT.fullmatch(re.sub(r"\s+(?=[万亿元])", "", closed))
    if not found:
        return None
    sign, whole, rest, unit = found.groups()
    number = Decimal(f"{sign}{whole.replace(',', '')}{rest or ''}")
    if abs(number) >= TOO_LARGE:
        return None
    number = number if number else abs(number)  # a printed -0 is nothing owed: no sign may stay behind
    return Printed(number, UNIT_NAMES.get(unit or ""), " " in text.strip() and closed != text)


def yuan(amount: Printed, unit: MoneyUnit | None) -> Decimal | None:
    """An amount in yuan, rounded to the fen; None where neither the cell nor its table says the unit."""
    used = amount.unit or unit
    if used is None:
        return None
    with localcontext() as context:
        context.prec = 60
        return (amount.number * FACTOR[used]).quantize(FEN, ROUND_HALF_UP)


def stated_unit(text: str) -> MoneyUnit | None:
    """The unit that a caption states (``金额单位：万元``) or is (``万元``), or None."""
    found = _STATED.search(vocabulary.normal(text)) or _ALONE.fullmatch(vocabulary.normal(text))
    return UNIT_NAMES[found[1]] if found else None


def bracketed_unit(label: str) -> MoneyUnit | None:
    """The unit in a label's brackets (``项目资金（万元）``), or None."""
    found = _BRACKETED.search(re.sub(r"\s+", "", label))
    return UNIT_NAMES[found[1]] if found else None


def blank(cell: Cell | None) -> bool:
    """Whether a money cell is empty or holds a placeholder."""
    return cell is None or vocabulary.is_placeholder(words(cell))
