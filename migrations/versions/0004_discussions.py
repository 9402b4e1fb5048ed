"""Spaces, topics and their posts."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_spaces()
    _create_topics()
    _create_posts()


def _create_spaces() -> None:
    op.create_table(
        "space",
        sa.Column("id", Id(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("outside_translation", sa.Boolean(), nullable=False),
        sa.Column("topic_count", sa.Integer(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_space"),
        sa.UniqueConstraint("slug", name="uq_space_slug"),
    )
    op.create_table(
        "space_member",
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        _refers("space_member", "space_id", "space"),
        _refers("space_member", "member_id", "member"),
        sa.PrimaryKeyConstraint("space_id", "member_id", name="pk_space_member"),
    )
    op.create_index("ix_space_member_member_id", "space_member", ["member_id"])


def _create_topics() -> None:
    op.create_table(
        "topic",
        sa.Column("id", Id(), nullable=False),
        sa.Column("space_id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_post_at", UtcDateTime(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("branches", sa.Integer(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        _refers("topic", "space_id", "space"),
        _refers("topic", "author_id", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
    )
    op.create_index("ix_topic_author_id", "topic", ["author_id"])
    op.create_index("ix_topic_in_space", "topic", ["space_id", "pinned", "last_post_at", "id"])
    op.create_index("ix_topic_latest", "topic", ["last_post_at", "id"])
    op.create_table(
        "topic_tag",
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        _refers("topic_tag", "topic_id", "topic"),
        sa.PrimaryKeyConstraint("topic_id", "tag", name="pk_topic_tag"),
    )
    op.create_index("ix_topic_tag_topics", "topic_tag", ["tag", "topic_id"])


def _create_posts() -> None:
    op.create_table(
        "post",
        sa.Column("id", Id(), nullable=False),
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("parent_id", Id(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("editor_id", Id(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hidden_reason", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        _refers("post", "topic_id", "topic"),
        _refers("post", "parent_id", "post"),
        _refers("post", "author_id", "member"),
        _refers("post", "editor_id", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("topic_id", "number", name="uq_post_topic_id_number"),
        sa.UniqueConstraint("topic_id", "path", name="uq_post_topic_id_path"),
    )
    op.create_index("ix_post_author", "post", ["author_id", "id"])
    op.create_index("ix_post_people", "post", ["topic_id", "author_id"])
    op.create_table(
        "post_revision",
        sa.Column("id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("editor_id", Id(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        _refers("post_revision", "post_id", "post"),
        _refers("post_revision", "editor_id", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_post_revision"),
        sa.UniqueConstraint("post_id", "version", name="uq_post_revision_post_id_version"),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def downgrade() -> None:
    for table in ("post_revision", "post", "topic_tag", "topic", "space_member", "space"):
        op.drop_table(table)
