"""Translations by machines that the glossary has changed since."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import UtcDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("translation", sa.Column("stale_at", UtcDateTime(), nullable=True))
    op.create_index("ix_translation_stale_at", "translation", ["stale_at"])


def downgrade() -> None:
    op.drop_index("ix_translation_stale_at", "translation")
    op.drop_column("translation", "stale_at")
