"""An indicator's name to compare by (stem), and a target's text out of several columns."""

from __future__ import annotations

import re
import unicodedata

from etl.transform.targets.printed import text_of
from etl.transform.targets.units import unit_word

_PREFIX = re.compile(r"(?:[★☆▲*●◆■]+|指标\d{1,3}[:：.、-]?(?!\d)|\(?\d{1,2}[、.)](?!\d)|\(\d{1,2}\)|;)+")
_LAST_BRACKET = re.compile(r"\(([^()]*)\)$")


def compose(sign: str | None, value: str | None, unit: str | None) -> str:
    """A target printed in several columns as one text: sign, value, unit, joined by a blank, empty ones left out.

    >>> compose(">=", "12", "次"), compose("定性", "良好", None)
    ('>= 12 次', '定性 良好')
    """
    return " ".join(p for p in ((x or "").strip() for x in (sign, value, unit)) if p)


def indicator_stem(name: str) -> str:
    """The name by which indicators are one across years (DOMAIN 5.4): NFKC, without prefix, trailing unit, blanks and punctuation.

    >>> indicator_stem("指标1：法律援助案件数（宗）"), indicator_stem("★ 2.“三包”投诉率(%)")
    ('法律援助案件数', '三包投诉率')
    """
    plain = text_of(name).plain
    plain = plain[m.end() :] if (m := _PREFIX.match(plain)) and m.end() < len(plain) else plain
    while (bracket := _LAST_BRACKET.search(plain)) and unit_word(bracket[1]) and bracket.start():
        plain = plain[: bracket.start()]
    kept = "".join(c for c in plain if unicodedata.category(c)[0] in "LNM" or c in "%‰≥≤<>=+")
    return kept or plain
