"""The samples: what the script makes today is what stands in ``samples/``, byte for byte, and reads as written."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli import ROOT, SAMPLES

sys.path.insert(0, str(ROOT / "tools"))

from make_samples import DOCUMENTS, EVALUATIONS, Document, Evaluation, samples


def test_the_script_makes_these_bytes() -> None:
    assert {path.name: path.read_bytes() for path in SAMPLES.iterdir()} == samples()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.file)
def test_a_sample_reads_as_written(document: Document) -> None:
    from etl.extract.document import read_document
    from etl.transform.engine import read
    from etl.transform.statement import Claim

    reading = read(read_document((SAMPLES / document.file).read_bytes()), Claim(file_name=Path(document.file).name))
    (statement,) = reading.statements
    assert (statement.fiscal_year, statement.fiscal_year_from, statement.department) == (document.year, "title", document.department)
    assert [(p.name, p.money.total and p.money.total.yuan) for p in statement.projects] == [(p.name, p.total * 10_000) for p in document.projects]
    assert statement.total_yuan == sum((p.total for p in document.projects), Decimal(0)) * 10_000
    read_targets = [[(i.name, [t.raw for t in i.targets]) for i in p.indicators] for p in statement.projects]
    assert read_targets == [[(name, [cycle, annual]) for _, name, cycle, annual in p.indicators] for p in document.projects]
    assert statement.printed_on == document.day
    assert {finding.rule for finding in reading.findings} <= {"region_unresolved"}


@pytest.mark.parametrize("evaluation", EVALUATIONS, ids=lambda evaluation: evaluation.file)
def test_a_sample_evaluation_reads_as_written(evaluation: Evaluation) -> None:
    from etl.extract.document import read_document
    from etl.transform.engine import read
    from etl.transform.statement import Claim

    reading = read(read_document((SAMPLES / evaluation.file).read_bytes()), Claim(file_name=evaluation.file))
    projects = [project for statement in reading.statements for project in statement.projects]
    assert {(s.kind, s.fiscal_year, s.department) for s in reading.statements} == {("self_evaluation", evaluation.year, evaluation.department)}
    stages = ("budget", "adjusted", "executed")
    for found, written in zip(projects, evaluation.projects, strict=True):
        totals = [found.stages[stage].total for stage in stages]  # type: ignore[index]
        assert (found.name, [total and total.yuan for total in totals]) == (written.name, [Decimal(amount) * 10_000 for amount in written.money])
        told = [(i.name, i.targets[0].raw, i.actual and i.actual.raw, i.weight, i.actual and i.actual.score) for i in found.indicators]
        assert told == [(name, target, actual, Decimal(weight), Decimal(score)) for _, name, target, actual, weight, score in written.indicators]
    assert {finding.rule for finding in reading.findings} <= {"region_unresolved"}
