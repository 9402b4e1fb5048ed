"""The record of acts is found by time."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_entry_by_time", "audit_entry", ["made_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_entry_by_time", "audit_entry")
