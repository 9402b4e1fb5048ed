"""Accepted answers, reactions, and how far members have read."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("topic", sa.Column("accepted_id", Id(), nullable=True))
    no = sa.Column("accepted", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("post", no)
    none = sa.Column("reactions", sa.JSON(), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("post", none)
    op.create_table(
        "reaction",
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_reaction_post_id_post"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_reaction_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "member_id", "name", name="pk_reaction"),
    )
    op.create_index("ix_reaction_member_id", "reaction", ["member_id"])
    op.create_table(
        "read_mark",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_read_mark_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_read_mark_topic_id_topic"),
        sa.PrimaryKeyConstraint("member_id", "topic_id", name="pk_read_mark"),
    )


def downgrade() -> None:
    op.drop_table("read_mark")
    op.drop_table("reaction")
    op.drop_column("post", "reactions")
    op.drop_column("post", "accepted")
    op.drop_column("topic", "accepted_id")
