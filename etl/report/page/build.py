"""The whole report page, put together. It asks nothing of the outside: style, charts and pictures stand inside it; its policy forbids the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.engine import RowMapping

from etl import __version__
from etl.language import language
from etl.load.reporting import Answers, Member
from etl.messages import say
from etl.report.page import charts, doubts, sections
from etl.report.page.markup import Html, join, tag
from etl.report.page.notes import Notes
from etl.report.picture import Picture
from etl.resources import PACKAGE

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: departments and years, and what a run refused, where it is about a run. ``made_at`` is 北京时间."""

    title: str
    about: Sequence[Member]
    made_at: datetime
    refused: Sequence[RowMapping] = field(default_factory=list)


def page(subject: Subject, answers: Answers, pictures: Mapping[str, Picture], cells: Callable[[list[str]], list[RowMapping]]) -> str:
    """The page as HTML text. ``cells`` looks up the evidence that its figures turn out to link to."""
    notes = Notes()
    several = len({member.department_id for member in subject.about}) > 1
    parts: dict[str, Html] = {
        "overview": sections.overview(answers, several, notes),
        "money": sections.money(answers, several, notes),
        "moves": sections.moves(answers, several, notes),
        "peers": sections.peers(answers, several, notes),
        "achievement": sections.achievement(answers, several, notes),
        "findings": doubts.section(answers.findings, subject.refused, pictures, notes),
    }
    parts["evidence"] = notes.section(cells(list(notes.numbers)))
    contents = tag(
        "nav", tag("ul", *(tag("li", tag("a", say(f"page.{key}_title"), href=f"#{key}")) for key in parts)), aria_label=say("page.contents")
    )
    body = [
        tag("section", tag("h2", say(f"page.{key}_title"), id=f"{key}-h"), part, id=key, aria_labelledby=f"{key}-h") for key, part in parts.items()
    ]
    hint = "" if charts.available() else tag("p", say("page.no_charts"), class_="more")
    years = sorted({member.fiscal_year for member in subject.about})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    head = tag("header", tag("h1", subject.title), tag("p", say("page.about", years=span, made=f"{subject.made_at:%Y-%m-%d %H:%M}")), hint)
    foot = tag("footer", tag("p", say("page.foot", version=__version__)))
    return _document(
        subject.title, join([tag("a", say("page.skip"), href="#main", class_="skip"), head, contents, tag("main", *body, id="main"), foot])
    )


def _document(title: str, body: Html) -> str:
    style = Html((PACKAGE / "report" / "page" / "style.css").read_text(encoding="utf-8"))
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", style),
    ]
    lang = "zh-CN" if language() == "zh" else "en"
    return f"<!doctype html>\n{tag('html', tag('head', *head), tag('body', body), lang=lang)}\n"
