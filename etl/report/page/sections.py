"""The parts of a report page: money, how targets moved, peers, achievement. Each takes rows of views and gives a chart and a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy.engine import RowMapping

from etl.load.reporting import Answers
from etl.messages import say
from etl.report.page import charts
from etl.report.page.charts import Bar
from etl.report.page.markup import Html, join, table, tag
from etl.report.page.notes import Notes

ROWS, BARS, FUNCTIONS = 300, 14, 4
MOVES = ("tightened", "loosened", "unchanged", "comparator_changed", "reworded", "not_comparable", "added", "dropped")
# Green for what got more demanding, orange for less; grey for what cannot be told apart by number.
MOVE_COLOURS = ("#009e73", "#d55e00", "#b9c4cc", "#e69f00", "#56b4e9", "#7a7a7a", "#0072b2", "#7f1d1d")


def yuan(amount: Decimal | None) -> str:
    """An amount with its thousands parted; "" for none."""
    return "" if amount is None else f"{amount:,.2f}"


def wan(amount: Decimal) -> str:
    """An amount in 万元 with its unit, as charts name it."""
    return say("page.wan", amount=f"{amount / 10_000:,.2f}")


def in_wan(amount: Decimal) -> float:
    """An amount as charts draw it."""
    return float(amount / 10_000)


def percent(share: Decimal | None) -> str:
    """A fraction as a percentage."""
    return "" if share is None else f"{share * 100:.0f} %"


def overview(answers: Answers, several: bool, notes: Notes) -> Html:
    """A line a department and year, and where there are several years or departments their money as bars. A total that the documents print leads to
    that cell, any other to the projects that it is the sum of."""
    rows = answers.overview
    if not rows:
        return tag("p", say("page.no_promises"))
    header = [say(f"page.{name}") for name in ("department", "year", "yuan", "projects", "indicators", "quantified", "no_satisfaction", "findings")]
    body = [
        (r["department_name"], r["fiscal_year"], _total(r, notes), tag("a", r["project_count"], href="#money"), r["indicator_count"],
         percent(r["quantified_share"]), r["without_satisfaction"], tag("a", r["finding_count"], href="#findings"))
        for r in rows[:ROWS]
    ]  # fmt: skip
    found = [
        Bar(f"{r['department_name']} {r['fiscal_year']}" if several else str(r["fiscal_year"]), wan(r["total_yuan"]), [("", in_wan(r["total_yuan"]))])
        for r in _latest(rows, several)
        if r["total_yuan"]
    ]
    title = say("page.money_by_department" if several else "page.money_by_year")
    drawn = charts.bars(found[:BARS], [""], title, _said(found), "total") if len(found) > 1 else ""
    listed = table(say("page.overview"), header, body, right=(1, 2, 3, 4, 5, 6, 7))
    return join([drawn, "" if several else _years_between(rows), listed, _more(len(rows), "department_overview")])


def _total(row: RowMapping, notes: Notes, *, ours: bool = True) -> Html:
    """A department's money: a link to the cells that print it, else, where the page is about it, to the projects that it is the sum of."""
    if row["evidence_ids"] or not ours:
        return notes.link(yuan(row["total_yuan"]), row["evidence_ids"])
    return tag("a", yuan(row["total_yuan"]), href="#money")


def _years_between(rows: Sequence[RowMapping]) -> Html:
    """The years for which nothing is there between the first and the last: bars that stand side by side do not show a gap."""
    known = {row["fiscal_year"] for row in rows}
    absent = [str(year) for year in range(min(known), max(known)) if year not in known]
    return tag("p", say("page.years_absent", years=say("page.comma").join(absent))) if absent else Html("")


def _latest(rows: Sequence[RowMapping], several: bool) -> list[RowMapping]:
    """Of several departments each one's latest year, the most money first; of one all its years."""
    if not several:
        return sorted(rows, key=lambda r: r["fiscal_year"])
    latest = {row["department_id"]: row for row in rows}  # rows come by year
    return sorted(latest.values(), key=lambda r: (-(r["total_yuan"] or 0), r["department_name"], r["department_id"]))


