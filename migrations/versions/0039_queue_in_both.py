"""The queue of one language in one space."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_moderation_case_in_both",
        "moderation_case",
        ["space_id", "language", "rank", "id"],
        postgresql_where=_UNSETTLED,
        sqlite_where=_UNSETTLED,
    )


def downgrade() -> None:
    op.drop_index("ix_moderation_case_in_both", "moderation_case")
