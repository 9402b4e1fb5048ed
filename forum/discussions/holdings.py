"""What discussions hold of a member; `erasing` takes the texts of those who do not leave them."""

from sqlmodel import col, select

from forum.db.holdings import Fate, Holding
from forum.discussions.tables import (
    HeldPost,
    Post,
    PostFile,
    PostRevision,
    Reaction,
    ReadMark,
    Topic,
)
from forum.resources.tables import Resource

HOLDINGS = (
    Holding(Topic, ("author_id",), name="topics"),
    Holding(Post, ("author_id",), name="posts", without=frozenset({"html", "path", "renderer"})),
    Holding(Post, ("editor_id",), why="these are texts of others"),
    Holding(PostRevision, ("editor_id",), name="earlier_texts", without=frozenset({"html"})),
    Holding(
        HeldPost,
        ("author_id",),
        name="held_posts",
        fate=Fate.GOES,
        without=frozenset({"html"}),
    ),
    Holding(PostFile, ("member_id",), why="the texts name their files"),
    Holding(Reaction, ("member_id",), name="reactions"),
    Holding(ReadMark, ("member_id",), name="read_marks", fate=Fate.GOES),
    Holding(
        Resource,
        rows=lambda member_id: col(Resource.topic_id).in_(
            select(Topic.id).where(Topic.author_id == member_id)
        ),
        name="cards",
    ),
)
