"""Hints for moderators, and by what posts are found that say much the same."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hint",
        sa.Column("id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=True),
        sa.Column("held_id", Id(), nullable=True),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("audit_id", Id(), nullable=True),
        sa.Column("was_right", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_hint_post_id_post"),
        sa.ForeignKeyConstraint(
            ["held_id"], ["held_post.id"], name="fk_hint_held_id_held_post", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"],
            ["audit_entry.id"],
            name="fk_hint_audit_id_audit_entry",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hint"),
    )
    op.create_index("uq_hint_post", "hint", ["post_id", "sign"], unique=True)
    op.create_index("uq_hint_held", "hint", ["held_id", "sign"], unique=True)
    op.create_index("ix_hint_made", "hint", ["made_at"])
    op.create_index("ix_hint_settled_by", "hint", ["audit_id"])
    op.create_table(
        "post_print",
        sa.Column("key", Id(), autoincrement=False, nullable=False),
        sa.Column("post_id", Id(), autoincrement=False, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_post_print_post_id_post"),
        sa.PrimaryKeyConstraint("key", "post_id", name="pk_post_print"),
    )
    op.create_index("ix_post_print_post", "post_print", ["post_id"])
    op.create_index("ix_post_print_made", "post_print", ["made_at"])


def downgrade() -> None:
    op.drop_table("post_print")
    op.drop_table("hint")
