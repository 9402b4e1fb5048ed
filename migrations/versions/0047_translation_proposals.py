"""Proposals about translations, and the history of each."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")
_AUTHORED = ("translation", "translation_revision")


def upgrade() -> None:
    for table in _AUTHORED:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("author_id", Id(), nullable=True))
            batch.create_foreign_key(
                f"fk_{table}_author_id_member", "member", ["author_id"], ["id"]
            )
            batch.create_index(f"ix_{table}_author_id", ["author_id"])
    with op.batch_alter_table("translation") as batch:
        batch.add_column(sa.Column("locked_at", UtcDateTime(), nullable=True))
    # Not in a batch: SQLite would write the table anew, and topics refer to its rows.
    review = sa.Column("self_review", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("space", review)
    _add_proposals()
    _add_deeds()


def _add_proposals() -> None:
    op.create_table(
        "translation_proposal",
        sa.Column("id", Id(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by_id", Id(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaced_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name="fk_translation_proposal_author_id_member"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["member.id"], name="fk_translation_proposal_decided_by_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_translation_proposal"),
    )
    op.create_index("ix_translation_proposal_author_id", "translation_proposal", ["author_id"])
    op.create_index(
        "ix_translation_proposal_decided_by_id", "translation_proposal", ["decided_by_id"]
    )
    op.create_index(
        "ix_translation_proposal_of", "translation_proposal", ["subject", "language", "id"]
    )
    op.create_index(
        "ix_translation_proposal_waiting",
        "translation_proposal",
        ["language", "id"],
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )


def _add_deeds() -> None:
    op.create_table(
        "translation_deed",
        sa.Column("id", Id(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("member_id", Id(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_translation_deed_member_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_translation_deed"),
    )
    op.create_index("ix_translation_deed_member_id", "translation_deed", ["member_id"])
    op.create_index("ix_translation_deed_of", "translation_deed", ["subject", "language", "id"])


def downgrade() -> None:
    op.drop_table("translation_deed")
    op.drop_table("translation_proposal")
    op.drop_column("space", "self_review")
    with op.batch_alter_table("translation") as batch:
        batch.drop_column("locked_at")
    for table in _AUTHORED:
        with op.batch_alter_table(table) as batch:
            batch.drop_index(f"ix_{table}_author_id")
            batch.drop_constraint(f"fk_{table}_author_id_member", type_="foreignkey")
            batch.drop_column("author_id")
