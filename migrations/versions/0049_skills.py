"""How well members know the languages that they read."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: SQLite would write the table anew, and other tables refer to its rows.
    skills = sa.Column("skills", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("member", skills)


def downgrade() -> None:
    op.drop_column("member", "skills")
