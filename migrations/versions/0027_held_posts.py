"""Texts that wait for moderators, and spaces that ask for it."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    first = sa.Column("reviews_first", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("space", first)
    op.create_table(
        "held_post",
        sa.Column("id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("topic_id", Id(), nullable=True),
        sa.Column("parent_id", Id(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("became_id", Id(), nullable=True),
        _refers("author_id", "member"),
        _refers("space_id", "space"),
        _refers("topic_id", "topic"),
        _refers("parent_id", "post"),
        _refers("became_id", "post"),
        sa.PrimaryKeyConstraint("id", name="pk_held_post"),
    )
    op.create_index("ix_held_post_author", "held_post", ["author_id", "id"])
    op.create_index("ix_held_post_topic", "held_post", ["topic_id"])
    op.create_index(
        "ix_held_post_waiting",
        "held_post",
        ["id"],
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_held_post_{column}_{to}")


def downgrade() -> None:
    op.drop_table("held_post")
    op.drop_column("space", "reviews_first")
