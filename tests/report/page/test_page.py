"""The report page's contents: what it says, that each figure leads to its evidence, that nothing of a document becomes markup."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from tests.cli import jixiao
from tests.report.page import made


@pytest.fixture(scope="module")
def page(home: Path) -> str:
    return made.report(home)


def _text(page: str) -> str:
    """What a reader reads, a blank between any two pieces."""
    return " ".join(" ".join(html.fromstring(page).xpath("//body//text()")).split())


def test_every_figure_leads_to_a_cell_that_holds_it(page: str) -> None:
    tree = html.fromstring(page)
    links = tree.xpath("//a[@class='ev']")
    assert len(links) > 50
    for link in links:
        cells = [tree.xpath(f"//li[@id='{one.get('href')[1:]}']") for one in (link, *link.xpath("following-sibling::sup/a"))]
        assert all(len(found) == 1 for found in cells)
        shown = link.text_content().strip()
        if re.fullmatch(r"[\d,]+\.\d\d", shown):  # yuan; the documents print 万元
            printed = [Decimal(cell.xpath("string(q)").replace(",", "")) for (cell,) in cells]
            assert sum(printed) * 10_000 == Decimal(shown.replace(",", "")), (shown, printed)


def test_it_says_money_moves_peers_achievement_and_findings(page: str) -> None:
    text = _text(page)
    assert "1,500,000.00" in text and "365,000.00" in text
    assert re.search(r"法律援助案件办理数（件） 2024 → 2025 ≥400 ≥350 loosened", text)
    assert re.search(r"调解成功率 2024 ≥96% ≥95% 95.4% [\d.]+ missed", text)
    assert re.search(r"当事人满意度 2024 ≥90% ≥90% 93% [\d.]+ met", text)
    assert re.search(r"样例市远区司法局 2025 \d / 3", text)
    assert "The level-2 code" in text or "the level-2 code" in text


def test_sums_and_earlier_money_lead_to_cells_too(page: str) -> None:
    """A department's total to the printed one or to its projects, money that moved to the cells of both years."""
    tree = html.fromstring(page)
    totals = tree.xpath("//section[@id='overview']//tbody/tr/td[2]//a")
    assert len(totals) == len(tree.xpath("//section[@id='overview']//tbody/tr"))
    assert any("ev" in (link.get("class") or "") for link in totals)
    moved = tree.xpath("//section[@id='moves']//table[last()]//tbody/tr")
    assert moved
    for row in moved:
        assert len(row.xpath("td[position() = 3 or position() = 4]//a[@class='ev']")) >= 2, row.text_content()


def test_what_is_left_out_of_the_bars_keeps_its_sources(page: str) -> None:
    """The largest projects are drawn; none of them is called unparted whose sources are printed."""
    legends = html.fromstring(page).xpath("//section[@id='money']//ul[@class='legend']/li")
    assert "not parted by source" not in [entry.text_content() for entry in legends]


def test_findings_show_the_printed_cell(page: str) -> None:
    pictures = html.fromstring(page).xpath("//article//img")
    assert pictures
    assert all(image.get("src").startswith("data:image/") and image.get("alt").startswith("picture of ") for image in pictures)


def test_it_asks_nothing_of_the_outside_and_runs_nothing(page: str) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("//script | //link | //iframe | //object | //form | //*[@onload or @onclick or @onerror]") == []
    addresses = [value for node in tree.iter() for key, value in node.items() if key in ("src", "href", "xlink:href", "action")]
    assert all(address.startswith(("#", "data:image/")) for address in addresses)
    assert not re.search(r"url\((?!#)|@import", page)
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_a_stranger_s_text_stays_text(page: str) -> None:
    assert "<script>alert(1)</script>经费" in _text(page)
    assert "<script" not in page


def test_ids_are_unique_and_each_anchor_has_its_end(page: str) -> None:
    tree = html.fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href")} <= set(ids)
    assert {name for names in tree.xpath("//@aria-labelledby") for name in names.split()} <= set(ids)


def test_charts_have_names_and_tables_beside_them(page: str) -> None:
    pytest.importorskip("lets_plot", reason="no lets-plot: the page has tables only")
    tree = html.fromstring(page)
    charts = tree.xpath("//figure//*[name()='svg' and @role='img']")
    assert len(charts) >= 8
    for figure in tree.xpath("//figure"):
        assert figure.xpath("following::table")
    for chart in charts:
        title, description = chart.xpath("*[name()='title']")[0], chart.xpath("*[name()='desc']")[0]
        assert title.text_content().strip() and description.text_content().strip()


def test_the_same_again_but_for_the_time(home: Path, page: str) -> None:
    def timeless(text: str) -> str:
        return re.sub(r"made [\d :-]+", "", text)

    assert timeless(made.report(home)) == timeless(page)


def test_it_speaks_chinese(home: Path) -> None:
    text = _text(made.report(home, "--department", "样例区司法局", language="zh"))
    assert "绩效目标报告：样例市样例区司法局" in text
    assert "放松" in text and "未完成" in text and "应急" not in text


def test_a_region_and_a_year_choose(home: Path) -> None:
    text = _text(made.report(home, "--year", "2024"))
    assert "1,200,000.00" in text
    assert "1,500,000.00" not in text


def test_others_may_read_it_as_the_umask_says(home: Path) -> None:
    """It is made for others: a page in a shared folder or behind a web server must open, unlike what stands in the data folder."""
    before = os.umask(0o022)
    try:
        made.report(home, "--year", "2024")
    finally:
        os.umask(before)
    assert (home / "page.html").stat().st_mode & 0o777 == 0o644


def test_what_is_not_there_is_said_with_a_suggestion(home: Path) -> None:
    done = jixiao("report", "--department", "样例市样例区司法句", home=home)
    assert (done.code, done.out) == (2, "")
    assert "样例市样例区司法局" in done.err
    assert jixiao("report", "--region", "4", home=home).code == 2
