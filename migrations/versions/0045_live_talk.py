"""What is said and written in live sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from forum.db.base import Id, UtcDateTime

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def _said(table: str) -> tuple[SchemaItem, ...]:
    """Who wrote a row of a table, where and for whom."""
    return (
        sa.Column("id", Id(), nullable=False),
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _to(table, "session_id", "live_session"),
        _to(table, "author_id", "member"),
        _to(table, "delegation_id", "delegation"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    op.create_table(
        "live_language",
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        _to("live_language", "session_id", "live_session"),
        sa.PrimaryKeyConstraint("session_id", "language", name="pk_live_language"),
    )
    op.create_table(
        "live_reactions",
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.Column("pushed_at", UtcDateTime(), nullable=False),
        _to("live_reactions", "session_id", "live_session"),
        sa.PrimaryKeyConstraint("session_id", name="pk_live_reactions"),
    )
    _upgrade_chat()
    _upgrade_questions()
    _upgrade_captions()


def _upgrade_chat() -> None:
    op.create_table(
        "chat_line",
        *_said("chat_line"),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", Id(), nullable=True),
        _to("chat_line", "removed_by_id", "member"),
    )
    op.create_index("ix_chat_line_session", "chat_line", ["session_id", "id"])
    _index("chat_line", "author_id", "delegation_id", "removed_by_id")


def _upgrade_questions() -> None:
    op.create_table(
        "live_question",
        *_said("live_question"),
        sa.Column("item_id", Id(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("merged_into_id", Id(), nullable=True),
        sa.Column("settled_by_id", Id(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answer_html", sa.String(), nullable=False),
        sa.Column("answer_language", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        _to("live_question", "merged_into_id", "live_question"),
        _to("live_question", "settled_by_id", "member"),
    )
    op.create_index("ix_live_question_votes", "live_question", ["session_id", "votes", "id"])
    _index("live_question", "author_id", "delegation_id", "merged_into_id", "settled_by_id")
    op.create_table(
        "question_vote",
        sa.Column("question_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("voted_at", UtcDateTime(), nullable=False),
        _to("question_vote", "question_id", "live_question"),
        _to("question_vote", "member_id", "member"),
        sa.PrimaryKeyConstraint("question_id", "member_id", name="pk_question_vote"),
    )
    _index("question_vote", "member_id")


def _upgrade_captions() -> None:
    op.create_table(
        "live_caption",
        *_said("live_caption"),
        sa.Column("item_id", Id(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("session_id", "author_id", "key", name="uq_live_caption_key"),
    )
    op.create_index("ix_live_caption_began", "live_caption", ["session_id", "began", "id"])
    _index("live_caption", "author_id", "delegation_id")


def downgrade() -> None:
    for table in (
        "live_caption",
        "question_vote",
        "live_question",
        "chat_line",
        "live_reactions",
        "live_language",
    ):
        op.drop_table(table)
