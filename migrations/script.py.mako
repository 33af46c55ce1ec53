"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from etl.load.views import drop as drop_views

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_views(op.get_bind())  # they hang on the tables, and are rebuilt after every migration
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    drop_views(op.get_bind())
    ${downgrades if downgrades else "pass"}