def money(answers: Answers, several: bool, notes: Notes) -> Html:
    """Money by project and source: the latest year as bars, all years as a table."""
    projects = answers.projects
    if not projects:
        return tag("p", say("page.nothing"))
    sources: dict[tuple[str, int], list[RowMapping]] = {}
    for row in answers.funding:
        sources.setdefault((row["project_id"], row["fiscal_year"]), []).append(row)
    header = [say(f"page.{name}") for name in (*_whose(several), "project", "year", "yuan", "sources", "indicators")]
    body = []
    for p in projects[:ROWS]:
        parts = [
            tag("span", source_name(s), " ", notes.link(yuan(s["amount_yuan"]), s["evidence_ids"]), class_="part")
            for s in sources.get((p["project_id"], p["fiscal_year"]), ())
        ]
        name = notes.link(p["project_name"], [p["evidence_id"]])
        cells: list[object] = [p["fiscal_year"], notes.link(yuan(p["total_yuan"]), p["evidence_ids"]), join(parts), p["indicator_count"]]
        body.append([*_who(p, several), name, *cells])
    listed = table(say("page.money_table"), header, body, right=(1 + several, 2 + several, 4 + several))
    return join([_money_bars(projects, sources), listed, _more(len(projects), "project_funding")])


def _money_bars(projects: Sequence[RowMapping], sources: dict[tuple[str, int], list[RowMapping]]) -> Html:
    """The largest projects of the latest year, each parted by its sources; the others together, as a bar where that does not dwarf them."""
    year = max(p["fiscal_year"] for p in projects)
    found = [p for p in projects if p["fiscal_year"] == year and p["total_yuan"] and p["project_kind"] == "project"]
    found.sort(key=lambda p: (-p["total_yuan"], p["project_name"], p["project_id"]))
    parts = [(p["project_name"], _by_source(p, sources.get((p["project_id"], year), ()))) for p in found]
    said = Html("")
    if rest := parts[BARS:]:
        together: dict[str, Decimal] = {}
        for _, pieces in rest:
            for name, amount in pieces.items():
                together[name] = together.get(name, Decimal(0)) + amount
        total = sum(together.values(), Decimal(0))
        said = tag("p", say("page.others_money", count=len(rest), amount=wan(total)), class_="more")
        parts[BARS:] = [(say("page.others", count=len(rest)), together)] if total <= found[0]["total_yuan"] else []
    order: dict[str, Decimal] = {}
    for _, pieces in parts:
        for name, amount in pieces.items():
            order[name] = order.get(name, Decimal(0)) + amount
    bars = [Bar(label, wan(sum(pieces.values(), Decimal(0))), [(name, in_wan(amount)) for name, amount in pieces.items()]) for label, pieces in parts]
    series = sorted(order, key=lambda name: (-order[name], name))
    drawn = charts.bars(bars, series, say("page.money_chart", year=year), _said(bars), "money")
    return join([drawn, said if len(bars) == BARS and drawn else ""])


def _by_source(project: RowMapping, sources: Iterable[RowMapping]) -> dict[str, Decimal]:
    """A project's money by the name of its source; what the sources do not make up is no one's."""
    pieces: dict[str, Decimal] = {}
    for source in sources:
        if source["amount_yuan"] > 0:
            name = source_name(source)
            pieces[name] = pieces.get(name, Decimal(0)) + source["amount_yuan"]
    return pieces if sum(pieces.values(), Decimal(0)) == project["total_yuan"] else {say("page.unspecified"): project["total_yuan"]}


def source_name(row: RowMapping) -> str:
    """A source of money in the reader's language; the vocabulary's own name for what has no translation here."""
    try:
        return say(f"funding_source.{row['funding_source']}")
    except KeyError:
        return str(row["funding_source_name"] or row["funding_source"])


