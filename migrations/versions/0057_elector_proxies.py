"""An index for votes that are given to others: each ballot asks for them."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_elector_proxy_id", "elector", ["proxy_id"])


def downgrade() -> None:
    op.drop_index("ix_elector_proxy_id", "elector")
