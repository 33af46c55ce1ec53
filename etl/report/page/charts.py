"""Bars as static SVG, drawn by lets-plot (MIT, wheels for every platform that jixiao runs on, no browser and no script in what it makes).

It is an extra, ``[report]``: without it the page holds the same figures as tables. lets-plot takes a Chinese character for narrower than it is, so
nothing here relies on its measure of text: a bar's name stands above the bar and is cut by our own.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from etl.messages import say
from etl.report.page.markup import Html, tag, text
from etl.report.width import width

NARROW, WIDE = 330, 860  # pixels: a telephone, a desk
ROW = 46  # pixels of a bar with its name
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7a7a7a", "#f0e442")  # Okabe and Ito: told apart by all eyes
_HEIGHT = 0.34


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, what it amounts to in words, and its pieces as (series, number ≥ 0)."""

    name: str
    words: str
    pieces: Sequence[tuple[str, float]]

    @property
    def label(self) -> str:
        """Name and words, as they are read out."""
        return say("page.labelled", name=self.name, words=self.words)


def available() -> bool:
    """Whether charts can be drawn here."""
    return find_spec("lets_plot") is not None


def bars(found: Sequence[Bar], series: Sequence[str], title: str, description: str, key: str, colours: Sequence[str] = COLOURS) -> Html:
    """A figure of horizontal bars with a legend, for a narrow and for a wide page. ``key`` makes its ids: unique on the page, the same each time.

    Empty where there is nothing to draw or no library to draw it.
    """
    shown = [bar for bar in found if sum(value for _, value in bar.pieces) > 0]
    if not shown or not available():
        return Html("")
    palette = {name: colours[k % len(colours)] for k, name in enumerate(series)}
    used = [name for name in series if any(name == piece and value for bar in shown for piece, value in bar.pieces)]
    legend = tag(
        "ul",
        *(tag("li", tag("span", class_="swatch", style=f"background:{palette[name]}", aria_hidden="true"), name) for name in used),
        class_="legend",
    )
    drawn = [
        _accessible(_svg(shown, palette, size), title, description, f"{key}{label}", label) for label, size in (("narrow", NARROW), ("wide", WIDE))
    ]
    return tag("figure", tag("figcaption", title), legend if len(used) > 1 else "", *drawn)


def _svg(shown: Sequence[Bar], palette: dict[str, str], size: int) -> str:
    """The bars as lets-plot draws them."""
    import lets_plot as lp  # type: ignore[import-not-found,import-untyped,unused-ignore]

    pieces: dict[str, list[Any]] = {"left": [], "right": [], "low": [], "high": [], "series": []}
    names: dict[str, list[Any]] = {"x": [], "y": [], "name": []}
    most = max(sum(value for _, value in bar.pieces) for bar in shown)
    for number, bar in enumerate(shown):
        start = 0.0
        for name, value in bar.pieces:
            for column, entry in zip(pieces, (start, start + value, -number - _HEIGHT / 2, -number + _HEIGHT / 2, name), strict=True):
                pieces[column].append(entry)
            start += value
        names["x"].append(0.0)
        names["y"].append(-number + _HEIGHT / 2 + 0.2)
        room = size // 8 - width(bar.words) - 2
        names["name"].append(say("page.labelled", name=_cut(bar.name, room), words=bar.words))
    aes = lp.aes
    blank = lp.element_blank()
    rectangle = aes(xmin="left", xmax="right", ymin="low", ymax="high", fill="series")
    marks = _marks(most, 4 if size < WIDE else 9)
    plot = (
        lp.ggplot()
        + lp.geom_rect(rectangle, data=pieces, color="#ffffff", size=0.4, tooltips="none")
        + lp.geom_text(aes(x="x", y="y", label="name"), data=names, hjust=0, size=5.4, color="#1b1b1b", tooltips="none")
        + lp.scale_fill_manual(values=[palette[name] for name in palette], limits=list(palette), guide="none")
        + lp.scale_x_continuous(limits=[0, most], expand=[0, 0], name="", breaks=marks, labels=[f"{mark:,g}" for mark in marks])
        + lp.scale_y_continuous(limits=[-len(shown) + 0.45, 0.65], expand=[0, 0], name="")
        + lp.theme_minimal()
        + lp.theme(
            axis_text_y=blank, axis_title=blank, axis_ticks=blank, panel_grid_major_y=blank, panel_grid_minor=blank, axis_line=blank,
            axis_text_x=lp.element_text(size=11, angle=0), plot_margin=[4, 26, 4, 4],
        )
        + lp.ggsize(size, ROW * len(shown) + 40)
    )  # fmt: skip
    out = io.BytesIO()
    plot.to_svg(out)
    return out.getvalue().decode()


def _marks(most: float, count: int) -> list[float]:
    """The marks of an axis from 0 to ``most``: at most ``count`` of them, each a round number.

    >>> _marks(7, 4), _marks(186.5, 9)
    ([0, 2, 4, 6], [0, 50, 100, 150])
    """
    size = 10.0 ** math.floor(math.log10(most / count))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor * count >= most)
    return [round(number * step, 10) for number in range(int(most / step) + 1)]


def _cut(name: str, columns: int) -> str:
    """A name cut to so many columns, an ellipsis at its end."""
    if width(name) <= columns:
        return name
    kept = ""
    for character in name:
        if width(kept + character) > columns - 2:
            break
        kept += character
    return kept + "…"


def _accessible(drawn: str, title: str, description: str, key: str, label: str) -> Html:
    """The SVG with a name, a description, ids of its own and the page's width."""
    for number, made in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawn))):
        drawn = re.sub(rf'(["#]){re.escape(made)}(?=[")\s])', rf"\g<1>{key}-{number}", drawn)
    drawn = re.sub(r"[ \t]*-?(?:webkit-|moz-|ms-)?user-select: none;\n", "", drawn)
    opened = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
    names = f'<title id="{key}-t">{text(title)}</title><desc id="{key}-d">{text(description)}</desc>'
    head = rf'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \1 \2" role="img" aria-labelledby="{key}-t {key}-d" class="chart {label}">'
    return Html(opened.sub(lambda found: found.expand(head) + names, drawn, count=1))
