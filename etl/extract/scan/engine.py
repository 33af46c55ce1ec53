"""The recogniser: RapidOCR with the model in its own wheel, a line of text at a time; nothing is ever downloaded.

Its classifier of turned lines stays off: it turned ``≥80M`` into ``W08``. Its detector is not needed: the rulings say where the cells are.
"""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from etl.extract.scan.ink import Picture
from etl.finding import Refused
from etl.reading_child import alive

_THREADS = 2
"""Batches recognised at once, each in one thread. Two threads in one batch cost 4.7 s of processor for a page of 105 lines, this way 2.7: those of
onnxruntime wait for each other awake. More help little, and several readers share the machine.
"""
_BATCH, _WIDEST = 6, 40.0
"""Pictures in a batch, the widths of which are alike, and how wide they may be together, in heights (six lines of 25 characters took 800 MB): how the
pictures are put together does not depend on the number of threads.
"""
_WIDTHS, _SINGLE = (128, 320), 1.6
"""Pixels of the recogniser's own height of 48: the least width that a picture is filled up to with grey. Its makers' 320 costs half of the time of a
page of short cells; but a sign alone (= of a width below _SINGLE heights) is 日 without so much around it.
"""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line as recognised: its characters, how sure each is (0 to 1), and where each stands, as a share of the picture's width."""

    text: str
    sure: tuple[float, ...]
    at: tuple[float, ...]


@cache
def model() -> Path:
    """The recognition model that the wheel carries. Raises Refused ``ocr_model_missing`` where it carries none."""
    spec = importlib.util.find_spec("rapidocr")
    places = spec.submodule_search_locations if spec else None
    found = sorted(Path(next(iter(places or ["."]))).glob("models/*_rec_*.onnx"))
    if not found:
        raise Refused("ocr_model_missing")
    return found[0]


@cache
def identity() -> str:
    """Which recogniser reads: version of RapidOCR, name and hash of its model. Another model is another reading."""
    digest = hashlib.sha256(model().read_bytes()).hexdigest()
    return f"rapidocr {version('rapidocr')}, {model().name}, sha256 {digest[:16]}"


@cache
def _recognisers() -> tuple[Any, Any]:
    """One for lines, one for single signs; both share the model."""
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    single = RapidOCR(
        params={
            "Global.use_det": False,
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.log_level": "critical",
            "Rec.model_path": str(model()),
            "Rec.rec_batch_num": _BATCH,
            "Rec.rec_img_shape": [3, 48, _WIDTHS[1]],
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )
    single.recognize_txt([np.full((48, 96, 3), 255, np.uint8)])  # loads the model
    lines = copy.copy(single)
    narrow: Any = copy.copy(single.text_rec)
    narrow.rec_image_shape = [3, 48, _WIDTHS[0]]
    lines.text_rec = narrow
    return lines, single


def recognise(pictures: Sequence[Picture]) -> list[Recognised]:
    """The text of pictures of one line each, all of a page at once: the widest of a batch changes how sure the others seem."""
    if not pictures:
        return []
    ratios = [picture.shape[1] / picture.shape[0] for picture in pictures]
    order = sorted(range(len(pictures)), key=lambda at: (ratios[at], at))
    batches: list[list[int]] = []
    for at in order:
        last = batches[-1] if batches else []
        alike = last and (ratios[last[0]] < _SINGLE) == (ratios[at] < _SINGLE)
        if alike and len(last) < _BATCH and ratios[at] * (len(last) + 1) <= _WIDEST:
            last.append(at)
        else:
            batches.append([at])
    widest_first = batches[::-1]
    recognisers = _recognisers()  # before there are threads, each of which would load the model
    found = []

    def read(batch: list[int]) -> Any:
        return recognisers[ratios[batch[0]] < _SINGLE].recognize_txt([pictures[at] for at in batch])

    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as threads:
        for answer in threads.map(read, widest_first):
            found.append(answer)
            alive()
    lines: dict[int, Recognised] = {}
    for batch, part in zip(widest_first, found, strict=True):
        lines |= {at: _recognised(text, info) for at, text, info in zip(batch, part.txts, part.word_results, strict=True)}
    return [lines[at] for at in range(len(pictures))]


def _recognised(text: str, info: Any) -> Recognised:
    """One line, its blanks kept."""
    columns = [column for word in info.word_cols for column in word]
    length = info.line_txt_len or 1.0
    at: list[float] = []
    following = iter(columns)
    for char in text:
        column = None if char.isspace() else next(following, None)
        at.append(at[-1] if column is None and at else (column or 0) / length)
    sure = tuple(info.confs[: len(text)])
    return Recognised(text, sure + (0.0,) * (len(text) - len(sure)), tuple(at))
