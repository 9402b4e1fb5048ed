"""How calls to translation engines go, for moderators."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation_calls",
        sa.Column("began", UtcDateTime(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("slowest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("began", "engine", "failure"),
    )
    op.create_table(
        "translation_engine",
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("rests_since", UtcDateTime(), nullable=True),
        sa.Column("rests_until", UtcDateTime(), nullable=True),
        sa.Column("failed_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("engine"),
    )


def downgrade() -> None:
    op.drop_table("translation_engine")
    op.drop_table("translation_calls")
