"""What members follow, what they were told, how mail reaches them."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        _refers("subscription", "member_id", "member", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "target", name="pk_subscription"),
    )
    op.create_index("ix_subscription_to", "subscription", ["target", "level", "member_id"])
    _create_notifications()
    _create_settings()
    op.create_table(
        "mail_bounce",
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("email_key", name="pk_mail_bounce"),
    )


def _create_notifications() -> None:
    op.create_table(
        "notification",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=True),
        sa.Column("actor_id", Id(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        _refers("notification", "member_id", "member", "CASCADE"),
        _refers("notification", "topic_id", "topic"),
        _refers("notification", "post_id", "post"),
        _refers("notification", "actor_id", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sa.UniqueConstraint("member_id", "thing", name="uq_notification_member_id_thing"),
    )
    op.create_index("ix_notification_listed", "notification", ["member_id", "id"])
    _index_unread("ix_notification_unread", ["member_id", "topic_id"])
    _index_unread("ix_notification_unread_in", ["topic_id", "member_id"])


def _index_unread(name: str, columns: list[str]) -> None:
    unread = sa.text("read_at IS NULL")
    op.create_index(name, "notification", columns, postgresql_where=unread, sqlite_where=unread)


def _create_settings() -> None:
    op.create_table(
        "notification_settings",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("direct", sa.String(), nullable=False),
        sa.Column("watched", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("daily_due", UtcDateTime(), nullable=True),
        sa.Column("weekly_due", UtcDateTime(), nullable=True),
        _refers("notification_settings", "member_id", "member", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name="pk_notification_settings"),
    )


def _refers(
    table: str, column: str, to: str, on_delete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=on_delete)


def downgrade() -> None:
    op.drop_table("mail_bounce")
    op.drop_table("notification_settings")
    op.drop_table("notification")
    op.drop_table("subscription")
