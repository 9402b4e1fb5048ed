"""Loading what was found."""

from collections.abc import Collection, Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import PostId
from forum.discussions.tables import Post, Topic
from forum.search.queries.statements import FOUND
from forum.spaces.tables import Space

Found = tuple[Post, Topic, Space, Member]


async def found_posts(db: AsyncSession, ids: Collection[PostId]) -> Mapping[PostId, Found]:
    """Posts with topic, space and author; who may read them has been asked."""
    if not ids:
        return {}
    rows = await db.exec(FOUND, params={"posts": ids})
    return {PostId(row[0].id or 0): (*row,) for row in rows}
