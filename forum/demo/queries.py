"""SQL of the demonstration."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import MemberId
from forum.discussions.tables import Post, Topic
from forum.spaces.tables import Space, SpaceMember
from forum.translations.tables import Translation, TranslationSegment


async def is_empty(db: AsyncSession) -> bool:
    """Whether there is nobody and nothing yet."""
    anybody = exists().where(col(Member.id).is_not(None))
    anything = exists().where(col(Space.id).is_not(None))
    return not (await db.exec(select(or_(anybody, anything)))).one()


def add_to_space(
    db: AsyncSession, space: Space, members: Iterable[MemberId], now: datetime
) -> None:
    """Let members into a private space."""
    assert space.id is not None  # noqa: S101 (it was flushed)
    db.add_all(
        SpaceMember(space_id=space.id, member_id=member_id, added_at=now) for member_id in members
    )


async def posts(db: AsyncSession) -> Sequence[tuple[Post, Space]]:
    """All posts, each with the space that it is in."""
    query = (
        select(Post, Space)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .order_by(col(Post.id))
    )
    return (await db.exec(query)).all()


def add_all(db: AsyncSession, rows: Iterable[Translation | TranslationSegment]) -> None:
    """Store what is known of texts that had no translation."""
    db.add_all(rows)
