"""The recogniser: RapidOCR with the model in its own wheel, a line of text at a time; nothing is ever downloaded.

Its classifier of turned lines stays off: it turned ``≥80M`` into ``W08``. Its detector is not needed: the rulings say where the cells are.
"""

from __future__ import annotations

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

from etl.extract.scan.ink import Picture
from etl.finding import Refused

_THREADS = 2
"""Batches recognised at once, each in one thread. Two threads in one batch cost 4.7 s of processor for a page of 105 lines, this way 2.7: those of
onnxruntime wait for each other awake. More help little, and several readers share the machine.
"""
_BATCH = 6
"""Pictures in a batch, the widths of which are alike: how the pictures are put together does not depend on the number of threads."""


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
def _recogniser() -> Any:
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    return RapidOCR(
        params={
            "Global.use_det": False,
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.log_level": "critical",
            "Rec.model_path": str(model()),
            "Rec.rec_batch_num": _BATCH,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )


def recognise(pictures: Sequence[Picture]) -> list[Recognised]:
    """The text of pictures of one line each, all of a page at once: the widest of a batch changes how sure the others seem."""
    if not pictures:
        return []
    recogniser = _recogniser()
    order = sorted(range(len(pictures)), key=lambda at: (pictures[at].shape[1] / pictures[at].shape[0], at))
    batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as threads:
        found = list(threads.map(lambda batch: recogniser.recognize_txt([pictures[at] for at in batch]), reversed(batches)))  # the widest first
    lines: dict[int, Recognised] = {}
    for batch, part in zip(reversed(batches), found, strict=True):
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
