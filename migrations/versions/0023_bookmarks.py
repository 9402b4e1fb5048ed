"""Bookmarks of members."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bookmark",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_bookmark_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_bookmark_post_id_post"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_bookmark_topic_id_topic"),
        sa.PrimaryKeyConstraint("member_id", "post_id", name="pk_bookmark"),
    )
    op.create_index("ix_bookmark_list", "bookmark", ["member_id", "made_at", "post_id"])
    op.create_index("ix_bookmark_topic", "bookmark", ["member_id", "topic_id"])


def downgrade() -> None:
    op.drop_table("bookmark")
