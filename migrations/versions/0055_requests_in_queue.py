"""Requests to take part among what waits for moderators, and notifications about sessions."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("moderation_case") as table:
        table.add_column(sa.Column("participant_id", Id(), nullable=True))
        table.create_foreign_key(
            "fk_moderation_case_participant_id_live_participant",
            "live_participant",
            ["participant_id"],
            ["id"],
            ondelete="CASCADE",
        )
    op.create_index(
        "uq_moderation_case_request",
        "moderation_case",
        ["participant_id"],
        unique=True,
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )
    with op.batch_alter_table("notification") as table:
        table.add_column(sa.Column("session_id", Id(), nullable=True))
        table.alter_column("topic_id", existing_type=Id(), nullable=True)
        table.create_foreign_key(
            "fk_notification_session_id_live_session", "live_session", ["session_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM notification WHERE topic_id IS NULL")
    with op.batch_alter_table("notification") as table:
        table.drop_constraint("fk_notification_session_id_live_session", type_="foreignkey")
        table.alter_column("topic_id", existing_type=Id(), nullable=False)
        table.drop_column("session_id")
    op.execute("DELETE FROM moderation_case WHERE participant_id IS NOT NULL")
    op.drop_index("uq_moderation_case_request", "moderation_case")
    with op.batch_alter_table("moderation_case") as table:
        table.drop_constraint(
            "fk_moderation_case_participant_id_live_participant", type_="foreignkey"
        )
        table.drop_column("participant_id")
