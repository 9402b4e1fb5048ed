"""What shared resources are described by."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FACETS = ("type", "licence", "level", "subject", "country")


def upgrade() -> None:
    op.create_table(
        "resource",
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("work_id", Id(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("check_due", UtcDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("unreachable_since", UtcDateTime(), nullable=True),
        _refers("resource", "topic_id", "topic.id"),
        _refers("resource", "space_id", "space.id"),
        sa.PrimaryKeyConstraint("topic_id", name="pk_resource"),
    )
    for column in FACETS:
        op.create_index(f"ix_resource_of_{column}", "resource", [column, "topic_id"])
    op.create_index("ix_resource_in_space", "resource", ["space_id", "topic_id"])
    for column in ("canonical", "work_id", "check_due"):
        op.create_index(f"ix_resource_{column}", "resource", [column])
    _create_words("language", sa.Column("place", sa.Integer(), nullable=False))
    _create_words("competence")


def _create_words(word: str, *more: sa.Column[int]) -> None:
    table = f"resource_{word}"
    op.create_table(
        table,
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column(word, sa.String(), nullable=False),
        *more,
        _refers(table, "topic_id", "resource.topic_id"),
        sa.PrimaryKeyConstraint("topic_id", word, name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_of", table, [word, "topic_id"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to.partition('.')[0]}"
    return sa.ForeignKeyConstraint([column], [to], name=name)


def downgrade() -> None:
    op.drop_table("resource_competence")
    op.drop_table("resource_language")
    op.drop_table("resource")
