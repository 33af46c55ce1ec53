"""Commands that look into the database: status, findings, explain, export."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli._help import suggestions
from etl.cli._options import Json, one_of
from etl.messages import say

if TYPE_CHECKING:
    from etl.load.queries import Condition

SEVERITIES = ["error", "warning", "info"]
FORMATS = ["csv", "xlsx", "parquet"]


def status(
    as_json: Json = False,
    prometheus: Annotated[Path | None, typer.Option("--prometheus", metavar="FILE", help=say("option.prometheus"))] = None,
) -> None:
    """What the database holds and the latest runs."""
    from etl.cli import _database
    from etl.load import queries, record
    from etl.load.errors import DatabaseUnreachable
    from etl.report import metrics
    from etl.report.status import show
    from etl.report.tables import Output

    try:
        with _database.reading(empty=True) as connection:
            standing = queries.standing(connection)
            more = record.standings(connection) if queries.there(connection) else record.NOTHING
    except DatabaseUnreachable:
        if prometheus is not None:
            metrics.write(prometheus, metrics.prometheus(None, None))
        raise
    if prometheus is not None:
        metrics.write(prometheus, metrics.prometheus(standing, more))
    if as_json:
        print(json.dumps(metrics.as_json(standing, more, _database.where()), ensure_ascii=False))
    elif prometheus is None:
        show(standing, more, _database.where(), Output())


def findings(
    severity: Annotated[
        str | None, typer.Option("--severity", metavar="error|warning|info", parser=one_of(SEVERITIES), help=say("option.severity"))
    ] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="NAME", help=say("option.document"))] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE", help=say("option.rule"))] = None,
) -> None:
    """What needs a look; refused documents count as errors."""
    from etl.cli import _database
    from etl.cli._errors import Problem
    from etl.load import queries
    from etl.report.findings import short, show

    wanted = _rule(rule) if rule is not None else None
    with _database.reading() as connection:
        if document is not None and not queries.known_document(connection, document):
            names = [short(name) for name in queries.latest_documents(connection)]
            raise Problem(say("error.no_document", name=document) + suggestions(document, names))
        found = queries.findings(connection, severity, document)
        refused = queries.refused(connection, document) if severity in (None, "error") else []
    show(
        [row for row in found if wanted in (None, row["rule"])],
        [row for row in refused if wanted in (None, row["reason_rule"])],
    )


def _rule(text: str) -> str:
    """The id of a rule that is named by its id or by what it is called in either language; wrong usage, with a suggestion, where there is none."""
    from etl.cli._errors import Problem
    from etl.rules import rules

    known = {name.casefold(): rule.rule for rule in rules().values() for name in (rule.name_zh, rule.name_en, rule.rule)}
    if text.casefold() not in known:
        names = [name for rule in rules().values() for name in (rule.rule, rule.name_zh, rule.name_en)]
        raise Problem(say("error.no_rule", name=text) + suggestions(text, names))
    return known[text.casefold()]


def explain(
    fact: Annotated[str, typer.Argument(metavar="FACT", help=say("option.fact"))],
    image: Annotated[Path | None, typer.Option("--image", metavar="PNG", help=say("option.image"))] = None,
) -> None:
    """A fact's evidence, in words and as a picture."""
    from etl.cli import _database
    from etl.cli._errors import Problem
    from etl.load import queries
    from etl.report.explain import show
    from etl.report.tables import Output

    if not fact.isascii() or not fact.isdigit() or int(fact) >= 2**63:
        raise Problem(say("error.not_id", text=fact))
    with _database.reading() as connection:
        found = queries.explain(connection, int(fact))
    if found is None:
        raise Problem(say("error.no_fact", fact=fact))
    show(found, Output())
    if image is not None:
        _draw(found, image)


def _draw(fact: object, image: Path) -> None:
    """Write the picture of the page with the fact's cell marked."""
    from typing import cast

    from etl.cli import _database
    from etl.cli._errors import Problem
    from etl.load.queries import Fact
    from etl.report.explain import document_bytes

    row = cast("Fact", fact).row
    data = document_bytes(row["document_name"], row["sha256"], _database.home())
    if data is None:
        raise Problem(say("error.no_bytes", path=row["document_name"]))
    from etl.report import picture

    made = picture.draw(picture.wanted(data, row, image.suffix.lower() or picture.PNG), _database.limits())
    if made.ending != image.suffix.lower():
        image = image.with_suffix(made.ending)
    image.write_bytes(made.data)
    print(say("fact.picture", path=image), file=sys.stderr)


def export(
    view: Annotated[str, typer.Argument(metavar="VIEW", help=say("option.view"))],
    kind: Annotated[str, typer.Option("--format", metavar="csv|xlsx|parquet", parser=one_of(FORMATS), help=say("option.format"))] = "csv",
    where: Annotated[list[str] | None, typer.Option("--where", metavar="CONDITION", help=say("option.where"))] = None,
) -> None:
    """A view on standard output."""
    from etl.cli import _database
    from etl.cli._errors import Problem
    from etl.load import queries
    from etl.report import export as exporting
    from etl.report.steps import steps
    from etl.report.tables import is_terminal

    if kind != "csv" and is_terminal(sys.stdout):
        raise Problem(say("error.binary", format=kind, view=view))
    package = exporting.PACKAGES.get(kind)
    if package and not _installed(package):
        raise Problem(say("error.needs", format=kind, package=package, command=f"{sys.executable} -m pip install {package}"))
    # Rows on the screen need no bar, and one would stand between them.
    with _database.reading() as connection, steps(watched=False if is_terminal(sys.stdout) else None) as bar:
        schema, name = _find_view(view, queries.views(connection))
        columns = queries.columns(connection, schema, name)
        conditions = [_condition(text, name, [column.name for column in columns]) for text in where or []]
        queries.as_analyst(connection)
        sys.stdout.flush()
        try:
            of = queries.count(connection, schema, name, columns, conditions) if bar.watched else None
            found = bar.through(queries.rows(connection, schema, name, columns, conditions), "steps.rows", of)
            exporting.write(kind, columns, found, sys.stdout.buffer, name)
        except queries.DBAPIError as error:
            kind_of = "condition_value" if isinstance(error, queries.DataError) else "condition_sql"
            raise Problem(say(f"error.{kind_of}", text=" ".join(where or [])) + f" ({error.orig})".split("\n", maxsplit=1)[0]) from None


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def _find_view(view: str, known: list[tuple[str, str]]) -> tuple[str, str]:
    """Schema and name of a view, given with or without its schema."""
    from etl.cli._errors import Problem

    found = [(schema, name) for schema, name in known if view in (name, f"{schema}.{name}")]
    if not found:
        raise Problem(say("error.no_view", name=view) + suggestions(view.rsplit(".", 1)[-1], [name for _, name in known]))
    return found[0]


def _condition(text: str, view: str, columns: list[str]) -> Condition | str:
    """A condition on a column that the view has, or an expression of SQL as it is."""
    from etl.cli._errors import Problem
    from etl.report.export import condition, is_sql

    found = condition(text)
    if found is None or is_sql(text):
        return text
    if found.column not in columns:
        raise Problem(say("error.no_column", view=view, name=found.column) + suggestions(found.column, columns))
    return found
