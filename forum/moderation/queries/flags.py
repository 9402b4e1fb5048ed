"""Flags: adding, settling, and reading what waits for a decision."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import AuditId, FlagId, MemberId, PostId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.db.places import held
from forum.discussions.queries import visible_to
from forum.discussions.queries.rows import post_out, topic_url
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.moderation.schemas import CaseOut, FlagOut, TopicRef
from forum.moderation.tables import AuditEntry, Flag
from forum.spaces.tables import Space

CASE_CURSOR: tuple[type, ...] = (int, int)
"""What a cursor of the list of cases holds: how many flags, negative, and the oldest one's id."""

FLAGS_SHOWN = 20
"""Flags that are read of one post; the others are counted."""


async def open_flag(db: AsyncSession, post_id: PostId, reporter: MemberId) -> FlagId | None:
    """The flag of this member on this post that waits for a decision."""
    query = select(Flag.id).where(
        col(Flag.post_id) == post_id,
        col(Flag.reporter_id) == reporter,
        col(Flag.resolved_at).is_(None),
    )
    found = (await db.exec(query)).first()
    return None if found is None else FlagId(found)


async def add_flag(db: AsyncSession, flag: Flag) -> FlagId:
    """Store a flag and give the id it got."""
    db.add(flag)
    await db.flush()
    assert flag.id is not None  # noqa: S101 (set by the flush)
    return flag.id


async def flag(db: AsyncSession, flag_id: FlagId) -> FlagOut:
    """One flag that there is."""
    query = select(Flag, Member).join(Member, col(Member.id) == Flag.reporter_id)
    return _flag_out(*(await db.exec(query.where(Flag.id == flag_id))).one())


async def open_flags(db: AsyncSession, post_id: PostId) -> int:
    """How many flags of a post wait for a decision."""
    query = select(func.count()).where(
        col(Flag.post_id) == post_id, col(Flag.resolved_at).is_(None)
    )
    return (await db.exec(query)).one()


async def resolve_flags(db: AsyncSession, post_id: PostId, entry: AuditEntry) -> None:
    """Settle the open flags of a post by an act."""
    settled = (
        update(Flag)
        .where(col(Flag.post_id) == post_id, col(Flag.resolved_at).is_(None))
        .values(resolved_at=entry.made_at, resolved_by=entry.actor_id, audit_id=entry.id)
    )
    await db.exec(settled)


async def reopen_flags(db: AsyncSession, audit_id: AuditId) -> None:
    """Let the flags wait again that an act had settled, but for those raised anew since."""
    newer = aliased(Flag)
    raised = exists().where(
        col(newer.post_id) == Flag.post_id,
        col(newer.reporter_id) == Flag.reporter_id,
        col(newer.resolved_at).is_(None),
    )
    waiting = (
        update(Flag)
        .where(col(Flag.audit_id) == audit_id, ~raised)
        .values(resolved_at=None, resolved_by=None, audit_id=None)
    )
    await db.exec(waiting, execution_options={"synchronize_session": False})


async def cases_page(db: AsyncSession, actor: Actor, window: Window) -> Page[CaseOut]:
    """One page of the posts that wait for a decision, those with the most flags first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    count, oldest = func.count(), func.min(Flag.id)
    rank = (-count, oldest)
    forward = window.before is None
    query = (
        select(Flag.post_id, count, oldest)
        .join(Post, col(Post.id) == Flag.post_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(*_waiting(actor))
        .group_by(col(Flag.post_id))
        .order_by(*(column if forward else column.desc() for column in rank))
        .limit(window.limit + 1)
    )
    if (key := window.after or window.before) is not None:
        asked = tuple_(*rank)
        query = query.having(asked > tuple_(*key) if forward else asked < tuple_(*key))
    found = cut((await db.exec(query)).all(), window, lambda row: (-row[1], row[2] or 0))
    counts = {PostId(post_id): number for post_id, number, _ in found.items}
    return Page(await _cases(db, actor, counts), found.next, found.previous)


async def cases(db: AsyncSession, actor: Actor) -> int:
    """How many posts wait for a decision."""
    query = (
        select(func.count(col(Flag.post_id).distinct()))
        .join(Post, col(Post.id) == Flag.post_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(*_waiting(actor))
    )
    return (await db.exec(query)).one()


def _waiting(actor: Actor) -> Sequence[ColumnElement[bool]]:
    # What its author deleted leaves nothing to decide.
    return (
        col(Flag.resolved_at).is_(None),
        col(Post.state) != PostState.DELETED,
        visible_to(actor),
        held(actor, Permission.FLAG_RESOLVE, Topic.space_id, Post.language),
    )


async def _cases(db: AsyncSession, actor: Actor, counts: Mapping[PostId, int]) -> Sequence[CaseOut]:
    query = (
        select(Post, Member, Topic)
        .join(Member, col(Member.id) == Post.author_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .where(col(Post.id).in_(counts))
    )
    rows = {row[0].id: row for row in await db.exec(query)}
    flags = await _first_flags(db, counts)
    return [
        _case_out(actor, rows[post_id], count, flags[post_id]) for post_id, count in counts.items()
    ]


async def _first_flags(
    db: AsyncSession, posts: Collection[PostId]
) -> Mapping[PostId, Sequence[FlagOut]]:
    place = func.row_number().over(partition_by=col(Flag.post_id), order_by=col(Flag.id))
    ranked = (
        select(Flag.id, place.label("place"))
        .where(col(Flag.post_id).in_(posts), col(Flag.resolved_at).is_(None))
        .subquery()
    )
    query = (
        select(Flag, Member)
        .join(Member, col(Member.id) == Flag.reporter_id)
        .join(ranked, ranked.c.id == Flag.id)
        .where(ranked.c.place <= FLAGS_SHOWN)
        .order_by(col(Flag.id))
    )
    found: defaultdict[PostId, list[FlagOut]] = defaultdict(list)
    for row, reporter in await db.exec(query):
        found[row.post_id].append(_flag_out(row, reporter))
    return found


def _case_out(actor: Actor, row: Any, count: int, flags: Sequence[FlagOut]) -> CaseOut:
    post, author, topic = row
    ref = TopicRef.model_construct(
        id=topic.id, url=topic_url(topic), title=topic.title, language=topic.language
    )
    shown = post_out(actor.at(topic.space_id), post, author, None)
    return CaseOut.model_construct(post=shown, topic=ref, count=count, flags=flags)


def _flag_out(row: Flag, reporter: Member) -> FlagOut:
    assert row.id is not None  # noqa: S101 (it was read)
    return FlagOut.model_construct(
        id=row.id,
        post_id=row.post_id,
        reporter=member_out(reporter),
        reason=row.reason,
        remark=row.remark,
        language=row.language,
        created_at=row.created_at,
    )
