"""How far texts are translated, as last counted; and what is out of date, the oldest first."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation_count",
        sa.Column("space_id", Id(), autoincrement=False, nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("texts", sa.BigInteger(), nullable=False),
        sa.Column("translated", sa.BigInteger(), nullable=False),
        sa.Column("reviewed", sa.BigInteger(), nullable=False),
        sa.Column("stale", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("space_id", "is_closed", "area", "language"),
    )
    op.drop_index("ix_translation_stale_at", "translation")
    for column in ("outdated_at", "stale_at"):
        is_so = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_translation_{column}",
            "translation",
            [column, "subject", "language"],
            sqlite_where=is_so,
            postgresql_where=is_so,
        )


def downgrade() -> None:
    op.drop_index("ix_translation_outdated_at", "translation")
    op.drop_index("ix_translation_stale_at", "translation")
    op.create_index("ix_translation_stale_at", "translation", ["stale_at"])
    op.drop_table("translation_count")
