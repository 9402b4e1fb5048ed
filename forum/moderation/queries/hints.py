"""Hints: what is looked at for them, storing and settling them, and how often they were right."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, bindparam, case, cast, delete, insert
from sqlmodel import col, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import AuditId, HeldId, MemberId, PostId, SpaceId, TopicId
from forum.core.permissions import Permission, Role
from forum.discussions.rules import PostState
from forum.discussions.tables import HeldPost, Post, Topic
from forum.moderation.hints.signs import REPEATED_WITHIN, Found, Sign
from forum.moderation.hints.words import sentence
from forum.moderation.queueing import Subject
from forum.moderation.schemas import HintOut, HintsOut
from forum.moderation.tables import AuditEntry, Hint, PostPrint

DISMISSES = frozenset({"dismiss_flags", "approve_held"})
"""Names of the acts by which a moderator says that a hint was wrong."""
_CANDIDATES = 20
"""Posts that are compared with one, of those that may be like it."""
_IN_ONE_TOPIC = 5
"""Posts of a topic that are found by one key: more say the same, and one of them is found."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A post as it is looked at for signs."""

    id: PostId
    topic_id: TopicId
    space_id: SpaceId
    author_id: MemberId
    joined_at: datetime
    title: str
    """Of its topic, which its first post begins; empty for the others."""
    html: str
    language: str
    created_at: datetime


_LOOKED_AT = (
    select(  # type: ignore[call-overload]
        Post.id,
        Post.topic_id,
        Topic.space_id,
        Post.author_id,
        Member.created_at,
        case((col(Post.number) == 1, Topic.title), else_=""),
        Post.html,
        Post.language,
        col(Post.created_at).label("written_at"),
    )
    .join(Topic, col(Topic.id) == Post.topic_id)
    .join(Member, col(Member.id) == Post.author_id)
    .where(
        col(Post.id).in_(bindparam("posts", expanding=True)),
        Post.state == PostState.VISIBLE,
        Member.role == Role.MEMBER,
    )
    .order_by(col(Post.id))
)
"""The values of `Looked`, in its order."""


async def looked_at(db: AsyncSession, ids: Collection[PostId]) -> Sequence[Looked]:
    """Those of some posts that can be read and that ordinary members wrote."""
    rows = await (await db.connection()).execute(_LOOKED_AT, {"posts": list(ids)})
    return [Looked(*row) for row in rows]


async def held_text(db: AsyncSession, held_id: HeldId) -> HeldPost | None:
    """A text that waits, or waited, if it is still there."""
    return await db.get(HeldPost, held_id)


async def newest_times(
    db: AsyncSession, author_id: MemberId, last: PostId, count: int
) -> Sequence[tuple[PostId, datetime]]:
    """When somebody's posts up to `last` were written, so many of them, the newest first."""
    query = (
        select(Post.id, Post.created_at)
        .where(Post.author_id == author_id, col(Post.id) <= last)
        .order_by(col(Post.id).desc())
        .limit(count)
    )
    return [(PostId(number or 0), made_at) for number, made_at in await db.exec(query)]


async def perhaps_alike(
    db: AsyncSession, posts: Collection[Looked], prints: Mapping[PostId, Collection[int]]
) -> Mapping[PostId, Sequence[PostId]]:
    """Of each post those of other topics that may say much the same, the newest first, if any."""
    wanted = {key for keys in prints.values() for key in keys}
    query = (
        select(PostPrint.key, PostPrint.post_id, PostPrint.made_at, Post.topic_id)
        .join(Post, col(Post.id) == PostPrint.post_id)
        .where(col(PostPrint.key).in_(wanted), Post.state == PostState.VISIBLE)
    )
    by_key: defaultdict[int, list[tuple[PostId, datetime, int]]] = defaultdict(list)
    for key, post_id, made_at, topic_id in await db.exec(query):
        by_key[key].append((PostId(post_id), made_at, topic_id))
    found = {}
    for post in posts:
        since = post.created_at - REPEATED_WITHIN
        near = {
            post_id
            for key in prints[post.id]
            for post_id, made_at, topic_id in by_key[key]
            if topic_id != post.topic_id and made_at >= since
        }
        if near:
            found[post.id] = sorted(near, reverse=True)[:_CANDIDATES]
    return found


async def texts_of_posts(db: AsyncSession, ids: Collection[PostId]) -> Mapping[PostId, str]:
    """Some posts as HTML, the newest first."""
    query = select(Post.id, Post.html).where(col(Post.id).in_(ids)).order_by(col(Post.id).desc())
    return {PostId(number or 0): html for number, html in await db.exec(query)}