def moves(answers: Answers, several: bool, notes: Notes) -> Html:
    """How annual targets moved against the year before: counts as bars, each move but the unchanged ones as a row; then the money."""
    rows = answers.moves
    if not rows:
        return tag("p", say("page.one_year"))
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        name = f"{row['department_name'] if several else row['project_name']} {row['fiscal_year']}"
        per = counts.setdefault(name, dict.fromkeys(MOVES, 0))
        per[row["change"]] = per.get(row["change"], 0) + 1
    bars = [
        Bar(name, say("page.targets", count=sum(per.values())), [(say(f"change.{m}"), float(n)) for m, n in per.items() if n])
        for name, per in counts.items()
    ]
    bars.sort(key=lambda bar: -sum(value for name, value in bar.pieces if name in (say("change.loosened"), say("change.dropped"))))
    drawn = charts.bars(bars[:BARS], [say(f"change.{m}") for m in MOVES], say("page.moves_chart"), _said(bars[:BARS]), "moves", MOVE_COLOURS)
    moved = [row for row in rows if row["change"] != "unchanged"]
    header = [say(f"page.{name}") for name in (*_whose(several), "project", "indicator", "years", "before", "after", "move")]
    body = [
        (*_who(row, several), row["project_name"], row["indicator_name"], f"{row['previous_year']} → {row['fiscal_year']}",
         notes.link(row["previous_raw"], [row["previous_evidence_id"]]), notes.link(row["raw"], [row["evidence_id"]]),
         tag("span", say(f"change.{row['change']}"), class_=f"move {row['change']}"))
        for row in moved[:ROWS]
    ]  # fmt: skip
    told = tag("p", say("page.unchanged", count=len(rows) - len(moved)))
    short = (2 + several, 5 + several)
    listed = join([table(say("page.moves_table"), header, body, short=short), _more(len(moved), "target_change")]) if moved else ""
    return join([drawn, told, listed, _money_moves(answers, several, notes)])


def _whose(several: bool) -> tuple[str, ...]:
    """The column that says which department a row is of, where there are several."""
    return ("department",) if several else ()


def _who(row: RowMapping, several: bool) -> tuple[str, ...]:
    return (row["department_name"],) if several else ()


def _money_moves(answers: Answers, several: bool, notes: Notes) -> Html:
    rows = [row for row in answers.money_moves if row["change_yuan"]]
    if not rows:
        return Html("")
    header = [say(f"page.{name}") for name in (*_whose(several), "project", "years", "money_before", "yuan", "change", "change_pct", "loosened")]
    body = [
        (*_who(r, several), r["project_name"], f"{r['previous_year']} → {r['fiscal_year']}",
         notes.link(yuan(r["previous_total_yuan"]), r["previous_evidence_ids"]), notes.link(yuan(r["total_yuan"]), r["evidence_ids"]),
         f"{r['change_yuan']:+,.2f}", "" if r["change_pct"] is None else f"{r['change_pct']:+.1f} %", r["loosened"] + r["dropped"])
        for r in rows[:ROWS]
    ]  # fmt: skip
    listed = table(say("page.money_moves"), header, body, right=tuple(range(2 + several, 7 + several)), short=(1 + several,))
    return join([listed, _more(len(rows), "project_change")])


def peers(answers: Answers, several: bool, notes: Notes) -> Html:
    """Where departments stand among those of the same function, level and year: the latest year as bars, a figure a function; all as a table."""
    rows = {(row["department_id"], row["fiscal_year"]): row for row in answers.peers}
    selves = {(row["department_id"], row["fiscal_year"]) for row in answers.peers if row["is_self"]}
    if not rows:
        return tag("p", say("page.no_peers"))
    groups: dict[tuple[str, int, str], list[RowMapping]] = {}
    for row in rows.values():
        groups.setdefault((row["function_key"], row["fiscal_year"], row["region_level"] or ""), []).append(row)
    latest = max(year for _, year, _ in groups)
    largest = sorted((one for one in groups.items() if one[0][1] == latest), key=lambda one: (-one[1][0]["peer_count"], one[0]))
    figures = [_peer_bars(members, selves, several, f"peers{number}") for number, (_, members) in enumerate(largest[:FUNCTIONS])]
    header = [say(f"page.{name}") for name in ("department", "year", "rank", "yuan", "median", "projects", "per_project", "quantified")]
    body = [
        (tag("strong", r["department_name"]) if key in selves else r["department_name"], r["fiscal_year"], f"{r['total_rank']} / {r['peer_count']}",
         _total(r, notes, ours=key in selves), yuan(r["median_total_yuan"]), r["project_count"],
         "" if r["indicators_per_project"] is None else f"{r['indicators_per_project']:.1f}", percent(r["quantified_share"]))
        for key, r in list(rows.items())[:ROWS]
    ]  # fmt: skip
    return join([*figures, table(say("page.peers_table"), header, body, right=(1, 2, 3, 4, 5, 6, 7)), _more(len(rows), "department_peer")])


