"""Topics and their posts."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import JSON, Column, Field, Index, SQLModel, UniqueConstraint

from forum.core.ids import HeldId, MemberId, PostId, RevisionId, SpaceId, TopicId, UploadId
from forum.db.base import Choice, Id, UtcDateTime, partial_index
from forum.discussions.rules import HeldState, Kind, PostState, ReactionName, TopicState


class Topic(SQLModel, table=True):
    """A question, piece of news or matter to discuss, and the counts of what hangs from it."""

    __table_args__ = (
        Index("ix_topic_in_space", "space_id", "pinned", "last_post_at", "id"),
        Index("ix_topic_latest", "last_post_at", "id"),
    )

    id: TopicId | None = Field(default=None, primary_key=True, sa_type=Id)
    space_id: SpaceId = Field(foreign_key="space.id", sa_type=Id)
    author_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    kind: Kind = Field(default=Kind.DISCUSSION, sa_column=Column(Choice(Kind), nullable=False))
    state: TopicState = Field(
        default=TopicState.OPEN, sa_column=Column(Choice(TopicState), nullable=False)
    )
    pinned: bool = False
    title: str
    language: str
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_post_at: datetime = Field(sa_type=UtcDateTime)
    last_number: int = 0
    """The number that the newest post was given."""
    branches: int = 0
    """Replies that hang from the topic itself."""
    post_count: int = 0
    """Posts that can be read."""
    people_count: int = 0
    """Different authors among them."""
    languages: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    """Languages of its posts, in the order they came."""
    accepted_id: PostId | None = Field(default=None, sa_type=Id)
    """The post whose `accepted` is set. Not a foreign key, which would make a circle of two."""


class TopicTag(SQLModel, table=True):
    """One word that a topic can be found by."""

    __tablename__ = "topic_tag"
    __table_args__ = (Index("ix_topic_tag_topics", "tag", "topic_id"),)

    topic_id: TopicId = Field(foreign_key="topic.id", primary_key=True, sa_type=Id)
    tag: str = Field(primary_key=True)


class Post(SQLModel, table=True):
    """One contribution; `html` is rendered when written, as reading is far more frequent."""

    __table_args__ = (
        UniqueConstraint("topic_id", "number"),
        UniqueConstraint("topic_id", "path"),
        Index("ix_post_author", "author_id", "id"),
        Index("ix_post_people", "topic_id", "author_id"),
    )

    id: PostId | None = Field(default=None, primary_key=True, sa_type=Id)
    topic_id: TopicId = Field(foreign_key="topic.id", sa_type=Id)
    parent_id: PostId | None = Field(default=None, foreign_key="post.id", sa_type=Id)
    number: int
    """Its place by time within the topic, from 1."""
    path: bytes
    """Its place in the tree: bytes that sort as the tree is read (see `rules.child_path`)."""
    depth: int = 0
    """How many posts it hangs from; 0 for replies to the topic itself."""
    children: int = 0
    """Replies that hang from it."""
    author_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    editor_id: MemberId | None = Field(default=None, foreign_key="member.id", sa_type=Id)
    """Who wrote the newest text, where it is not the author's first."""
    state: PostState = Field(
        default=PostState.VISIBLE, sa_column=Column(Choice(PostState), nullable=False)
    )
    hidden_reason: str = ""
    source: str
    html: str
    renderer: int
    """Version of the renderer that made `html`."""
    language: str
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted: bool = False
    """Whether it is the answer to the question that its topic asks."""
    reactions: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """How many members gave each reaction; those that nobody gave are left out."""


class PostRevision(SQLModel, table=True):
    """A text of a post that a newer one has replaced."""

    __tablename__ = "post_revision"
    __table_args__ = (UniqueConstraint("post_id", "version"),)

    id: RevisionId | None = Field(default=None, primary_key=True, sa_type=Id)
    post_id: PostId = Field(foreign_key="post.id", sa_type=Id)
    version: int
    editor_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    """Who wrote this text."""
    source: str
    html: str
    language: str
    made_at: datetime = Field(sa_type=UtcDateTime)


class PostFile(SQLModel, table=True):
    """A file uploaded here that a text of a post refers to, the newest or an earlier one."""

    __tablename__ = "post_file"

    upload_id: UploadId = Field(
        primary_key=True, sa_type=Id, sa_column_kwargs={"autoincrement": False}
    )
    """Names no row for certain: a text may refer to what is not there."""
    post_id: PostId = Field(foreign_key="post.id", primary_key=True, index=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    """Who wrote it in: of others' files, the reference shows nothing to anybody."""


class Reaction(SQLModel, table=True):
    """That a member gave a post one of the reactions."""

    __tablename__ = "reaction"

    post_id: PostId = Field(foreign_key="post.id", primary_key=True, sa_type=Id)
    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, index=True, sa_type=Id
    )
    name: ReactionName = Field(
        sa_column=Column(Choice(ReactionName), primary_key=True, nullable=False)
    )
    made_at: datetime = Field(sa_type=UtcDateTime)


class ReadMark(SQLModel, table=True):
    """How far a member has read a topic."""

    __tablename__ = "read_mark"

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    topic_id: TopicId = Field(foreign_key="topic.id", primary_key=True, sa_type=Id)
    number: int
    """Of the last post up to which every one has been on a page that was opened."""


_WAITING = text("state = 'waiting'")


class HeldPost(SQLModel, table=True):
    """A topic or a reply that waits for a moderator, or that one declined.

    It is no `Post` before it is approved, so that nothing that shows posts can show it.
    """

    __tablename__ = "held_post"
    __table_args__ = (
        Index("ix_held_post_author", "author_id", "id"),
        partial_index("ix_held_post_waiting", "id", where=_WAITING),
        Index("ix_held_post_topic", "topic_id"),
    )

    id: HeldId | None = Field(default=None, primary_key=True, sa_type=Id)
    author_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    space_id: SpaceId = Field(foreign_key="space.id", sa_type=Id)
    topic_id: TopicId | None = Field(default=None, foreign_key="topic.id", sa_type=Id)
    """What it answers; once a new topic is approved, that one; empty before."""
    parent_id: PostId | None = Field(default=None, foreign_key="post.id", sa_type=Id)
    state: HeldState = Field(
        default=HeldState.WAITING, sa_column=Column(Choice(HeldState), nullable=False)
    )
    title: str = ""
    """Of a new topic; empty for a reply."""
    source: str
    html: str
    language: str
    more: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Of a new topic: `kind`, `tags` and `resource`, as `TopicText` takes them."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = ""
    """Why it was declined, in the moderator's words."""
    became_id: PostId | None = Field(default=None, foreign_key="post.id", sa_type=Id)
    """The post that it became once it was approved; stays if it is to wait again."""
