"""Continuations that are only suggested, and those that a steward confirms: core.suggested_link, ops.confirmed_link, core.project.loose_stem."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from etl.load.views import drop as drop_views

revision = "20261125_project_suggestions"
down_revision = "20261124_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Projects of before stay without one until a document names them again; meanwhile their stem stands for it.
    comment = "项目名松键 | Stem without words that only say money or project; only suggests links"
    op.add_column("project", sa.Column("loose_stem", sa.Text(), comment=comment), schema="core")
    op.create_table(
        "suggested_link",
        sa.Column("from_project_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="原项目编号 | The earlier project"),
        sa.Column("to_project_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="新项目编号 | The project that may continue it"),
        sa.Column("effective_year", sa.SmallInteger(), nullable=False, comment="生效年度 | First fiscal year of the later one; do not sum"),
        sa.Column("reason", sa.Text(), nullable=False, comment="建议依据 | loose_key (equal but for words that say money) or similarity"),
        sa.Column("score", sa.Numeric(precision=12, scale=6), nullable=False, comment="相似度 | How alike the names are, a fraction; do not sum"),
        sa.CheckConstraint("reason IN ('loose_key', 'similarity')", name=op.f("suggested_link_reason_check")),
        sa.ForeignKeyConstraint(["from_project_id"], ["core.project.project_id"], name=op.f("suggested_link_from_project_id_fkey")),
        sa.ForeignKeyConstraint(["to_project_id"], ["core.project.project_id"], name=op.f("suggested_link_to_project_id_fkey")),
        sa.PrimaryKeyConstraint("from_project_id", "to_project_id", name=op.f("suggested_link_pkey")),
        schema="core",
        comment="承接建议 | This project may continue that one: for a person to decide, used by no other view",
    )
    op.create_table(
        "confirmed_link",
        sa.Column(
            "from_project_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="原项目编号 | Hash of department, project kind and stem"
        ),
        sa.Column(
            "to_project_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="新项目编号 | Hash of department, project kind and stem"
        ),
        sa.Column("effective_year", sa.SmallInteger(), nullable=False, comment="生效年度 | First fiscal year in which it does; do not sum"),
        sa.Column("reason", sa.Text(), nullable=False, comment="确认理由 | Why, in the steward's words"),
        sa.Column("from_department_id", sa.BigInteger(), nullable=False, comment="原部门编号 | Hash of region and name without region words"),
        sa.Column("from_project", sa.Text(), nullable=False, comment="原项目名称 | As the file says"),
        sa.Column("to_department_id", sa.BigInteger(), nullable=False, comment="新部门编号 | Hash of region and name without region words"),
        sa.Column("to_project", sa.Text(), nullable=False, comment="新项目名称 | As the file says"),
        sa.PrimaryKeyConstraint("from_project_id", "to_project_id", name=op.f("confirmed_link_pkey")),
        schema="ops",
        comment="确认的承接 | Which project continues which, as a steward's file says; in force once both are known",
    )


def downgrade() -> None:
    drop_views(op.get_bind())
    op.drop_table("confirmed_link", schema="ops")
    op.drop_table("suggested_link", schema="core")
    op.drop_column("project", "loose_stem", schema="core")
