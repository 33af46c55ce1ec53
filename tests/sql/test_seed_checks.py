"""The one real table of which a person wrote down every hit of every check (``seed/seed_checks.json``), loaded by the command that people use: the
checks find exactly these. P4.4 is the fourth indicator of the fourth project.

A person also sorted by hand what only a person can: near-duplicates (B8) are not told at all; of D2 and D3 the checks tell what follows from the
texts, D2 as info, and leave P3.4 and P16.3 to people; D4, D5, E3 and E4 come out as sorted. F needs other years.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from tests.cli import jixiao
from tests.conftest import fresh_database
from tests.corpus import corpus

SEED = "tianhe_justice_bureau.xlsx"
PLAIN = ("B1", "B4", "B6", "B9", "B10", "B11", "B12", "B13", "C4", "C7", "D5", "E3")
BY_VALUE = ("C1", "C2", "C3", "C5", "C6", "C8", "C13")
# What DOMAIN 6 says of the seed beside the file.
OF_DOMAIN = {
    "C12": "P2.2 P8.2 P8.3 P13.2 P14.2 P16.2 P21.1",  # the last two are by the same rule, if not in DOMAIN's list
    "D2": "P11.3 P16.7 P17.6",
    "D3": "P11.5",
    "D4": "P6.3 P7.3 P7.4 P10.3 P12.8 P16.4 P16.5 P16.6 P16.8 P16.9 P17.2 P17.5 P19.1",
}


class Hit(NamedTuple):
    """A finding of a check: the project's place in the table, the indicator's in the project."""

    project: int | None
    indicator: int | None
    severity: str
    found: str
    expected: str


@pytest.fixture(scope="module")
def hits(database_server: str, server_home: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Hit]]]:
    """All findings of checks on the seed, by rule."""
    seed = corpus("seed", SEED)
    with fresh_database(database_server, server_home) as database:
        ran = jixiao("load", str(seed), "--year", "2024", home=tmp_path_factory.mktemp("home"), JIXIAO_DATABASE_URL=database.url)
        assert ran.code == 0, ran.err
        query = """
            SELECT f.rule, y.row_number, f.seq, f.severity, f.found, f.expected
            FROM mart.data_finding AS f LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id::bigint
            WHERE f.source = 'check'"""
        made = defaultdict(list)
        with database.engine.connect() as connection:
            for rule, *rest in connection.execute(sa.text(query)):
                made[rule].append(Hit(*rest))
        yield made


@pytest.fixture(scope="module")
def written() -> dict[str, list[str]]:
    """What the person wrote: title (rule and words) → hits."""
    return json.loads(corpus("seed", "seed_checks.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def titled(written: dict[str, list[str]], rule: str) -> list[tuple[str, list[str]]]:
    return [(title, listed) for title, listed in written.items() if title.split()[0] == rule]


def places(texts: list[str] | str) -> list[tuple[int, int | None]]:
    """P4.4 → (4, 4), P5 → (5, None), all that stand in the texts."""
    found = re.findall(r"P(\d+)(?:\.(\d+))?(?![\d.])", " ".join(texts) if isinstance(texts, list) else texts)
    return sorted((int(project), int(indicator) if indicator else None) for project, indicator in found)


def at(hits: list[Hit]) -> list[tuple[int | None, int | None]]:
    return sorted((hit.project, hit.indicator) for hit in hits)  # type: ignore[type-var]


@pytest.mark.parametrize("rule", PLAIN)
def test_plain(hits: dict[str, list[Hit]], written: dict[str, list[str]], rule: str) -> None:
    ((_, listed),) = titled(written, rule)
    heads = listed if rule == "B9" else [text.split()[0] for text in listed]
    assert at(hits[rule]) == places(heads) != []


@pytest.mark.parametrize("rule", BY_VALUE)
def test_value_by_value(hits: dict[str, list[Hit]], written: dict[str, list[str]], rule: str) -> None:
    ((_, listed),) = titled(written, rule)
    form = re.compile(r"P(\d+)\.(\d+)\b.*?\[(周期|年度)\] «(.*)»")
    wanted = sorted((int(p), int(i), f"{horizon}：{raw}") for p, i, horizon, raw in (form.match(text).groups() for text in listed))  # type: ignore[union-attr]
    assert sorted((hit.project, hit.indicator, hit.found) for hit in hits[rule]) == wanted != []  # type: ignore[type-var]


def test_b3_as_filed_and_really(hits: dict[str, list[Hit]], written: dict[str, list[str]]) -> None:
    (_, filed), (_, none_at_all) = titled(written, "B3")
    assert at(hits["B3"]) == places(filed)
    assert {hit.expected for hit in hits["B3"]} == {"满意度"}
    assert at([hit for hit in hits["B3"] if "其中列有" not in hit.found]) == places(none_at_all)


def test_b4_lacks_what_only_seemed_to_be_there(hits: dict[str, list[Hit]]) -> None:
    assert {hit.expected for hit in hits["B4"]} == {"效益"}


def test_b5_by_kind(hits: dict[str, list[Hit]], written: dict[str, list[str]]) -> None:
    kinds = dict.fromkeys(("质量", "时效", "成本"), 0)
    for title, listed in titled(written, "B5"):
        kind = title[-2:]
        kinds[kind] = len(listed)
        assert at([hit for hit in hits["B5"] if kind in hit.expected.split("、")]) == places(listed)
    assert kinds == {"质量": 10, "时效": 17, "成本": 22}
    assert all("数量" in hit.found for hit in hits["B5"])


def test_d1_differences_and_copies(hits: dict[str, list[Hit]], written: dict[str, list[str]]) -> None:
    (_, copied), (_, differing) = titled(written, "D1")
    form = re.compile(r"P(\d+)\.(\d+) .*?: «(.*)» / «(.*)»")
    wanted = sorted((int(p), int(i), annual, cycle) for p, i, cycle, annual in (form.match(text).groups() for text in differing))  # type: ignore[union-attr]
    assert sorted((h.project, h.indicator, h.found, h.expected) for h in hits["D1"] if h.indicator) == wanted != []  # type: ignore[type-var]
    assert at([hit for hit in hits["D1"] if not hit.indicator]) == places(copied)


def test_e4_by_kind_of_punctuation(hits: dict[str, list[Hit]], written: dict[str, list[str]]) -> None:
    listed = {title.split(maxsplit=1)[1]: places(texts) for title, texts in titled(written, "E4")}
    told = {
        "doubled punctuation": [hit for hit in hits["E4"] if "半角" not in hit.found],
        "mixed punctuation width in goal": [hit for hit in hits["E4"] if re.search(r"全角 [1-9]", hit.found)],
        "only half-width punctuation in goal": [hit for hit in hits["E4"] if "全角 0 处" in hit.found],
    }
    assert {title: at(found) for title, found in told.items()} == listed
    assert sum(map(len, told.values())) == len(hits["E4"])


def test_severities_part_what_matters_from_what_is_worth_knowing(hits: dict[str, list[Hit]]) -> None:
    def warned(rule: str) -> list[tuple[int | None, int | None]]:
        return sorted(set(at([hit for hit in hits[rule] if hit.severity == "warning"])))  # type: ignore[type-var]

    assert warned("C3") == places("P18.3 P19.2 P22.1"), "no unit in the name either"
    assert warned("C4") == places("P4.1"), "the others are equal by the vocabulary"
    assert warned("B9") == places("P2.2 P5.3 P7.5 P13.2 P14.2 P21.1"), "the same count twice"
    assert warned("C5") == places("P18.3")
    assert warned("D2") == []


def test_beside_the_file_only_what_domain_says(hits: dict[str, list[Hit]], written: dict[str, list[str]]) -> None:
    for rule, listed in OF_DOMAIN.items():
        assert at(hits[rule]) == places(listed), rule
    assert [(hit.found, hit.expected) for hit in hits["C11"]] == [("75", "220")]
    assert [hit.expected for hit in hits["E1"]] == ["caller"]
    assert set(hits) == {title.split()[0] for title in written} | set(OF_DOMAIN) | {"C11", "E1"}
