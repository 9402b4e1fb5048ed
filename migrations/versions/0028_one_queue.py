"""One queue: texts that wait and appeals stand beside what was reported."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("closed_at IS NULL")
_INDEXES = (
    ("uq_moderation_case_open", ["post_id"], True),
    ("uq_moderation_case_held", ["held_id"], True),
    ("uq_moderation_case_appeal", ["decision_id"], True),
    ("ix_moderation_case_queue", ["rank", "id"], False),
    ("ix_moderation_case_of_kind", ["kind", "rank", "id"], False),
    ("ix_moderation_case_in_language", ["language", "rank", "id"], False),
    ("ix_moderation_case_in_space", ["space_id", "rank", "id"], False),
    ("ix_moderation_case_claimed", ["claimed_by", "rank", "id"], False),
)
_NEW = {"uq_moderation_case_held", "uq_moderation_case_appeal", "ix_moderation_case_of_kind"}
_HELD = """
INSERT INTO moderation_case (kind, held_id, space_id, language, rank, opened_at)
SELECT 'held', id, space_id, language, -1, made_at FROM held_post WHERE state = 'waiting'
"""
_APPEALS = """
INSERT INTO moderation_case (kind, decision_id, language, rank, opened_at)
SELECT 'appeal', audit_id, language, -1, appealed_at FROM decision
WHERE appealed_at IS NOT NULL AND outcome IS NULL
"""


def upgrade() -> None:
    # SQLite makes a changed table anew, and would make partial indexes whole.
    _drop(name for name, _, _ in _INDEXES if name not in _NEW)
    with op.batch_alter_table("moderation_case") as table:
        table.add_column(
            sa.Column("kind", sa.String(), server_default=sa.text("'report'"), nullable=False)
        )
        table.add_column(sa.Column("held_id", Id(), nullable=True))
        table.add_column(sa.Column("decision_id", Id(), nullable=True))
        table.alter_column("post_id", existing_type=Id(), nullable=True)
        table.alter_column("space_id", existing_type=Id(), nullable=True)
        table.create_foreign_key(
            "fk_moderation_case_held_id_held_post",
            "held_post",
            ["held_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_foreign_key(
            "fk_moderation_case_decision_id_decision",
            "decision",
            ["decision_id"],
            ["audit_id"],
            ondelete="CASCADE",
        )
    with op.batch_alter_table("moderation_case") as table:
        table.alter_column("kind", existing_type=sa.String(), server_default=None)
    _create(_INDEXES)
    op.create_index("ix_moderation_case_about_held", "moderation_case", ["held_id"])
    op.execute(_HELD)
    op.execute(_APPEALS)


def downgrade() -> None:
    op.drop_index("ix_moderation_case_about_held", "moderation_case")
    _drop(name for name, _, _ in _INDEXES)
    op.execute("DELETE FROM moderation_case WHERE post_id IS NULL")
    with op.batch_alter_table("moderation_case") as table:
        table.drop_constraint("fk_moderation_case_decision_id_decision", type_="foreignkey")
        table.drop_constraint("fk_moderation_case_held_id_held_post", type_="foreignkey")
        table.alter_column("space_id", existing_type=Id(), nullable=False)
        table.alter_column("post_id", existing_type=Id(), nullable=False)
        table.drop_column("decision_id")
        table.drop_column("held_id")
        table.drop_column("kind")
    _create(one for one in _INDEXES if one[0] not in _NEW)


def _drop(names):
    for name in names:
        op.drop_index(name, "moderation_case")


def _create(indexes):
    for name, columns, unique in indexes:
        op.create_index(
            name,
            "moderation_case",
            columns,
            unique=unique,
            postgresql_where=_UNSETTLED,
            sqlite_where=_UNSETTLED,
        )
