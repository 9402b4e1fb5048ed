"""Second factors: apps, passkeys, recovery codes, and what was proven when."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _of_member(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_member_id_member"
    return sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.add_column("member", sa.Column("second_factor_at", UtcDateTime(), nullable=True))
    op.add_column("sign_in", sa.Column("proven_at", UtcDateTime(), nullable=True))
    no = sa.Column("proven", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("access_token", no)
    op.create_table(
        "authenticator",
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("last_step", Id(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        _of_member("authenticator"),
        sa.PrimaryKeyConstraint("member_id", name="pk_authenticator"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        _of_member("recovery_code"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_member_id", "recovery_code", ["member_id"])
    op.create_table(
        "passkey",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", Id(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        _of_member("passkey"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential", name="uq_passkey_credential"),
    )
    op.create_index("ix_passkey_member_id", "passkey", ["member_id"])


def downgrade() -> None:
    op.drop_table("passkey")
    op.drop_table("recovery_code")
    op.drop_table("authenticator")
    op.drop_column("access_token", "proven")
    op.drop_column("sign_in", "proven_at")
    op.drop_column("member", "second_factor_at")
