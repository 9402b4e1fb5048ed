"""Members, sign-ins, access tokens and links sent by mail."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_members()
    _create_sign_ins()
    _create_tokens()
    _create_links()


def _create_members() -> None:
    op.create_table(
        "member",
        sa.Column("id", Id(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("email_verified_at", UtcDateTime(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("bio", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("handle", name="uq_member_handle"),
        sa.UniqueConstraint("email_key", name="uq_member_email_key"),
    )


def _create_sign_ins() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=True),
        sa.Column("previous_until", UtcDateTime(), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("renewed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        _member("sign_in"),
        sa.UniqueConstraint("hash", name="uq_sign_in_hash"),
    )
    op.create_index("ix_sign_in_member_id", "sign_in", ["member_id"])
    op.create_index("ix_sign_in_previous_hash", "sign_in", ["previous_hash"])
    op.create_index("ix_sign_in_renewed_at", "sign_in", ["renewed_at"])


def _create_tokens() -> None:
    op.create_table(
        "access_token",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_token"),
        _member("access_token"),
        sa.UniqueConstraint("hash", name="uq_access_token_hash"),
    )
    op.create_index("ix_access_token_member_id", "access_token", ["member_id"])


def _create_links() -> None:
    op.create_table(
        "mail_link",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mail_link"),
        _member("mail_link"),
        sa.UniqueConstraint("hash", name="uq_mail_link_hash"),
    )
    op.create_index("ix_mail_link_member_id", "mail_link", ["member_id"])
    op.create_index("ix_mail_link_expires_at", "mail_link", ["expires_at"])


def _member(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_member_id_member"
    return sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("mail_link", "access_token", "sign_in", "member"):
        op.drop_table(table)