async def store_prints(
    db: AsyncSession,
    posts: Collection[Looked],
    prints: Mapping[PostId, Collection[int]],
    now: datetime,
) -> None:
    """Store by what posts are found that say much the same.

    Of those that share a key in one topic a few are enough: whoever writes the same a thousand
    times does not make it dearer to look at everybody else's.
    """
    await db.exec(delete(PostPrint).where(col(PostPrint.post_id).in_(prints)))
    wanted = {key for keys in prints.values() for key in keys}
    known = (
        select(PostPrint.key, Post.topic_id, func.count())
        .join(Post, col(Post.id) == PostPrint.post_id)
        .where(col(PostPrint.key).in_(wanted))
        .group_by(col(PostPrint.key), col(Post.topic_id))
    )
    stored = Counter({(key, topic): count for key, topic, count in await db.exec(known)})
    rows = []
    for post in posts:
        for key in set(prints[post.id]):
            if stored[key, post.topic_id] < _IN_ONE_TOPIC:
                stored[key, post.topic_id] += 1
                rows.append({"key": key, "post_id": post.id, "made_at": now})
    if rows:
        await (await db.connection()).execute(insert(PostPrint), rows)


async def forget_prints(db: AsyncSession, before: datetime) -> None:
    """Forget what is too old to be repeated."""
    await db.exec(delete(PostPrint).where(col(PostPrint.made_at) < before))


async def add_hints(
    db: AsyncSession, about: Subject, found: Collection[Found], now: datetime
) -> int:
    """Store what was not said before about a post or a text; gives how many that are."""
    known = await db.exec(select(Hint.sign).where(_of(about)))
    new = {one.sign: one for one in found if one.sign not in set(known)}
    for one in new.values():
        row = Hint(
            post_id=about.post_id,
            held_id=about.held_id,
            sign=one.sign,
            details=dict(one.details),
            made_at=now,
        )
        db.add(row)
    return len(new)


def _of(about: Subject) -> ColumnElement[bool]:
    if about.post_id is not None:
        return col(Hint.post_id) == about.post_id
    return col(Hint.held_id) == about.held_id


async def open_hints(db: AsyncSession, post_id: PostId) -> int:
    """How many hints about a post wait for a decision."""
    query = select(func.count()).where(Hint.post_id == post_id, col(Hint.resolved_at).is_(None))
    return (await db.exec(query)).one()


async def resolve_hints(db: AsyncSession, about: Subject, entry: AuditEntry) -> None:
    """Settle hints by an act: they were right if it did something about what they are about."""
    settled = update(Hint).where(_of(about), col(Hint.resolved_at).is_(None))
    right = entry.act not in DISMISSES
    await db.exec(settled.values(resolved_at=entry.made_at, audit_id=entry.id, was_right=right))


async def reopen_hints(db: AsyncSession, audit_id: AuditId) -> None:
    """Let hints wait again that an act had settled."""
    waiting = update(Hint).where(col(Hint.audit_id) == audit_id)
    await db.exec(
        waiting.values(resolved_at=None, audit_id=None, was_right=None),
        execution_options={"synchronize_session": False},
    )


async def hints_about(
    db: AsyncSession, actor: Actor, posts: Collection[PostId], texts: Collection[HeldId]
) -> Mapping[Subject, Sequence[HintOut]]:
    """The open hints about some posts and texts, said in the actor's language."""
    query = (
        select(Hint)
        .where(
            or_(col(Hint.post_id).in_(posts), col(Hint.held_id).in_(texts)),
            col(Hint.resolved_at).is_(None),
        )
        .order_by(col(Hint.id))
    )
    found: defaultdict[Subject, list[HintOut]] = defaultdict(list)
    for row in await db.exec(query):
        found[Subject(row.post_id, row.held_id)].append(_hint_out(row, actor.locale))
    return found


def _hint_out(row: Hint, locale: str) -> HintOut:
    return HintOut.model_construct(
        sign=row.sign,
        text=sentence(row.sign, row.details, locale),
        details=row.details,
        made_at=row.made_at,
    )


async def hints_right(db: AsyncSession, actor: Actor, since: datetime) -> Sequence[HintsOut]:
    """How often hints of some time were right, by their sign.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not decide everywhere.
    """
    actor.require(Permission.FLAG_RESOLVE)
    right = func.coalesce(func.sum(cast(Hint.was_right, Integer)), 0)
    query = (
        select(Hint.sign, func.count(), func.count(col(Hint.was_right)), right)
        .where(Hint.made_at >= since)
        .group_by(col(Hint.sign))
    )
    rows = {sign: counts for sign, *counts in await db.exec(query)}
    return [_hints_out(sign, *rows.get(sign, (0, 0, 0))) for sign in Sign]


def _hints_out(sign: Sign, made: int, decided: int, right: int) -> HintsOut:
    return HintsOut(
        sign=sign, made=made, right=right, wrong=decided - right, waiting=made - decided
    )
