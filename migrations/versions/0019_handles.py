"""Members found by how their handles begin."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_member_handle", "member", ["handle"], postgresql_ops={"handle": "text_pattern_ops"}
    )


def downgrade() -> None:
    op.drop_index("ix_member_handle", "member")
