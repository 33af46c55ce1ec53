"""A made document as a ruled PDF drawn by reportlab: rows broken over pages in mid-cell or not, headers repeated or not."""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.made.model import Break, Made, Sheet, Table

FONT, SIZE, LEAD, PAD, MARGIN = "STSong-Light", 8.0, 10.0, 3.0, 36.0


@dataclass(frozen=True)
class Style:
    """How pages break: whether the header comes again, whether a row is cut in mid-cell, whether a cut is closed by a rule; the page's side."""

    repeat: bool = True
    cut: bool = False
    closed: bool = True
    upright: bool = False
    height: float = A4[1]


def wrap(text: str, width: float) -> list[str]:
    """The text in lines that fit; a blank text has none."""
    lines = []
    for paragraph in text.split("\n") if text else []:
        line = ""
        for character in paragraph:
            if line and pdfmetrics.stringWidth(line + character, FONT, SIZE) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


class Paper:
    """Pages under way."""

    def __init__(self, style: Style) -> None:
        if FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.out, self.style = io.BytesIO(), style
        self.width, self.height = (A4[0], style.height) if style.upright else landscape(A4)
        self.canvas = Canvas(self.out, pagesize=(self.width, self.height), invariant=1)
        self.y, self.clean = self.height - MARGIN, True

    def page(self) -> None:
        """Go on with a new page, unless this one is still empty."""
        if not self.clean:
            self.canvas.showPage()
        self.y, self.clean = self.height - MARGIN, True

    def line(self, text: str) -> None:
        """A paragraph."""
        for piece in wrap(text, self.width - 2 * MARGIN):
            if self.y < MARGIN + LEAD:
                self.page()
            self._write(MARGIN, self.y - SIZE, piece)
            self.y -= LEAD * 1.6

    def _write(self, x: float, y: float, text: str) -> None:
        self.canvas.setFont(FONT, SIZE)
        self.canvas.drawString(x, y, text)
        self.clean = False

    def table(self, table: Table) -> None:
        """A table, broken over as many pages as it needs."""
        spans, widths = table.spans(), _widths(table, self.width - 2 * MARGIN)
        lefts = [MARGIN]
        for width in widths:
            lefts.append(lefts[-1] + width)
        lines = {at: wrap(table.text(*at), lefts[at[1] + span[1]] - lefts[at[1]] - 2 * PAD) for at, span in spans.items()}
        heights = _heights(table, spans, lines)
        drawn = dict.fromkeys(spans, 0)  # how many lines of a cell are on paper
        row, done = 0, 0.0
        while row < len(heights):
            room, start, cut = self.y - MARGIN, row, row if done else -1
            pieces: list[tuple[int, float, bool]] = []  # row, height here, whether the row ends here
            if self.style.repeat and start >= table.header and self.clean and table.header:
                pieces += [(r, heights[r], True) for r in range(table.header)]
                room -= sum(heights[: table.header])
            while row < len(heights):
                left = heights[row] - done
                if left <= room + 0.01:
                    pieces.append((row, left, True))
                    room, row, done = room - left, row + 1, 0.0
                    continue
                if self.style.cut and room > LEAD + PAD and left - room > PAD:
                    part = PAD + LEAD * int((room - PAD) // LEAD)
                    pieces.append((row, part, False))
                    done += part
                break
            if not any(r >= start for r, _, _ in pieces) and self.clean:
                raise ValueError("a row is higher than a page")
            self._draw(table, spans, lines, lefts, pieces, drawn, cut)
            if row < len(heights):
                self.page()

    def _draw(  # type: ignore[no-untyped-def]
        self, table: Table, spans, lines, lefts: list[float], pieces: list[tuple[int, float, bool]], drawn, cut: int
    ) -> None:
        """Draw a page's pieces of rows; ``cut`` is the row that began on the page before."""
        if not pieces:
            return
        tops, y = {}, self.y
        for row, height, _ in pieces:
            tops[row] = (y, y - height)
            y -= height
        self.clean = False
        for at, (rowspan, colspan) in spans.items():
            here = [r for r in range(at[0], at[0] + rowspan) if r in tops]
            if not here:
                continue
            runs = [here] if here[-1] - here[0] + 1 == len(here) else [[r] for r in here]
            for run in runs:
                top, bottom = tops[run[0]][0], tops[run[-1]][1]
                left, right = lefts[at[1]], lefts[at[1] + colspan]
                ends = run[-1] == at[0] + rowspan - 1 and {r: whole for r, _, whole in pieces}[run[-1]]
                first = drawn[at] if at[0] >= table.header else 0
                fits = len(lines[at]) if ends else int((top - bottom - PAD) // LEAD)
                for n, text in enumerate(lines[at][first : first + fits] if ends or fits else []):
                    self._write(left + PAD, top - PAD - SIZE - n * LEAD, text)
                drawn[at] = min(len(lines[at]), first + fits)
                begins = run[0] == at[0] and run[0] != cut
                self._rules(left, right, top, bottom, closed=ends or self.style.closed, opened=begins or self.style.closed)
        self.y = y - LEAD

    def _rules(self, left: float, right: float, top: float, bottom: float, *, closed: bool, opened: bool) -> None:
        draw = self.canvas.line
        draw(left, top, left, bottom)
        draw(right, top, right, bottom)
        if opened:
            draw(left, top, right, top)
        if closed:
            draw(left, bottom, right, bottom)

    def bytes(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.out.getvalue()


def _widths(table: Table, room: float) -> list[float]:
    """Columns by their longest text, within bounds, filling the page."""
    want = [24.0] * table.cols
    for (r, c), (_, colspan) in table.spans().items():
        if colspan == 1:
            longest = max((pdfmetrics.stringWidth(line, FONT, SIZE) for line in table.text(r, c).split("\n")), default=0)
            want[c] = max(want[c], min(longest + 2 * PAD + 1, 150.0))
    scale = room / sum(want)
    return [width * scale for width in want]


def _heights(table: Table, spans: dict[tuple[int, int], tuple[int, int]], lines: dict[tuple[int, int], list[str]]) -> list[float]:
    heights = [LEAD + 2 * PAD] * len(table.rows)
    for rowspan_first in (True, False):
        for (r, c), (rowspan, _) in spans.items():
            need = len(lines[r, c]) * LEAD + 2 * PAD
            have = sum(heights[r : r + rowspan])
            if (rowspan == 1) == rowspan_first and need > have:
                heights[r + rowspan - 1] += need - have
    return heights


def pdf(made: Made, style: Style | None = None) -> bytes:
    """The document on landscape pages."""
    paper = Paper(style or Style())
    for block in made.blocks:
        if isinstance(block, str):
            paper.line(block)
        elif isinstance(block, Break | Sheet):
            paper.page()
        elif isinstance(block, Table):
            paper.table(block)
    return paper.bytes()
