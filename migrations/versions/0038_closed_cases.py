"""An index of closed cases alone, by which no database reads all open ones."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_NAME = "ix_moderation_case_closed"
_SETTLED = sa.text("closed_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index(_NAME, "moderation_case")
    op.create_index(
        _NAME,
        "moderation_case",
        ["closed_at"],
        postgresql_where=_SETTLED,
        sqlite_where=_SETTLED,
    )


def downgrade() -> None:
    op.drop_index(_NAME, "moderation_case")
    op.create_index(_NAME, "moderation_case", ["closed_at"])
