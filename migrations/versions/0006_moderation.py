"""Flags of posts, and the record of moderators' acts."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_audit()
    _create_flags()


def _create_audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", Id(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("undoes", Id(), nullable=True),
        _refers("audit_entry", "actor_id", "member"),
        _refers("audit_entry", "undoes", "audit_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
        sa.UniqueConstraint("undoes", name="uq_audit_entry_undoes"),
    )
    op.create_index("ix_audit_entry_by_act", "audit_entry", ["act", "id"])
    op.create_index("ix_audit_entry_by_actor", "audit_entry", ["actor_id", "id"])
    op.create_index("ix_audit_entry_on_target", "audit_entry", ["target", "id"])


def _create_flags() -> None:
    op.create_table(
        "flag",
        sa.Column("id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("reporter_id", Id(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", Id(), nullable=True),
        sa.Column("audit_id", Id(), nullable=True),
        _refers("flag", "post_id", "post"),
        _refers("flag", "reporter_id", "member"),
        _refers("flag", "resolved_by", "member"),
        _refers("flag", "audit_id", "audit_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_flag"),
    )
    op.create_index("ix_flag_reporter_id", "flag", ["reporter_id"])
    still_open = sa.text("resolved_at IS NULL")
    op.create_index(
        "uq_flag_open",
        "flag",
        ["post_id", "reporter_id"],
        unique=True,
        postgresql_where=still_open,
        sqlite_where=still_open,
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def downgrade() -> None:
    op.drop_table("flag")
    op.drop_table("audit_entry")
