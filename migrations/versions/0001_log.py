"""The channels' log, and first answers to repeated requests."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_head",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("offset", Id(), nullable=False),
        sa.Column("first", Id(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_log_head"),
    )
    op.create_table(
        "log_entry",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("offset", Id(), autoincrement=False, nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "offset", name="pk_log_entry"),
    )
    op.create_table(
        "first_answer",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_first_answer"),
    )
    op.create_index("ix_first_answer_made_at", "first_answer", ["made_at"])


def downgrade() -> None:
    op.drop_table("first_answer")
    op.drop_table("log_entry")
    op.drop_table("log_head")
