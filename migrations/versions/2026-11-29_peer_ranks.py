"""Sums of groups of peers: a whole year is ranked by joining them, not by looking the peers up for each target."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from etl.load.views import drop as drop_views

revision = "20261129_peer_ranks"
down_revision = "20261128_readings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer_rank",
        sa.Column("fiscal_year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("peer_group", sa.BigInteger(), autoincrement=False, nullable=False, comment="可比组编号 | As in peer_target"),
        sa.Column(
            "demand",
            sa.Numeric(precision=30, scale=10),
            nullable=False,
            comment="要求 | The number to reach, larger being more demanding; do not sum",
        ),
        sa.Column("must_pass", sa.Boolean(), nullable=False, comment="须超过 | Whether the number must be passed, not only reached"),
        sa.Column("ahead_count", sa.Integer(), nullable=False, comment="更严数 | Departments of the group that promise more; do not sum"),
        sa.Column("peer_count", sa.Integer(), nullable=False, comment="同类数 | Departments of the group; do not sum"),
        sa.Column("median_bound", sa.Numeric(), nullable=False, comment="可比界值中位数 | Median of the group's bounds; do not sum"),
        sa.PrimaryKeyConstraint("fiscal_year", "peer_group", "demand", "must_pass", name=op.f("peer_rank_pkey")),
        schema="core",
        comment="可比名次 | For each number that a group of peers promises, how many promise more (summary, made by the load)",
    )
    op.create_table(
        "cost_group",
        sa.Column("fiscal_year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("peer_group", sa.BigInteger(), autoincrement=False, nullable=False, comment="可比组编号 | As in counted_target"),
        sa.Column("peer_count", sa.Integer(), nullable=False, comment="同类数 | Projects of the group; do not sum"),
        sa.Column("known_count", sa.Integer(), nullable=False, comment="有金额数 | Projects of the group whose money is known; do not sum"),
        sa.Column("median_per_unit", sa.Numeric(), nullable=True, comment="单位成本中位数 | Median of the group's money by unit, yuan; do not sum"),
        sa.PrimaryKeyConstraint("fiscal_year", "peer_group", name=op.f("cost_group_pkey")),
        schema="core",
        comment="单位成本组 | Money by unit in a group of peers (summary, made by the load)",
    )
    op.create_table(
        "unranked_group",
        sa.Column("peer_group", sa.BigInteger(), autoincrement=False, nullable=False, comment="可比组编号 | As in peer_target or counted_target"),
        sa.PrimaryKeyConstraint("peer_group", name=op.f("unranked_group_pkey")),
        schema="core",
        comment="待排组 | A group of peers that has changed since it was summed up; views look its members up meanwhile (made by the load)",
    )


def downgrade() -> None:
    drop_views(op.get_bind())
    for table in ("unranked_group", "cost_group", "peer_rank"):
        op.drop_table(table, schema="core")
