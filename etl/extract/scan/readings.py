"""Two readings of each line that holds a number, and what speaks against them.

The first reading is of the flattened page, cut tightly; the second of the page as scanned, cut loosely. Digits, signs and separators must agree and
be sure; where they are not, the cell gets a finding with both texts. Nothing is chosen silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from etl.extract.scan.engine import Recognised, recognise
from etl.extract.scan.ink import Picture
from etl.extract.scan.strips import LOOSE, TIGHT, Strip, cut
from etl.extract.scan.writing import PER_CENT, critical, is_number, joined, per_mille, unparsable

_SURE, _SURE_SECOND, _SURE_ORDER = 0.90, 0.70, 0.98
"""The least confidence of digits, signs and separators in the first and second reading; of ``<`` and ``>`` (a damaged ≤ or ≥) in both."""
_ORDER = "<>＜＞"
_STOPS = ".,:·，"
_COUNTED = "≥≤=≠≈~%‰％＝～万亿+±-－" + _ORDER
_STRETCH = 1.5
"""Times wider: a ‰ so stretched shows its second ring."""

Recogniser = Callable[[Sequence[Picture]], list[Recognised]]


@dataclass(slots=True)
class Written:
    """A line as it is taken to be: its text, and the doubts about it as (rule, found, expected)."""

    strip: Strip
    text: str
    doubts: list[tuple[str, str, str | None]] = field(default_factory=list)


def read(strips: Sequence[Strip], plain: Picture, seen: Picture, recogniser: Recogniser = recognise) -> list[Written]:
    """The text of each strip. ``plain`` is the flattened page, ``seen`` the page as scanned, both straight."""
    first = recogniser([cut(plain, strip, TIGHT) for strip in strips])
    numbers = [index for index, found in enumerate(first) if is_number(found.text)]
    second = dict(zip(numbers, recogniser([cut(seen, strips[index], LOOSE) for index in numbers]), strict=True))
    signs = _signs(strips, first, plain, recogniser)
    written = []
    for index, (strip, found) in enumerate(zip(strips, first, strict=True)):
        line = Written(strip, found.text)
        if index in second:
            _judge(line, found, second[index], signs.get(index, []))
        written.append(line)
    return written


def _signs(strips: Sequence[Strip], first: Sequence[Recognised], plain: Picture, recogniser: Recogniser) -> dict[int, list[tuple[int, str]]]:
    """What stands in the place of each % of the first reading, read again alone with the digit before it and stretched: by strip, with its place."""
    places = [(index, place) for index, found in enumerate(first) for place, char in enumerate(found.text) if char in PER_CENT]
    pictures = [_sign(strips[index], first[index], place, plain) for index, place in places]
    again: dict[int, list[tuple[int, str]]] = {}
    for (index, place), found in zip(places, recogniser(pictures), strict=True):
        again.setdefault(index, []).append((place, found.text))
    return again


def _sign(strip: Strip, found: Recognised, place: int, plain: Picture) -> Picture:
    """The picture of a % with the digit before it, up to what follows it, stretched."""
    x0, top, x1, bottom = strip.area
    margin = max(2, round(TIGHT * strip.type))
    width = x1 - x0 + 2 * margin
    middle = x0 - margin + found.at[place] * width
    left = max(x0, round(middle - 1.35 * strip.type))
    following = next((at for at, char in zip(found.at[place + 1 :], found.text[place + 1 :], strict=True) if char not in "0oO"), None)
    right = x1 if following is None else min(x1, round(x0 - margin + following * width - 0.45 * strip.type))
    right = max(right, round(middle + 0.8 * strip.type))
    part = cut(plain, Strip(strip.owner, (left, top, min(right, x1), bottom), strip.within, strip.type), TIGHT)
    return np.asarray(cv2.resize(part, None, fx=_STRETCH, fy=1.0, interpolation=cv2.INTER_CUBIC), np.uint8)


def _judge(line: Written, first: Recognised, second: Recognised, signs: Sequence[tuple[int, str]]) -> None:
    """Put on a line what speaks against its reading, and take the surer of two that differ."""
    _per_cent(line, first.text, second.text, signs)
    one, two = critical(line.text), critical(second.text)
    if signs:  # each was looked at by itself
        one, two = one.replace("‰", "%"), two.replace("‰", "%")
    if one != two:
        line.doubts.append(("ocr_readings_differ", first.text, second.text))
        if _least(second) > max(_least(first), _SURE):
            line.text = joined(second.text) if "‰" in line.text or per_mille(second.text) else second.text
    elif _unsure(first, _SURE) or _unsure(second, _SURE_SECOND):
        line.doubts.append(("ocr_low_confidence", line.text, f"{min(_least(first), _least(second)):.2f}"))
    if unparsable(line.text):
        line.doubts.append(("ocr_percent_unsure", line.text, second.text))


def _per_cent(line: Written, first: str, second: str, signs: Sequence[tuple[int, str]]) -> None:
    """Whether each % is a ‰: it is where the stretched picture and the reading both show one; where only one does, nobody knows."""
    for place, again in reversed(signs):
        shown = per_mille(first[place : place + 3])
        if shown and per_mille(again):
            line.text = line.text[:place] + joined(line.text[place : place + 3]) + line.text[place + 3 :]
        elif shown or per_mille(again):
            line.doubts.append(("ocr_percent_unsure", first, again))
    if signs and per_mille(second) and not per_mille(first):
        line.doubts.append(("ocr_percent_unsure", first, second))


def _counted(found: Recognised) -> list[tuple[str, float]]:
    """The characters whose confidence counts: digits, signs, units of thousands, and separators between digits."""
    text = found.text
    counted = []
    for place, (char, sure) in enumerate(zip(text, found.sure, strict=True)):
        between = char in _STOPS and 0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit()
        broken = char in "oO0" and place > 0 and text[place - 1] == "%"
        if (char.isdigit() or char in _COUNTED or between) and not broken:
            counted.append((char, sure))
    return counted


def _least(found: Recognised) -> float:
    """How sure the least sure of the characters that count is."""
    return min((sure for _, sure in _counted(found)), default=1.0)


def _unsure(found: Recognised, least: float) -> bool:
    broken = per_mille(found.text)
    return any(sure < (_SURE_ORDER if char in _ORDER else least) and not (broken and char in PER_CENT) for char, sure in _counted(found))
