"""Sanctions of members, and decisions that members can answer."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_sanctions()
    _create_decisions()


def _create_decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("audit_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("appeal", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("appealed_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit_id"],
            ["audit_entry.id"],
            name="fk_decision_audit_id_audit_entry",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_decision_member_id_member"),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["member.id"], name="fk_decision_decided_by_member"
        ),
        sa.PrimaryKeyConstraint("audit_id", name="pk_decision"),
    )
    op.create_index("ix_decision_of", "decision", ["member_id", "audit_id"])
    waiting = sa.text("appealed_at IS NOT NULL AND outcome IS NULL")
    op.create_index(
        "ix_decision_appealed",
        "decision",
        ["audit_id"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )


def _create_sanctions() -> None:
    op.create_table(
        "sanction",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("by_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_sanction_member_id_member"),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name="fk_sanction_by_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_sanction"),
    )
    op.create_index("ix_sanction_of", "sanction", ["member_id", "id"])
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_sanction_in_force",
        "sanction",
        ["member_id", "kind"],
        unique=True,
        postgresql_where=in_force,
        sqlite_where=in_force,
    )


def downgrade() -> None:
    op.drop_table("decision")
    op.drop_table("sanction")
