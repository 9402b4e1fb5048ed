"""Where posts stand in topics, and putting them elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.discussions.tables import Post


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a post stands; see `tables.Post`."""

    id: PostId
    topic_id: TopicId
    number: int
    path: bytes
    depth: int
    parent_id: PostId | None
    children: int

    def noted(self) -> list[Any]:
        """The same as JSON holds it."""
        return [
            self.id,
            self.topic_id,
            self.number,
            self.path.hex(),
            self.depth,
            self.parent_id,
            self.children,
        ]

    @classmethod
    def read(cls, noted: Sequence[Any]) -> "Placed":
        """Back from `noted`."""
        id_, topic_id, number, path, depth, parent_id, children = noted
        return cls(id_, topic_id, number, bytes.fromhex(path), depth, parent_id, children)


_PLACE = (
    update(Post.__table__)  # type: ignore[attr-defined]
    .where(col(Post.id) == bindparam("post"))
    .values(
        topic_id=bindparam("topic"),
        number=bindparam("place"),
        path=bindparam("way"),
        depth=bindparam("deep"),
        parent_id=bindparam("above"),
        children=bindparam("below"),
    )
)


async def posts_below(
    db: AsyncSession, topic_id: TopicId, path: bytes, limit: int
) -> Sequence[Placed]:
    """A post and all that hangs from it, or (of an empty path) a whole topic, by their numbers."""
    query = select(  # type: ignore[call-overload]
        Post.id, Post.topic_id, Post.number, Post.path, Post.depth, Post.parent_id, Post.children
    ).where(Post.topic_id == topic_id, col(Post.path) >= path)
    if (end := _after(path)) is not None:
        query = query.where(col(Post.path) < end)
    rows = await db.exec(query.order_by(col(Post.number)).limit(limit))
    return [Placed(*row) for row in rows]


def _after(path: bytes) -> bytes | None:
    """The first place behind the branch of `path`; `None` if it has no end."""
    kept = path.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None


async def place(db: AsyncSession, placed: Sequence[Placed]) -> None:
    """Put posts where they are said to be."""
    rows = [
        {
            "post": one.id,
            "topic": one.topic_id,
            "place": one.number,
            "way": one.path,
            "deep": one.depth,
            "above": one.parent_id,
            "below": one.children,
        }
        for one in placed
    ]
    await (await db.connection()).execute(_PLACE, rows)
    for one in db:
        if isinstance(one, Post):
            db.expire(one)
