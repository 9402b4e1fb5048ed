"""Translations, what they were before, and the memory that they are made from."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_translations()
    _create_revisions()
    _create_requests()
    _create_units()
    _create_segments()


def _create_translations() -> None:
    op.create_table(
        "translation",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("reviewer_id", Id(), nullable=True),
        sa.Column("outdated_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "language", name="pk_translation"),
        _reviewer("translation"),
    )
    op.create_index("ix_translation_reviewer_id", "translation", ["reviewer_id"])


def _create_revisions() -> None:
    op.create_table(
        "translation_revision",
        sa.Column("id", Id(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("reviewer_id", Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_translation_revision"),
        _reviewer("translation_revision"),
    )
    op.create_index(
        "ix_translation_revision_of", "translation_revision", ["subject", "language", "id"]
    )
    op.create_index("ix_translation_revision_reviewer_id", "translation_revision", ["reviewer_id"])


def _reviewer(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_reviewer_id_member"
    return sa.ForeignKeyConstraint(["reviewer_id"], ["member.id"], name=name)


def _create_requests() -> None:
    op.create_table(
        "translation_request",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("again_after", UtcDateTime(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "language", name="pk_translation_request"),
    )


def _create_units() -> None:
    op.create_table(
        "translation_unit",
        sa.Column("memory", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=True),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("memory", "source", "target", "key", name="pk_translation_unit"),
    )
    op.create_index("ix_translation_unit_key", "translation_unit", ["key"])


def _create_segments() -> None:
    op.create_table(
        "translation_segment",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("memory", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "memory", "key", name="pk_translation_segment"),
    )
    op.create_index("ix_translation_segment_key", "translation_segment", ["key", "memory"])


def downgrade() -> None:
    for table in (
        "translation_segment",
        "translation_unit",
        "translation_request",
        "translation_revision",
        "translation",
    ):
        op.drop_table(table)
