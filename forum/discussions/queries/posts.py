"""Reading posts."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import InvalidCursor, NotFound
from forum.core.ids import MemberId, PostId, TopicId
from forum.core.paging import Key, Page, Window, cut
from forum.core.permissions import Role
from forum.discussions.queries.rows import (
    post_out,
    readable_by,
    reads_text,
    text_readable_by,
    visible_to,
    with_grants_alone,
)
from forum.discussions.rules import PostState
from forum.discussions.schemas import BodyOut, PostOut, RevisionOut, Shape
from forum.discussions.tables import Post, PostRevision, Topic
from forum.spaces.tables import Space

CURSORS: dict[Shape, tuple[type, ...]] = {"tree": (str,), "flat": (int,)}
"""What the cursors of each shape hold: a place in the tree in hexadecimal, or a number."""

END: dict[Shape, Key] = {"tree": ("ff",), "flat": (2**31 - 1,)}
"""A key behind every post, to ask for the last page."""

_Parent = aliased(Post, name="parent")
_Answered = aliased(Member, name="answered")


_POSTS = (
    select(Post, Member, _Answered.name)
    .join(Member, col(Member.id) == Post.author_id)
    .outerjoin(_Parent, col(_Parent.id) == Post.parent_id)
    .outerjoin(_Answered, col(_Answered.id) == _Parent.author_id)
)


def _post_seen_by(actor: Actor) -> Any:
    return (
        _POSTS.join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Post.id == bindparam("post"), visible_to(actor))
        .add_columns(col(Topic.space_id))
    )


# Built once: the answer to every new post comes by here.
_SOMEBODY: Any = bindparam("reader")
_FOR_MODERATORS = _post_seen_by(Actor(_SOMEBODY, role=Role.MODERATOR))
_FOR_MEMBERS = _post_seen_by(Actor(_SOMEBODY))
_FOR_VISITORS = _post_seen_by(Actor())


@lru_cache(maxsize=256)
def _for_granted(reader: Actor) -> Any:
    """The same for one who looks after a space or a language."""
    return _post_seen_by(reader)


async def posts_page(
    db: AsyncSession, actor: Actor, topic_id: TopicId, shape: Shape, window: Window
) -> Page[PostOut]:
    """One page of a topic's posts; its cost does not grow with its depth.

    Whether the actor, who is `at` its space, sees the topic is for the caller to ask, by `topic`.
    """
    return await page_of(db, actor, [col(Post.topic_id) == topic_id], shape, window)


async def page_of(
    db: AsyncSession,
    actor: Actor,
    where: Sequence[ColumnElement[bool]],
    shape: Shape,
    window: Window,
) -> Page[PostOut]:
    """One page of the posts of one topic that fit `where`."""
    column = column_of(shape)
    query = _POSTS.where(*where, readable_by(actor))
    if window.after is not None:
        query = query.where(column > value_of(shape, window.after))
    elif window.before is not None:
        query = query.where(column < value_of(shape, window.before))
    forward = window.before is None
    query = query.order_by(column if forward else column.desc()).limit(window.limit + 1)
    rows = [(row[0], post_out(actor, *row)) for row in await db.exec(query)]
    page = cut(rows, window, lambda row: post_key(shape, row[0]))
    return Page([out for _, out in page.items], page.next, page.previous)


async def post(db: AsyncSession, actor: Actor, post_id: PostId) -> PostOut:
    """One post, if the actor may read its text.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    query = _FOR_VISITORS if actor.member_id is None else _FOR_MEMBERS
    if actor.is_moderator:
        query = _FOR_MODERATORS
    elif actor.grants:
        query = _for_granted(with_grants_alone(actor))
    found = await db.exec(query, params={"post": post_id, "reader": actor.member_id})
    if (row := found.first()) is None:
        raise NotFound
    *parts, space_id = row
    here = actor.at(space_id)
    if not reads_text(here, parts[0]):
        raise NotFound
    return post_out(here, *parts)


