"""Which live channels a change of a space concerns."""

from collections.abc import Collection

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import TopicId
from forum.discussions.tables import Topic
from forum.spaces.tables import Space

_AT_ONCE = 500


async def topics_among(db: AsyncSession, slug: str, ids: Collection[TopicId]) -> set[TopicId]:
    """Those of `ids` that are topics of a space, whoever sees them."""
    wanted, found = list(ids), set()
    of_space = select(Topic.id).join(Space, col(Space.id) == Topic.space_id)
    for start in range(0, len(wanted), _AT_ONCE):
        some = col(Topic.id).in_(wanted[start : start + _AT_ONCE])
        rows = await db.exec(of_space.where(Space.slug == slug, some))
        found |= {TopicId(row) for row in rows if row is not None}
    return found