def _peer_bars(members: Sequence[RowMapping], selves: set[tuple[str, int]], several: bool, key: str) -> Html:
    """The departments of one function, level and year by money, those that the page is about in their own colour, and the median of all."""
    own, other, middle = say("page.these" if several else "page.this_one"), say("page.peer"), say("page.median")
    bars = [
        Bar(
            r["department_name"],
            wan(r["total_yuan"]),
            [(own if (r["department_id"], r["fiscal_year"]) in selves else other, in_wan(r["total_yuan"]))],
        )
        for r in members
        if r["total_yuan"]
    ]
    kept = bars[:BARS] + [bar for bar in bars[BARS:] if bar.pieces[0][0] == own][:BARS]
    if median := members[0]["median_total_yuan"]:
        kept.append(Bar(middle, wan(median), [(middle, in_wan(median))]))
    title = say("page.peers_chart", function=members[0]["function_key"], year=members[0]["fiscal_year"])
    return charts.bars(kept, [own, other, middle], title, _said(kept), key, ("#d55e00", "#9db8c7", "#7a7a7a"))


def achievement(answers: Answers, several: bool, notes: Notes) -> Html:
    """What self-evaluations say of the promises: met, missed and undecided as bars, and a row each, the missed ones first."""
    rows = answers.achieved
    if not rows:
        return tag("p", say("page.no_evaluation"))
    words = {True: say("page.met"), False: say("page.missed"), None: say("page.undecided")}
    counts: dict[str, dict[str, float]] = {}
    for row in rows:
        per = counts.setdefault(
            f"{row['department_name']} {row['fiscal_year']}" if several else str(row["fiscal_year"]), dict.fromkeys(words.values(), 0.0)
        )
        per[words[row["met"]]] += 1
    bars = [Bar(name, say("page.of", met=int(per[words[True]]), all=int(sum(per.values()))), list(per.items())) for name, per in counts.items()]
    drawn = charts.bars(bars[:BARS], list(words.values()), say("page.achieved_chart"), _said(bars), "met", ("#009e73", "#d55e00", "#b9c4cc"))
    header = [say(f"page.{name}") for name in (*_whose(several), "project", "indicator", "year", "promised", "restated", "actual", "score", "result")]
    body = [
        (*_who(row, several), row["project_name"], row["indicator_name"], row["fiscal_year"],
         notes.link(row["promised_raw"], [row["promised_evidence_id"]]),
         notes.link(row["restated_raw"], [row["restated_evidence_id"]]), notes.link(row["actual_raw"], [row["actual_evidence_id"]]),
         "" if row["score"] is None else f"{row['score'].normalize():f}", words[row["met"]])
        for row in rows[:ROWS]
    ]  # fmt: skip
    listed = table(say("page.achieved_table"), header, body, right=(2 + several, 6 + several), short=(7 + several,))
    return join([drawn, listed, _more(len(rows), "achievement")])


def _said(bars: Iterable[Bar]) -> str:
    """A chart in words: what a reader who cannot see it is told."""
    return "; ".join(bar.label for bar in bars)


def _more(count: int, view: str) -> Html:
    """What a table leaves out, and how to have it."""
    return tag("p", say("page.more", count=count - ROWS, view=view), class_="more") if count > ROWS else Html("")
