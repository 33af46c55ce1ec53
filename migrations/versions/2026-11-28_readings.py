"""A document can be read again: ``reading`` on statements and evidence says which reading they are of, on documents which one counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from etl.load.views import drop as drop_views

revision = "20261128_readings"
down_revision = "20261127_check_words"
branch_labels = None
depends_on = None

COLUMNS = [
    ("ops", "document", "读取次序 | Its reading that counts, from 1: the latest; do not sum"),
    ("ops", "statement", "读取次序 | Which reading of its document it is of, from 1; only the latest counts; do not sum"),
    ("core", "evidence", "读取次序 | Which reading of its document it is of, from 1; do not sum"),
]
SAID_ANEW = [
    ("core", "evidence", "evidence_id", ("出处编号 | Hash of document and place", "出处编号 | Hash of document, reading and place")),
    ("ops", "statement", "statement_id", ("报表编号 | Hash of document and ordinal", "报表编号 | Hash of document, reading and ordinal")),
    ("ops", "document", "load_run_id", ("批次编号 | Run that brought it in", "批次编号 | Run that brought it in, or its latest reading")),
]


def upgrade() -> None:
    for schema, table, comment in COLUMNS:
        op.add_column(table, sa.Column("reading", sa.SmallInteger(), nullable=False, server_default="1", comment=comment), schema=schema)
    for schema, table, column, comment in SAID_ANEW:
        op.alter_column(table, column, comment=comment[1], existing_comment=comment[0], schema=schema)
    op.drop_constraint(op.f("statement_document_id_ordinal_key"), "statement", schema="ops")
    op.create_unique_constraint(op.f("statement_document_id_reading_ordinal_key"), "statement", ["document_id", "reading", "ordinal"], schema="ops")


def downgrade() -> None:
    drop_views(op.get_bind())
    # Fails where a document has been read again: before, nobody could tell its readings apart, and none may be deleted.
    op.drop_constraint(op.f("statement_document_id_reading_ordinal_key"), "statement", schema="ops")
    op.create_unique_constraint(op.f("statement_document_id_ordinal_key"), "statement", ["document_id", "ordinal"], schema="ops")
    for schema, table, column, comment in SAID_ANEW:
        op.alter_column(table, column, comment=comment[0], existing_comment=comment[1], schema=schema)
    for schema, table, _ in COLUMNS:
        op.drop_column(table, "reading", schema=schema)
