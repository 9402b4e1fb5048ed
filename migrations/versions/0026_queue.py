"""Cases that wait for moderators, and complaints about translations."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("closed_at IS NULL")


def upgrade() -> None:
    about = sa.Column("translation", sa.String(), server_default=sa.text("''"), nullable=False)
    op.add_column("flag", about)
    op.create_table(
        "moderation_case",
        sa.Column("id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("claimed_by", Id(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", Id(), nullable=True),
        sa.Column("audit_id", Id(), nullable=True),
        _refers("post_id", "post"),
        _refers("space_id", "space"),
        _refers("claimed_by", "member"),
        _refers("closed_by", "member"),
        _refers("audit_id", "audit_entry", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_case"),
    )
    _queue("uq_moderation_case_open", "post_id", unique=True)
    _queue("ix_moderation_case_queue", "rank", "id")
    _queue("ix_moderation_case_in_language", "language", "rank", "id")
    _queue("ix_moderation_case_in_space", "space_id", "rank", "id")
    _queue("ix_moderation_case_claimed", "claimed_by", "rank", "id")
    op.create_index("ix_moderation_case_opened", "moderation_case", ["opened_at"])
    op.create_index("ix_moderation_case_closed", "moderation_case", ["closed_at"])
    op.create_index("ix_moderation_case_settled_by", "moderation_case", ["audit_id"])
    op.execute(_OPEN_FLAGS)


def _refers(column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = f"fk_moderation_case_{column}_{to}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def _queue(name: str, *columns: str, unique: bool = False) -> None:
    op.create_index(
        name,
        "moderation_case",
        list(columns),
        unique=unique,
        postgresql_where=_UNSETTLED,
        sqlite_where=_UNSETTLED,
    )


_OPEN_FLAGS = """
INSERT INTO moderation_case (post_id, space_id, language, rank, opened_at)
SELECT flag.post_id, topic.space_id, post.language, -count(*), min(flag.created_at)
FROM flag JOIN post ON post.id = flag.post_id JOIN topic ON topic.id = post.topic_id
WHERE flag.resolved_at IS NULL
GROUP BY flag.post_id, topic.space_id, post.language
"""


def downgrade() -> None:
    op.drop_table("moderation_case")
    op.drop_column("flag", "translation")
