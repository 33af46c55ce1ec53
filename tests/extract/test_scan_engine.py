"""How pictures are put together for the recogniser: lines narrow, single signs with paper around them, each answer at its picture."""

from __future__ import annotations

import threading
from functools import cache

import pytest

from etl.extract import scan

if not scan.installed():
    pytest.skip("the extra [ocr] is not installed: pip install 'jixiao[ocr]'", allow_module_level=True)

import numpy as np
from PIL import Image, ImageDraw

from etl.extract.scan import engine
from tests.extract import scan_maker as made

pytestmark = pytest.mark.slow


def picture(text: str, size: int = 28) -> np.ndarray:
    face = made.font(size)
    width = round(face.getlength(text))
    page = Image.new("RGB", (width + 10, size + 14), "white")
    ImageDraw.Draw(page).text((5, 4), text, font=face, fill="black")
    return np.asarray(page)


def test_each_answer_stands_at_its_picture() -> None:
    texts = ["≥95%", "=", "实施周期指标值", "100", "≤", "满意度指标", "1,200.50", "＜"]
    found = [line.text.strip() for line in engine.recognise([picture(text) for text in texts])]
    assert [text.translate(str.maketrans("＝＜％", "=<%")) for text in found] == [text.replace("＜", "<") for text in texts]


def test_a_sign_alone_has_paper_around_it() -> None:
    lines, single = engine._recognisers()
    assert lines.text_rec.rec_image_shape[2] < single.text_rec.rec_image_shape[2] == 320
    assert lines.text_rec.session is single.text_rec.session


def test_the_model_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads at work from the first page on would load it twice."""
    made_by: list[str] = []
    load = engine._recognisers.__wrapped__

    def loading() -> tuple[object, object]:
        made_by.append(threading.current_thread().name)
        return load()

    monkeypatch.setattr(engine, "_recognisers", cache(loading))
    engine.recognise([picture(text) for text in ("≥95%", "=", "实施周期指标值", "100", "≤", "满意度指标", "1,200.50", "＜")])
    assert made_by == [threading.main_thread().name]
