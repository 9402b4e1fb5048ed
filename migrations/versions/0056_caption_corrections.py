"""What captions said before they were corrected; lines of chat that wait."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: SQLite would write the table anew, and other tables refer to its rows.
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column("live_caption", version)
    waits = sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("chat_line", waits)
    op.create_table(
        "caption_revision",
        sa.Column("caption_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("replaced_by_id", Id(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["caption_id"], ["live_caption.id"], name="fk_caption_revision_caption_id_live_caption"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["member.id"], name="fk_caption_revision_replaced_by_id_member"
        ),
        sa.PrimaryKeyConstraint("caption_id", "version", name="pk_caption_revision"),
    )
    column = "replaced_by_id"
    op.create_index(f"ix_caption_revision_{column}", "caption_revision", [column])


def downgrade() -> None:
    op.drop_table("caption_revision")
    op.drop_column("chat_line", "waits")
    op.drop_column("live_caption", "version")
