"""Accounts elsewhere that members sign in by."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_identity",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name="fk_outside_identity_member_id_member",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outside_identity"),
        sa.UniqueConstraint("issuer", "subject", name="uq_outside_identity_issuer_subject"),
    )
    op.create_index("ix_outside_identity_member_id", "outside_identity", ["member_id"])


def downgrade() -> None:
    op.drop_table("outside_identity")
