"""Mails that were imported from archives of mailing lists."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_mail",
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        _refers("imported_mail", "space_id", "space"),
        _refers("imported_mail", "topic_id", "topic"),
        _refers("imported_mail", "post_id", "post"),
        sa.PrimaryKeyConstraint("space_id", "message_id", name="pk_imported_mail"),
    )
    op.create_index(
        "ix_imported_mail_under", "imported_mail", ["space_id", "subject", "sent_at", "message_id"]
    )
    op.create_table(
        "imported_reference",
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("topic_id", Id(), nullable=False),
        _refers("imported_reference", "space_id", "space"),
        _refers("imported_reference", "topic_id", "topic"),
        sa.PrimaryKeyConstraint("space_id", "message_id", name="pk_imported_reference"),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def downgrade() -> None:
    op.drop_table("imported_reference")
    op.drop_table("imported_mail")
