"""New addresses, members who leave, and copies of one's own data."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_link", sa.Column("address", sa.String(), nullable=True))
    op.create_table(
        "departure",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_departure_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name="pk_departure"),
    )
    op.create_table(
        "data_export",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("size", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_data_export_member_id_member"
        ),
        sa.PrimaryKeyConstraint("member_id", name="pk_data_export"),
    )
    op.create_index("ix_data_export_expires_at", "data_export", ["expires_at"])


def downgrade() -> None:
    op.drop_table("data_export")
    op.drop_table("departure")
    op.drop_column("mail_link", "address")
