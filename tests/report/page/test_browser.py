"""The report page in a real browser: it asks for nothing outside, complains of nothing, and nothing overlaps or is cut, on a telephone or a desk."""

from __future__ import annotations

import base64
import html
import json
import re
from pathlib import Path

import pytest

from tests.report.page import made

# Measured by the page itself, in a copy whose policy lets this one script run.
MEASURE = """
<script>addEventListener("load", () => setTimeout(() => {
  const wide = document.documentElement.clientWidth, found = {width: innerWidth, cut: [], overlap: [], nameless: [], outside: []};
  const seen = e => { const r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1 ? r : null; };
  const told = e => e.tagName + ": " + (e.textContent || e.getAttribute("src") || "").trim().slice(0, 40);
  for (const e of document.querySelectorAll("body *")) {
    const r = seen(e); if (!r || e.closest(".skip, thead, desc, title, defs, clipPath, style")) continue;
    if (r.right > wide + 1 || r.left < -1) found.cut.push(told(e));
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth && getComputedStyle(e).overflowX !== "visible") found.cut.push(told(e));
  }
  const leaves = [...document.querySelectorAll("h1,h2,h3,p,figcaption,caption,li,svg.chart,svg.chart text,.finding img,tbody th>div,tbody td>div")]
    .filter(e => seen(e) && !e.closest(".skip"));
  const within = (a, b) => a.contains(b) || b.contains(a);
  for (let i = 0; i < leaves.length; i++) for (let j = i + 1; j < Math.min(leaves.length, i + 60); j++) {
    if (within(leaves[i], leaves[j])) continue;
    const a = leaves[i].getBoundingClientRect(), b = leaves[j].getBoundingClientRect();
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
      found.overlap.push(told(leaves[i]) + " / " + told(leaves[j]));
  }
  for (const e of document.querySelectorAll("svg.chart text")) { const r = seen(e), s = e.closest("svg").getBoundingClientRect();
    if (r && (r.right > s.right + 1 || r.left < s.left - 1)) found.cut.push(told(e)); }
  for (const e of document.querySelectorAll("a, img, svg[role=img], nav, section"))
    if (!(e.textContent.trim() || ["alt", "aria-label", "aria-labelledby"].some(name => e.getAttribute(name)))) found.nameless.push(told(e));
  found.outside = performance.getEntriesByType("resource").map(e => e.name).filter(name => !name.startsWith("data:"));
  found.pictures = [...document.images].filter(e => !e.naturalWidth).length;
  found.small = [...document.querySelectorAll("svg.chart text")].filter(e => seen(e) && e.getBoundingClientRect().height < 9).map(told);
  parent.postMessage(JSON.stringify(found), "*");
}, 50));</script>
"""
# A window is never narrower than 500 pixels, a frame in it is. It tells what the page inside has measured, in base64.
FRAME = """<!doctype html><body style="margin:0"><script>addEventListener("message", event => { const note = document.createElement("pre");
note.id = "measured"; note.textContent = btoa(unescape(encodeURIComponent(event.data))); document.body.append(note); });</script>
<iframe style="border:0;width:WIDTHpx;height:3000px" srcdoc="PAGE"></iframe>"""


@pytest.fixture(scope="module")
def page(home: Path) -> str:
    made.browser()
    return made.report(home, language="zh")


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_cut_overlaps_or_asks_outside(page: str, width: int, tmp_path: Path) -> None:
    file = tmp_path / "frame.html"
    inside = page.replace("img-src data:", "img-src data:; script-src 'unsafe-inline'") + MEASURE
    file.write_text(FRAME.replace("WIDTH", str(width)).replace("PAGE", html.escape(inside)), encoding="utf-8")
    done = made.chromium(["--window-size=1600,1000", "--virtual-time-budget=8000", "--dump-dom", file.as_uri()], tmp_path)
    measured = re.search(r'id="measured">([^<]+)<', done.stdout)
    assert measured, done.stdout[-500:] + done.stderr[-500:]
    found = json.loads(base64.b64decode(measured[1]))
    assert found == {"width": width, "cut": [], "overlap": [], "nameless": [], "outside": [], "pictures": 0, "small": []}


def test_the_console_stays_silent(page: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    done = made.chromium(["--dump-dom", file.as_uri()], tmp_path)
    assert "绩效目标报告" in done.stdout
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
