"""What a member gets of their bookmarks: with posts and topics, as they may read them now."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.bookmarks import queries
from forum.bookmarks.schemas import BookmarkOut
from forum.bookmarks.tables import Bookmark
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import PostId
from forum.core.paging import Page, Window
from forum.discussions import queries as discussions


async def bookmarks(db: AsyncSession, actor: Actor, window: Window) -> Page[BookmarkOut]:
    """One page of the actor's own bookmarks, the newest first.

    Raises:
        SignInRequired: nobody is signed in.
    """
    found = await queries.bookmarks_page(db, actor.require_member(), window)
    return Page(await _shown(db, actor, found.items), found.next, found.previous)


async def bookmark(db: AsyncSession, actor: Actor, post_id: PostId) -> BookmarkOut:
    """The actor's own bookmark of a post.

    Raises:
        SignInRequired: nobody is signed in.
        NotFound: they do not keep it.
    """
    row = await queries.bookmark(db, actor.require_member(), post_id)
    if row is None:
        raise NotFound
    return (await _shown(db, actor, [row]))[0]


async def _shown(db: AsyncSession, actor: Actor, rows: Sequence[Bookmark]) -> Sequence[BookmarkOut]:
    posts = await discussions.posts_by_id(db, actor, [row.post_id for row in rows])
    topics = await discussions.topics_by_id(db, actor, {post.topic_id for post in posts.values()})
    return [
        BookmarkOut.model_construct(
            post_id=row.post_id,
            note=row.note,
            made_at=row.made_at,
            post=posts.get(row.post_id),
            topic=topics.get(row.topic_id) if row.post_id in posts else None,
        )
        for row in rows
    ]
