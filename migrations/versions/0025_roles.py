"""Roles that administrators make, and roles that count for a space or a language only."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_role"),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("space_id", Id(), nullable=True),
        sa.Column("place", Id(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("granted_by", Id(), nullable=True),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_role_grant_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name="fk_role_grant_space_id_space"),
        sa.ForeignKeyConstraint(
            ["granted_by"],
            ["member.id"],
            name="fk_role_grant_granted_by_member",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
    )
    place = ["member_id", "role", "place", "language"]
    op.create_index("uq_role_grant_place", "role_grant", place, unique=True)
    op.create_index("ix_role_grant_role", "role_grant", ["role"])
    op.create_index("ix_role_grant_space_id", "role_grant", ["space_id"])


def downgrade() -> None:
    op.drop_table("role_grant")
    op.drop_table("role")
