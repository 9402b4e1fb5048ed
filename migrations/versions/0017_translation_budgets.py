"""What is spent of the budgets for translation."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation_spending",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "payer", name="pk_translation_spending"),
    )


def downgrade() -> None:
    op.drop_table("translation_spending")
