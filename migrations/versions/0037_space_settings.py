"""Who starts topics in a space, its texts in further languages, and spaces that are archived."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import UtcDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("starters", sa.String(), "'members'"),
    ("texts", sa.JSON(), "'{}'"),
    ("version", sa.Integer(), "1"),
)


def upgrade() -> None:
    for name, kind, value in _COLUMNS:
        column = sa.Column(name, kind, server_default=sa.text(value), nullable=False)
        op.add_column("space", column)
    op.add_column("space", sa.Column("archived_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("space", "archived_at")
    for name, _, _ in _COLUMNS:
        op.drop_column("space", name)
