"""Quotas of live sessions, and addresses of calendars."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: SQLite would write the table anew, and other tables refer to its rows.
    quotas = sa.Column("quotas", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("live_session", quotas)
    op.create_index("ix_live_participant_letter_id", "live_participant", ["letter_id"])
    op.create_table(
        "calendar_feed",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name="fk_calendar_feed_member_id_member",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name="pk_calendar_feed"),
    )


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_index("ix_live_participant_letter_id", "live_participant")
    op.drop_column("live_session", "quotas")
