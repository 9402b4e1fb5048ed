"""What waits for a decision: one case for each post, whatever was said about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal_column, or_, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from forum.accounts import queries as accounts
from forum.accounts.queries import SanctionFilter, member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import AuditId, CaseId, MemberId, PostId, SpaceId, TopicId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.db.places import held
from forum.discussions import queries as discussions
from forum.discussions.queries import space_ref, visible_to
from forum.discussions.queries.rows import post_out, topic_url
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.moderation.queries.flags import first_flags
from forum.moderation.rules import suggested
from forum.moderation.schemas import CaseOut, ClaimOut, FlagOut, HistoryOut, TopicRef
from forum.moderation.tables import AuditEntry, Case, Decision
from forum.spaces.tables import Space

CASE_CURSOR: tuple[type, ...] = (int, int)
"""What a cursor of the queue holds: a case's rank, and its id."""
COUNTED = 1_000
"""Cases that are counted; of more it is said that there are more."""

_Claimer = aliased(Member, name="claimer")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted; empty means any.

    Attributes:
        language: BCP 47 tag of what the post is written in.
        space: a space's slug.
        mine: only those that the actor has claimed.
    """

    language: str = ""
    space: str = ""
    mine: bool = False


async def raise_case(db: AsyncSession, post_id: PostId, now: datetime) -> None:
    """Let one more thing about a post wait for a decision; the caller holds the post's lock."""
    found = (await db.exec(_open_of(post_id))).first()
    if found is not None:
        found.rank -= 1
        return
    query = select(Post.language, Topic.space_id).join(Topic, col(Topic.id) == Post.topic_id)
    language, space_id = (await db.exec(query.where(Post.id == post_id))).one()
    db.add(
        Case(
            post_id=post_id,
            space_id=SpaceId(space_id),
            language=language,
            rank=-1,
            opened_at=now,
        )
    )


def _open_of(post_id: PostId) -> SelectOfScalar[Case]:
    return select(Case).where(Case.post_id == post_id, col(Case.closed_at).is_(None))


async def close_case(db: AsyncSession, post_id: PostId, entry: AuditEntry) -> None:
    """Settle what waits about a post by an act."""
    for case in await db.exec(_open_of(post_id)):
        case.closed_at, case.closed_by, case.audit_id = entry.made_at, entry.actor_id, entry.id
        case.claimed_by = case.claimed_until = None


async def reopen_case(db: AsyncSession, audit_id: AuditId) -> None:
    """Let a case wait again that an act had settled, unless there is a newer one of its post."""
    newer = aliased(Case)
    raised = exists().where(col(newer.post_id) == Case.post_id, col(newer.closed_at).is_(None))
    waiting = update(Case).where(col(Case.audit_id) == audit_id, ~raised)
    await db.exec(
        waiting.values(closed_at=None, closed_by=None, audit_id=None),
        execution_options={"synchronize_session": False},
    )


async def follow_topic(db: AsyncSession, topic_id: TopicId) -> None:
    """Let what waits about a topic's posts, or for it, stand in the space that it is in."""
    posts = select(Post.id).where(Post.topic_id == topic_id)
    space = select(Topic.space_id).where(Topic.id == topic_id).scalar_subquery()
    moved = update(Case).where(col(Case.closed_at).is_(None), col(Case.post_id).in_(posts))
    await db.exec(moved.values(space_id=space), execution_options={"synchronize_session": False})
    await discussions.held_follow_topic(db, topic_id)


async def case_for_update(db: AsyncSession, actor: Actor, case_id: CaseId) -> Case:
    """An open case, which nobody else changes until this change commits.

    Raises:
        NotFound: there is none for this actor.
    """
    query = (
        select(Case)
        .join(Post, col(Post.id) == Case.post_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Case.id == case_id, col(Case.closed_at).is_(None), *_decided_by(actor))
        .with_for_update(of=Case)
    )
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return found


async def cases_page(
    db: AsyncSession, actor: Actor, wanted: CaseFilter, now: datetime, window: Window
) -> Page[CaseOut]:
    """One page of the queue, those with the most flags first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    forward, columns = window.before is None, (col(Case.rank), col(Case.id))
    query = _cases(actor, wanted).order_by(
        *(column if forward else column.desc() for column in columns)
    )
    if (key := window.after or window.before) is not None:
        asked = tuple_(*columns)
        query = query.where(asked > tuple_(*key) if forward else asked < tuple_(*key))
    rows = (await db.exec(query.limit(window.limit + 1))).all()
    found = cut(rows, window, lambda row: (row[0].rank, row[0].id or 0))
    return Page(await _out(db, actor, found.items, now), found.next, found.previous)


async def case(db: AsyncSession, actor: Actor, case_id: CaseId, now: datetime) -> CaseOut:
    """One open case.

    Raises:
        NotFound: there is none for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    rows = (await db.exec(_cases(actor, CaseFilter()).where(Case.id == case_id))).all()
    if not rows:
        raise NotFound
    return (await _out(db, actor, rows, now))[0]


