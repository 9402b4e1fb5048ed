"""Summary records of live sessions, their paragraphs with versions, and corrections."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "summary_record",
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("corrections_until", UtcDateTime(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("final_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name="fk_summary_record_session_id_live_session"
        ),
        sa.PrimaryKeyConstraint("session_id", name="pk_summary_record"),
    )
    op.create_table(
        "record_paragraph",
        sa.Column("id", Id(), nullable=False),
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("item_id", Id(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name="fk_record_paragraph_session_id_live_session"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name="fk_record_paragraph_item_id_agenda_item"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_record_paragraph"),
    )
    op.create_index("ix_record_paragraph_place", "record_paragraph", ["session_id", "place"])
    _add_versions()
    _add_corrections()


def _add_versions() -> None:
    op.create_table(
        "record_version",
        sa.Column("paragraph_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["record_paragraph.id"],
            name="fk_record_version_paragraph_id_record_paragraph",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name="fk_record_version_made_by_id_member"
        ),
        sa.PrimaryKeyConstraint("paragraph_id", "version", name="pk_record_version"),
    )
    op.create_index("ix_record_version_made_by_id", "record_version", ["made_by_id"])


def _add_corrections() -> None:
    op.create_table(
        "record_correction",
        sa.Column("id", Id(), nullable=False),
        sa.Column("paragraph_id", Id(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["record_paragraph.id"],
            name="fk_record_correction_paragraph_id_record_paragraph",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_record_correction_member_id_member"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_record_correction_delegation_id_delegation",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["member.id"], name="fk_record_correction_decided_by_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_record_correction"),
    )
    for name in ("paragraph_id", "member_id", "delegation_id", "decided_by_id"):
        op.create_index(f"ix_record_correction_{name}", "record_correction", [name])


def downgrade() -> None:
    for table in ("record_correction", "record_version", "record_paragraph", "summary_record"):
        op.drop_table(table)
