"""Two readings of each line that holds a number, and what speaks against them.

The first reading is of the flattened page, cut tightly; the second of the page as scanned, cut loosely. Digits, signs and separators must agree and
be sure; where they are not, the cell gets a finding with both texts. Nothing is chosen silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from etl.extract.scan import settling
from etl.extract.scan.engine import Recognised, recognise
from etl.extract.scan.eye import Eye
from etl.extract.scan.ink import Picture
from etl.extract.scan.strips import LOOSE, TIGHT, Strip, cut
from etl.extract.scan.sureness import SURE, SURE_SECOND, least, unsure
from etl.extract.scan.writing import (
    broken,
    closed,
    codes,
    critical,
    grouped,
    is_number,
    joined,
    numbering,
    per_mille,
    sign_places,
    stopped,
    telling_stops,
    unnumbered,
    unparsable,
    without_codes,
)

_CLEAR = 0.97
"""The least confidence in the first reading (in the second: SURE) of a number in type so small that every number else is a finding."""
_SMALL_SIGN = 20.0
"""Pixels: in lower type a recogniser may miss the third ring in every picture of a sign; where the rings cannot be counted there, nobody knows."""
_OTHER = {"<": "≤", ">": "≥", "＜": "≤", "＞": "≥", "≤": "<", "≥": ">"}
_BARRED, _ANGLES = "≤≥", frozenset(_OTHER)
_STRETCH = 1.5
"""Times wider: a ‰ so stretched shows its second ring."""

Recogniser = Callable[[Sequence[Picture]], list[Recognised]]


@dataclass(slots=True)
class Written:
    """A line as it is taken to be: its text, and the doubts about it as (rule, found, expected). ``clear``: sure even in small type."""

    strip: Strip
    text: str
    doubts: list[tuple[str, str, str | None]] = field(default_factory=list)
    clear: bool = False


def read(strips: Sequence[Strip], plain: Picture, seen: Picture, recogniser: Recogniser = recognise) -> list[Written]:
    """The text of each strip. ``plain`` is the flattened page, ``seen`` the page as scanned, both straight."""
    first = recogniser([cut(plain, strip, TIGHT) for strip in strips])
    numbers = [index for index, found in enumerate(first) if is_number(found.text)]
    second = dict(zip(numbers, recogniser([cut(seen, strips[index], LOOSE) for index in numbers]), strict=True))
    signs = _signs(strips, first, plain, recogniser)
    written, cases = [], []
    for index, (strip, found) in enumerate(zip(strips, first, strict=True)):
        line = Written(strip, found.text)
        if index in second:
            certain = _judge(line, found, second[index], signs.get(index, []), Eye(strip, found, plain))
            if settling.arguable(line.doubts, found, second[index], certain, strip.type):
                cases.append((line, found, certain))
        written.append(line)
    third = recogniser([settling.picture(plain, line.strip) for line, _, _ in cases])
    for (line, found, certain), again in zip(cases, third, strict=True):
        if settling.settles(again, found, certain):
            line.doubts.clear()
    return written


def _signs(strips: Sequence[Strip], first: Sequence[Recognised], plain: Picture, recogniser: Recogniser) -> dict[int, list[tuple[int, str]]]:
    """What stands in the place of each % of the first reading, read again alone with the digit before it and stretched: by strip, with its place."""
    places = [(index, place) for index, found in enumerate(first) for place in sign_places(found.text)]
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


def _judge(line: Written, first: Recognised, second: Recognised, signs: Sequence[tuple[int, str]], eye: Eye) -> set[str]:
    """Put on a line what speaks against its reading, take the surer of two that differ, and return which signs the second eye is certain of."""
    seen = _seen(line, first, second, signs, eye)
    one, two = (_essence(text, signs, seen) for text in (line.text, second.text))
    if one != two and _essence(unnumbered(line.text), signs, seen) == _essence(unnumbered(second.text), signs, seen):
        line.doubts.append(("ocr_numbering_differs", first.text, second.text))
    elif one != two:
        line.doubts.append(("ocr_readings_differ", first.text, second.text))
        if least(second) > max(least(first), SURE) and not broken(second.text) and not settling.dropped(first.text, second.text, seen):
            line.text = joined(second.text) if "‰" in line.text or per_mille(second.text) else second.text
    elif unsure(first, SURE, seen) or unsure(second, SURE_SECOND, seen):
        line.doubts.append(("ocr_low_confidence", line.text, f"{min(least(first), least(second)):.2f}"))
    if codes(second.text) > codes(line.text) and without_codes(second.text) == without_codes(line.text):
        line.text = second.text
    if one == two:
        line.text = stopped(line.text, second.text)
    if one == two and any(eye.skipped(place) for place in _first_digits(first.text)):
        line.doubts.append(("ocr_readings_differ", first.text, None))
    if broken(line.text):  # a stop was lost: what would be loaded is named too
        line.doubts.append(("ocr_readings_differ", line.text, closed(line.text)))
    if unparsable(line.text):
        line.doubts.append(("ocr_percent_unsure", line.text, second.text))
    line.clear = not line.doubts and "unclear" not in seen and least(first) >= _CLEAR and least(second) >= SURE
    return seen


def _essence(text: str, signs: Sequence[tuple[int, str]], seen: set[str]) -> str:
    """What two readings must have in common, without what was looked at by itself: ``signs`` of per cent, and = that were ``seen``."""
    found = re.sub("[‰°]", "%", critical(text)) if signs else critical(text)
    return found.replace("二", "=", 1) if "equal" in seen else found


def _first_digits(text: str) -> list[int]:
    """The places at which numbers begin; not those of items and levels, before which no sign stands."""
    begins = [place for place, char in enumerate(text) if char.isdigit() and not (place and (text[place - 1].isdigit() or text[place - 1] in ".,·"))]
    return [place for place in begins if place not in numbering(text)]


def _seen(line: Written, first: Recognised, second: Recognised, signs: Sequence[tuple[int, str]], eye: Eye) -> set[str]:
    """What the second eye says of the signs of a line: corrects its text, notes its doubts, and returns which signs are certain."""
    seen = _per_cent(line, first.text, second.text, signs, eye)
    for place, char in enumerate(first.text[: len(line.text)]):
        if char in _ANGLES and first.text[place + 1 : place + 2] not in ("=", "＝"):
            seen |= _angle(line, first.text, place, eye)
        elif char in "=＝二" and (len(first.text) == 1 or first.text[place + 1 : place + 2].isdigit()):
            seen |= _bars(line, place, eye)
    for stop in telling_stops(first.text):
        seen |= _stop(line, first.text, stop, eye)
    line.text = grouped(line.text)
    return seen


def _angle(line: Written, text: str, place: int, eye: Eye) -> set[str]:
    """Whether an angle has the bar that was read: ≥ that lost its bar is >, and a recogniser is as sure of it."""
    bar, read = eye.barred(place), text[place] in _BARRED
    if bar is None:
        return {"unclear"}
    if bar == read:
        return {"barred" if read else "plain"}
    other = text[:place] + _OTHER[text[place]] + text[place + 1 :]
    line.doubts.append(("ocr_readings_differ", text, other))
    if bar and line.text[place] == text[place]:
        line.text = line.text[:place] + _OTHER[text[place]] + line.text[place + 1 :]
    return set()


def _bars(line: Written, place: int, eye: Eye) -> set[str]:
    """Whether two bars are = or 二."""
    if not eye.equal(place):
        return set()
    line.text = line.text[:place] + "=" + line.text[place + 1 :]
    return {"equal"}


def _stop(line: Written, text: str, place: int, eye: Eye) -> set[str]:
    """Whether a stop that three digits follow is the comma or the point that was read."""
    comma, read = eye.hangs(place), text[place] in ",，"
    if comma == read or (comma is None and read):
        return set()
    other = text[:place] + ("." if read else ",") + text[place + 1 :]
    line.doubts.append(("ocr_readings_differ", text, other))
    if comma and len(line.text) == len(text):
        line.text = other
    return set()


def _per_cent(line: Written, first: str, second: str, signs: Sequence[tuple[int, str]], eye: Eye) -> set[str]:
    """Whether each % is a ‰. It is where its three rings can be counted and a reading shows it, or where no ring can be counted and the reading and
    the stretched picture both show it. Else, where anything shows one, it is taken for a ‰ (no picture of a % looks like one) with a doubt.
    """
    certain = {"per cent"} if signs else set()
    for place, again in reversed(signs):
        shown = [per_mille(first[place : place + 3]), per_mille(again), per_mille(second) and len(signs) == 1]
        rings = eye.rings(place)
        mille = rings == 3 or (rings is None and any(shown))
        if mille:
            line.text = line.text[:place] + "‰" + line.text[place + (2 if shown[0] and first[place] != "‰" else 1) :]
        proved = (rings == 3 and any(shown)) or (rings is None and shown[0] and shown[1])
        if first[place] == "°" and not mille:
            if rings == 2:
                line.text = line.text[:place] + "%" + line.text[place + 1 :]
            proved |= rings == 2 and "%" in again
            if not proved and not any(shown):
                line.doubts.append(("ocr_percent_unsure", first, again))
        if (mille or any(shown)) and not proved:
            line.doubts.append(("ocr_percent_unsure", first, again if again != first[place:] else second))
        if rings is None:
            certain = {"unclear"}
            if eye.strip.type < _SMALL_SIGN and not mille and not any(shown):
                line.doubts.append(("ocr_percent_unsure", first, again))
    return certain
