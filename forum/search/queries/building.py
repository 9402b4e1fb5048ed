"""How far the index has been built."""

from collections.abc import Sequence

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId
from forum.discussions.tables import Post
from forum.search.tables import SearchBuild


async def build_of(db: AsyncSession, version: str) -> SearchBuild:
    """The build of a version, which begins if there was none."""
    found = await db.get(SearchBuild, version)
    if found is None:
        found = SearchBuild(version=version)
        db.add(found)
    return found


async def next_posts(db: AsyncSession, after: int, last: int, limit: int) -> Sequence[PostId]:
    """The posts that follow one, up to another, in the order they were written."""
    query = select(Post.id).where(col(Post.id) > after, col(Post.id) <= last)
    found = await db.exec(query.order_by(col(Post.id)).limit(limit))
    return [PostId(number) for number in found if number is not None]


async def last_post(db: AsyncSession) -> int:
    """The newest post's id; 0 where there is none."""
    return (await db.exec(select(func.max(Post.id)))).one() or 0
