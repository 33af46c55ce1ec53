"""What checks and comparisons need of the vocabulary: core.unit, core.level_name, core.check_word; and whether a value puts a target at all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from etl.load.views import drop as drop_views

revision = "20261127_check_words"
down_revision = "20261126_summaries"
branch_labels = None
depends_on = None

NO_TARGET = "未设目标 | Whether the words put no target: 据实, 按需, or what is measured again"


def upgrade() -> None:
    for table in ("target_value", "actual_value"):
        # Values of before count as targets: whether they were is known only by reading their document again.
        column = sa.Column("no_target", sa.Boolean(), nullable=False, server_default=sa.false(), comment=NO_TARGET)
        op.add_column(table, column, schema="core")
        op.alter_column(table, "no_target", server_default=None, schema="core")
    op.create_table(
        "unit",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False, comment="计量单位 | Unit as printed behind a number"),
        sa.Column("canonical", sa.Text(), nullable=False, comment="通用单位 | Unit by which two are compared: 场 for 场次; money in 元"),
        sa.Column("factor", sa.Numeric(20, 6), nullable=False, comment="换算倍数 | How many of the common unit one is: 10000 for 万元; do not sum"),
        sa.Column("unit_kind", sa.Text(), nullable=False, comment="单位类别 | count, percent, money, time, length … as in the vocabulary"),
        sa.PrimaryKeyConstraint("unit", name=op.f("unit_pkey")),
        schema="core",
        comment="计量单位表 | Units of the vocabulary: which of them are equal and how many of the common one they are",
    )
    op.create_table(
        "level_name",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False, comment="层级 | 1 or 2; do not sum"),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False, comment="层级名称 | Name without 指标 and score"),
        sa.Column("code", sa.Text(), nullable=True, comment="层级代码 | Code of the level, where the code list has one"),
        sa.Column("kind", sa.Text(), nullable=True, comment="指标类别 | Canonical kind that it tells, if it tells one"),
        sa.PrimaryKeyConstraint("level", "name", name=op.f("level_name_pkey")),
        schema="core",
        comment="指标层级名称 | Names of indicator levels with code and kind (财预〔2018〕, 财预〔2021〕101号 and what provinces print)",
    )
    op.create_table(
        "check_word",
        sa.Column(
            "list", sa.Text(), autoincrement=False, nullable=False, comment="词表 | List that the word belongs to: rate, count, satisfaction …"
        ),
        sa.Column("word", sa.Text(), autoincrement=False, nullable=False, comment="词 | The word"),
        sa.Column("stands", sa.Text(), nullable=False, comment="位置要求 | Where it must stand: end, inside or whole"),
        sa.CheckConstraint("stands IN ('end', 'inside', 'whole')", name=op.f("check_word_stands_check")),
        sa.PrimaryKeyConstraint("list", "word", name=op.f("check_word_pkey")),
        schema="core",
        comment="检查用词 | Words by which checks tell what a name speaks of: rates, counts, satisfaction …",
    )


def downgrade() -> None:
    drop_views(op.get_bind())
    for table in ("check_word", "level_name", "unit"):
        op.drop_table(table, schema="core")
    for table in ("actual_value", "target_value"):
        op.drop_column(table, "no_target", schema="core")
