"""A third reading, of the few lines about which two readings leave no more than a doubt.

Two doubts can be settled so: both readings are the same and one of them was not sure of a character; or one lacks a ≥ or ≤ the bar of which was
seen in its pixels (a recogniser drops signs, it does not make them up). Never settled: ``<`` and ``>`` (a ≥ without its bar is > in every picture
of it: of 33 such lines 30 were read so a third time), ``‰`` and ``%`` in low type (of 45 ‰ that two readings took for %, a third showed 5).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from etl.extract.scan.engine import Recognised
from etl.extract.scan.ink import Picture
from etl.extract.scan.strips import Strip, cut
from etl.extract.scan.sureness import ORDER, SURE, SURE_SECOND, unsure
from etl.extract.scan.writing import PER_CENT, critical, per_mille

_MARGIN, _STRETCH = 0.20, 1.2
"""Of the type height: the paper around the third picture, between those of the other two; how many times wider it is."""
_LOWEST, _RINGED = 15.0, 20.0
"""Pixels: in type lower than the first three readings are wrong alike; in type lower than the second the rings of a ‰ may have run together."""
_BARRED = "≥≤"

Doubt = tuple[str, str, str | None]


def arguable(doubts: Sequence[Doubt], first: Recognised, second: Recognised, seen: set[str], height: float) -> bool:
    """Whether a third reading can settle what speaks against a line in type of some ``height``. ``seen``: what the second eye is certain of."""
    if len(doubts) != 1 or height < _LOWEST or any(per_mille(found.text) or "°" in found.text for found in (first, second)):
        return False
    rule, _, other = doubts[0]
    doubtful = {*unsure(first, SURE, seen), *unsure(second, SURE_SECOND, seen)}
    if rule == "ocr_readings_differ":
        return other == second.text and dropped(first.text, second.text, seen) and not doubtful
    if rule != "ocr_low_confidence" or critical(first.text) != critical(second.text):
        return False
    return not doubtful & set(ORDER) and not (height < _RINGED and doubtful & set(PER_CENT))


def dropped(first: str, second: str, seen: set[str]) -> bool:
    """Whether the second reading is the first without one ≥ or ≤, the bar of which the second eye saw."""
    one, two = critical(first), critical(second)
    return {"barred"} <= seen and "unclear" not in seen and any(one[:at] + one[at + 1 :] == two for at, char in enumerate(one) if char in _BARRED)


def settles(third: Recognised, first: Recognised, seen: set[str]) -> bool:
    """Whether a third reading says the same as the first and is as sure as a first reading must be."""
    return critical(third.text) == critical(first.text) and not unsure(third, SURE, seen)


def picture(plain: Picture, strip: Strip) -> Picture:
    """The third picture of a line: of the flattened page, its contrast raised and its edges sharpened, a little wider than printed."""
    part = cut(plain, strip, _MARGIN)
    wide = cv2.resize(part, None, fx=_STRETCH, fy=1.0, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    ink, paper = float(np.percentile(wide, 1)), float(np.percentile(wide, 90))
    clear = ((wide - ink) * (255 / max(1.0, paper - ink))).clip(0, 255)
    return np.asarray((1.6 * clear - 0.6 * cv2.GaussianBlur(clear, (0, 0), 1.5)).clip(0, 255), np.uint8)
