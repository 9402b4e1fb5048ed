"""Texts that wait for a moderator: for their authors, and for who decides about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import col, exists, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import HeldId, MemberId, SpaceId, TopicId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.db.places import held as holds
from forum.discussions.queries.rows import space_ref, topic_url, visible_to
from forum.discussions.rules import HeldState, PostState
from forum.discussions.schemas import BodyOut, HeldOut, HeldTopic
from forum.discussions.tables import HeldPost, Post, Topic
from forum.spaces import queries as spaces
from forum.spaces.tables import Space

HELD_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the lists of held posts holds: an id."""


@dataclass(frozen=True, slots=True)
class HeldFilter:
    """Which held posts are wanted; empty means any.

    Attributes:
        language: BCP 47 tag of what they are written in.
        space: a space's slug.
    """

    language: str = ""
    space: str = ""


async def add_held(db: AsyncSession, row: HeldPost) -> HeldId:
    """Store a text that waits, and give the id it got."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (set by the flush)
    return row.id


async def has_written_in(db: AsyncSession, member_id: MemberId, space_id: SpaceId) -> bool:
    """Whether a post of a member can be read in a space."""
    stands = (
        select(Post.id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .where(
            Post.author_id == member_id,
            Post.state == PostState.VISIBLE,
            Topic.space_id == space_id,
        )
    )
    return (await db.exec(select(exists(stands)))).one()


async def held(db: AsyncSession, actor: Actor, held_id: HeldId) -> HeldOut:
    """One held post, for its author and for who decides about it.

    Raises:
        NotFound: there is none for this actor.
    """
    query = _held().where(HeldPost.id == held_id, *_seen_by(actor))
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return _held_out(*row)


async def held_among(db: AsyncSession, ids: Collection[HeldId]) -> Sequence[HeldOut]:
    """Some held posts; who may read them is for the caller to ask."""
    return [_held_out(*row) for row in await db.exec(_held().where(col(HeldPost.id).in_(ids)))]


async def held_for_update(db: AsyncSession, actor: Actor, held_id: HeldId) -> HeldPost:
    """Load and lock a held post.

    Raises:
        NotFound: there is none for this actor.
    """
    await held(db, actor, held_id)
    query = select(HeldPost).where(HeldPost.id == held_id).with_for_update()
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row


async def held_by(db: AsyncSession, actor: Actor, window: Window) -> Page[HeldOut]:
    """One page of what the actor has written that waits or was declined, the newest first."""
    mine = col(HeldPost.author_id) == actor.require_member()
    left = col(HeldPost.state) != HeldState.APPROVED
    column, forward = col(HeldPost.id), window.before is None
    query = _held().where(mine, left, *_seen_by(actor))
    if (key := window.after or window.before) is not None:
        query = query.where(column < key[0] if forward else column > key[0])
    query = query.order_by(column.desc() if forward else column).limit(window.limit + 1)
    rows = [_held_out(*row) for row in await db.exec(query)]
    return cut(rows, window, lambda one: (one.id,))


async def held_page(
    db: AsyncSession, actor: Actor, wanted: HeldFilter, window: Window
) -> Page[HeldOut]:
    """One page of what waits for a decision of the actor's, the oldest first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    column, forward = col(HeldPost.id), window.before is None
    query = _held().where(*_waiting_for(actor, wanted))
    if (key := window.after or window.before) is not None:
        query = query.where(column > key[0] if forward else column < key[0])
    query = query.order_by(column if forward else column.desc()).limit(window.limit + 1)
    rows = [_held_out(*row) for row in await db.exec(query)]
    return cut(rows, window, lambda one: (one.id,))


async def held_follow_topic(db: AsyncSession, topic_id: TopicId) -> None:
    """Let replies that wait for a topic stand in the space that it is in."""
    space = select(Topic.space_id).where(Topic.id == topic_id).scalar_subquery()
    moved = update(HeldPost).where(col(HeldPost.topic_id) == topic_id).values(space_id=space)
    await db.exec(moved, execution_options={"synchronize_session": False})


def _held() -> Any:
    return (
        select(HeldPost, Member, Space, Topic)
        .join(Member, col(Member.id) == HeldPost.author_id)
        .join(Space, col(Space.id) == HeldPost.space_id)
        .outerjoin(Topic, col(Topic.id) == HeldPost.topic_id)
    )


def _decided_by(actor: Actor) -> ColumnElement[bool]:
    return holds(actor, Permission.FLAG_RESOLVE, HeldPost.space_id, HeldPost.language)


def _seen_by(actor: Actor) -> Sequence[ColumnElement[bool]]:
    """Who sees where it is to stand, and has written it or decides about it."""
    member = actor.member_id
    mine = false() if member is None else col(HeldPost.author_id) == member
    stands = or_(col(HeldPost.title) != "", visible_to(actor))
    return or_(mine, _decided_by(actor)), spaces.visible_to(actor), stands


def _waiting_for(actor: Actor, wanted: HeldFilter) -> Sequence[ColumnElement[bool]]:
    waits = col(HeldPost.state) == HeldState.WAITING
    found = [waits, _decided_by(actor), *_seen_by(actor)]
    if wanted.language:
        found.append(col(HeldPost.language) == wanted.language)
    if wanted.space:
        found.append(col(Space.slug) == wanted.space)
    return found


def _held_out(row: HeldPost, author: Member, space: Space, topic: Topic | None) -> HeldOut:
    assert row.id is not None  # noqa: S101 (it was read)
    ref = None
    if topic is not None and topic.id is not None:
        ref = HeldTopic.model_construct(
            id=topic.id, url=topic_url(topic), title=topic.title, language=topic.language
        )
    return HeldOut.model_construct(
        id=row.id,
        url=f"/held/{row.id}",
        state=row.state,
        author=member_out(author),
        space=space_ref(space),
        topic=ref,
        title=row.title,
        body=BodyOut.model_construct(source=row.source, html=row.html),
        language=row.language,
        made_at=row.made_at,
        reason=row.reason,
        post_url=f"/p/{row.became_id}" if row.state == HeldState.APPROVED else None,
    )


async def forget_held(db: AsyncSession, row: HeldPost) -> None:
    """Remove a text that its author takes back."""
    await db.delete(row)
