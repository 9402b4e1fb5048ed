"""Words that spaces do not want."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocked_word",
        sa.Column("id", Id(), nullable=False),
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("consequence", sa.String(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_blocked_word"),
        sa.UniqueConstraint("space_id", "key", "language", name="uq_blocked_word"),
    )
    op.create_table(
        "blocked_list",
        sa.Column("space_id", Id(), autoincrement=False, nullable=False),
        sa.Column("all_words", sa.String(), nullable=False),
        sa.Column("strict_words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("space_id", name="pk_blocked_list"),
    )


def downgrade() -> None:
    op.drop_table("blocked_list")
    op.drop_table("blocked_word")