async def cases(db: AsyncSession, actor: Actor, wanted: CaseFilter) -> int:
    """How many cases wait; at most one more than `COUNTED`."""
    found = _cases(actor, wanted).with_only_columns(literal_column("1")).limit(COUNTED + 1)
    return (await db.exec(select(func.count()).select_from(found.subquery()))).one()


def _cases(actor: Actor, wanted: CaseFilter) -> Any:
    query = (
        select(Case, Post, Member, Topic, Space, _Claimer)  # type: ignore[call-overload]
        .join(Post, col(Post.id) == Case.post_id)
        .join(Member, col(Member.id) == Post.author_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .outerjoin(_Claimer, col(_Claimer.id) == Case.claimed_by)
    )
    return query.where(*_conditions(actor, wanted))


def _conditions(actor: Actor, wanted: CaseFilter) -> Sequence[ColumnElement[bool]]:
    # What its author deleted leaves nothing to decide.
    found = [
        col(Case.closed_at).is_(None),
        col(Post.state) != PostState.DELETED,
        *_decided_by(actor),
    ]
    if wanted.language:
        found.append(col(Case.language) == wanted.language)
    if wanted.space:
        space = select(Space.id).where(Space.slug == wanted.space).scalar_subquery()
        found.append(col(Case.space_id) == space)
    if wanted.mine:
        found.append(col(Case.claimed_by) == actor.member_id)
    return found


def _decided_by(actor: Actor) -> Sequence[ColumnElement[bool]]:
    may = held(actor, Permission.FLAG_RESOLVE, Topic.space_id, Post.language)
    return visible_to(actor), may


async def _out(
    db: AsyncSession, actor: Actor, rows: Sequence[Any], now: datetime
) -> Sequence[CaseOut]:
    flags = await first_flags(db, [row[1].id for row in rows])
    histories = await _histories(db, {row[1].author_id for row in rows}, now)
    return [_case_out(actor, row, flags[row[1].id], histories, now) for row in rows]


def _case_out(
    actor: Actor,
    row: Any,
    flags: Sequence[FlagOut],
    histories: Mapping[MemberId, HistoryOut],
    now: datetime,
) -> CaseOut:
    found, post, author, topic, space, claimer = row
    ref = TopicRef.model_construct(
        id=topic.id, url=topic_url(topic), title=topic.title, language=topic.language
    )
    claim = None
    if claimer is not None and found.claimed_until > now:
        claim = ClaimOut.model_construct(by=member_out(claimer), until=found.claimed_until)
    return CaseOut.model_construct(
        id=found.id,
        post=post_out(actor.at(topic.space_id), post, author, None),
        topic=ref,
        space=space_ref(space),
        language=found.language,
        opened_at=found.opened_at,
        count=-found.rank,
        flags=flags,
        claim=claim,
        history=histories[post.author_id],
        suggested=suggested({one.reason for one in flags}),
    )


async def _histories(
    db: AsyncSession, ids: Collection[MemberId], now: datetime
) -> Mapping[MemberId, HistoryOut]:
    query = (
        select(Decision.member_id, func.count())
        .where(col(Decision.member_id).in_(ids))
        .group_by(col(Decision.member_id))
    )
    decided = dict((await db.exec(query)).all())
    wanted = SanctionFilter(members=tuple(ids), in_force=True)
    in_force = await accounts.sanctions_page(db, wanted, now, Window(limit=len(ids) * 5 + 1))
    return {
        one: HistoryOut.model_construct(
            decisions=decided.get(one, 0),
            in_force=[row.kind for row in in_force.items if row.member.id == one],
        )
        for one in ids
    }


@dataclass(frozen=True, slots=True)
class Handled:
    """One case that was opened or closed in some time; `closed_at` is empty while it waits."""

    language: str
    opened_at: datetime
    closed_at: datetime | None


async def handled(db: AsyncSession, actor: Actor, since: datetime, limit: int) -> Sequence[Handled]:
    """The cases of some time, the newest first, for statistics.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    query = (
        select(Case.language, Case.opened_at, Case.closed_at)
        .where(
            or_(col(Case.opened_at) >= since, col(Case.closed_at) >= since),
            held(actor, Permission.FLAG_RESOLVE, Case.space_id, Case.language),
        )
        .order_by(col(Case.id).desc())
        .limit(limit)
    )
    return [Handled(*row) for row in await db.exec(query)]