async def posts_by_id(
    db: AsyncSession, actor: Actor, ids: Collection[PostId]
) -> Mapping[PostId, PostOut]:
    """Those of some posts whose texts the actor may read."""
    query = (
        _POSTS.join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(col(Post.id).in_(ids), visible_to(actor), text_readable_by(actor))
    )
    found = [post_out(actor, *row) for row in await db.exec(query)]
    return {post.id: post for post in found}


async def opening_posts(
    db: AsyncSession, actor: Actor, topics: Collection[TopicId]
) -> Mapping[TopicId, PostOut]:
    """The first post of each of `topics`, which the actor sees."""
    query = _POSTS.where(col(Post.topic_id).in_(topics), Post.number == 1)
    return {row[0].topic_id: post_out(actor, *row) for row in await db.exec(query)}


async def key_before(
    db: AsyncSession, topic_id: TopicId, shape: Shape, post_id: PostId
) -> Key | None:
    """The key of the post right before `post_id`, so that a page can begin with it."""
    found = await db.exec(select(Post).where(Post.id == post_id, Post.topic_id == topic_id))
    if (target := found.first()) is None:
        raise NotFound
    column = column_of(shape)
    earlier = (
        select(Post)
        .where(Post.topic_id == topic_id, column < value_of(shape, post_key(shape, target)))
        .order_by(column.desc())
        .limit(1)
    )
    previous = (await db.exec(earlier)).first()
    return post_key(shape, previous) if previous else None


async def post_count_before(
    db: AsyncSession, actor: Actor, topic_id: TopicId, shape: Shape, key: Key | None
) -> int:
    """How many posts of the list stand up to and including `key`."""
    if key is None:
        return 0
    query = select(func.count()).where(
        col(Post.topic_id) == topic_id, readable_by(actor), column_of(shape) <= value_of(shape, key)
    )
    return (await db.exec(query)).one()


async def post_count_of(db: AsyncSession, actor: Actor, author: MemberId) -> int:
    """How many posts of `author` stand that the actor may read."""
    query = (
        select(func.count())
        .select_from(Post)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(
            col(Post.author_id) == author,
            col(Post.state) == PostState.VISIBLE,
            visible_to(actor),
        )
    )
    return (await db.exec(query)).one()


async def earlier_text(db: AsyncSession, post_id: PostId, version: int) -> str:
    """The source of an earlier text that a post has as a revision."""
    query = select(PostRevision.source).where(
        PostRevision.post_id == post_id, PostRevision.version == version
    )
    return (await db.exec(query)).one()


async def revisions(db: AsyncSession, post_id: PostId) -> Sequence[RevisionOut]:
    """The earlier texts of a post, the newest first; who may read them is for the caller to ask."""
    query = (
        select(PostRevision, Member)
        .join(Member, col(Member.id) == PostRevision.editor_id)
        .where(PostRevision.post_id == post_id)
        .order_by(col(PostRevision.version).desc())
    )
    return [
        RevisionOut(
            number=row.version,
            editor=member_out(editor),
            made_at=row.made_at,
            language=row.language,
            body=BodyOut(source=row.source, html=row.html),
        )
        for row, editor in await db.exec(query)
    ]


def post_key(shape: Shape, found: Post) -> Key:
    """Where a post stands in a list."""
    return (found.path.hex(),) if shape == "tree" else (found.number,)


def column_of(shape: Shape) -> Mapped[Any]:
    """What a list of posts is ordered by."""
    return col(Post.path) if shape == "tree" else col(Post.number)


def value_of(shape: Shape, key: Key) -> bytes | int:
    """What a key is compared with in the column of its shape.

    Raises:
        InvalidCursor: it is none of ours.
    """
    try:
        value = bytes.fromhex(str(key[0])) if shape == "tree" else int(key[0])
    except ValueError as error:
        raise InvalidCursor from error
    if isinstance(value, int) and abs(value) >= 2**31:  # more than the column can hold
        raise InvalidCursor
    return value
