"""All SQL of bookmarks: nobody reads those of others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.bookmarks.tables import Bookmark
from forum.core.errors import InvalidCursor
from forum.core.ids import MemberId, PostId, TopicId
from forum.core.paging import Key, Page, Window, cut, micros, moment
from forum.db.inserting import insert_into

SHAPE = (int, int)
"""What the cursors of the list hold: when a bookmark was made, and the number of its post."""


async def bookmark(db: AsyncSession, member_id: MemberId, post_id: PostId) -> Bookmark | None:
    """A member's bookmark of a post, if there is one."""
    return await db.get(Bookmark, (member_id, post_id))


async def bookmarks_page(db: AsyncSession, member_id: MemberId, window: Window) -> Page[Bookmark]:
    """One page of a member's bookmarks, the newest first.

    Raises:
        InvalidCursor: the window begins where none can be.
    """
    columns = (col(Bookmark.made_at), col(Bookmark.post_id))
    forward = window.before is None
    query = select(Bookmark).where(Bookmark.member_id == member_id)
    if (key := window.after or window.before) is not None:
        place = tuple_(*_values(key))
        query = query.where(tuple_(*columns) < place if forward else tuple_(*columns) > place)
    order = [column.desc() if forward else column.asc() for column in columns]
    rows = (await db.exec(query.order_by(*order).limit(window.limit + 1))).all()
    return cut(rows, window, lambda row: (micros(row.made_at), row.post_id))


async def bookmarked_posts(
    db: AsyncSession, member_id: MemberId, topic_id: TopicId
) -> Sequence[PostId]:
    """Which posts of a topic a member keeps."""
    query = select(Bookmark.post_id).where(
        Bookmark.member_id == member_id, Bookmark.topic_id == topic_id
    )
    return [PostId(post) for post in await db.exec(query.order_by(col(Bookmark.post_id)))]


async def save(db: AsyncSession, row: Bookmark) -> None:
    """Store a bookmark; one that is there keeps its place in the list, and gets the note."""
    statement = insert_into(db, Bookmark).values(row.model_dump())
    await db.exec(
        statement.on_conflict_do_update(
            index_elements=["member_id", "post_id"], set_={"note": statement.excluded.note}
        )
    )


async def remove(db: AsyncSession, member_id: MemberId, post_id: PostId) -> None:
    """Take a bookmark away, if it is there."""
    await db.exec(
        delete(Bookmark).where(
            col(Bookmark.member_id) == member_id, col(Bookmark.post_id) == post_id
        )
    )


def _values(key: Key) -> tuple[datetime, int]:
    try:
        return moment(int(key[0])), int(key[1])
    except OverflowError as error:
        raise InvalidCursor from error
