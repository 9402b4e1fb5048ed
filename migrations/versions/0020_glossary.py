"""Words that must be translated in one way, or not at all."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("id", Id(), nullable=False),
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("translation", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_glossary_term"),
        sa.UniqueConstraint("space_id", "source", "target", "key", name="uq_glossary_term"),
    )


def downgrade() -> None:
    op.drop_table("glossary_term")
