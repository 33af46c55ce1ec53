"""How tables are declared: the naming of constraints, the types that are used, and columns and tables with their comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

NAMING = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}
metadata = sa.MetaData(naming_convention=NAMING)

ID, TEXT, INT, SMALL, DAY, TRUTH = sa.BigInteger, sa.Text, sa.Integer, sa.SmallInteger, sa.Date, sa.Boolean
MONEY = sa.Numeric(20, 2)
NUMBER = sa.Numeric(30, 10)
INSTANT = sa.DateTime(timezone=True)


def column(
    name: str, kind: Any, comment: str, *, key: bool = False, null: bool = False, to: str | None = None, default: str | None = None
) -> sa.Column[Any]:
    """A column; NOT NULL unless ``null``. ``to`` names the ``schema.table.column`` it refers to, ``default`` is what stands where nothing is said."""
    links = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, kind, *links, primary_key=key, nullable=null and not key, comment=comment, autoincrement=False, server_default=default)


def table(schema: str, name: str, comment: str, *items: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *items, schema=schema, comment=comment)


def one_of(column: str, words: Sequence[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


STATEMENT_KINDS = ("project_targets", "department_overall", "transfer_programme", "self_evaluation")
