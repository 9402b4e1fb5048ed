"""The queue as moderators read it: all that waits, in one order."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts import queries as accounts
from forum.accounts.queries import SanctionFilter, member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import AuditId, CaseId, HeldId, MemberId, ParticipantId, PostId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.discussions import queries as discussions
from forum.discussions.queries import space_ref
from forum.discussions.queries.rows import post_out, topic_url
from forum.discussions.schemas import HeldOut, PostOut, SpaceRef
from forum.discussions.tables import Post, Topic
from forum.live.accreditation import queries as accreditation
from forum.live.accreditation.schemas import RequestWaiting
from forum.moderation.queries.decisions import appeals_among
from forum.moderation.queries.flags import first_flags
from forum.moderation.queries.hints import hints_about
from forum.moderation.queries.waiting import waiting_for
from forum.moderation.queueing import (
    SUGGESTED_FOR_HELD,
    SUGGESTED_FOR_REQUEST,
    CaseKind,
    Subject,
)
from forum.moderation.rules import FlagReason, suggested
from forum.moderation.schemas import (
    AppealedOut,
    CaseOut,
    ClaimOut,
    FlagOut,
    HintOut,
    HistoryOut,
    TopicRef,
)
from forum.moderation.tables import Case, Decision
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
        language: BCP 47 tag of what waits.
        space: a space's slug.
        mine: only those that the actor has claimed.
        kinds: of which kinds.
    """

    language: str = ""
    space: str = ""
    mine: bool = False
    kinds: Collection[CaseKind] = ()


async def cases_page(
    db: AsyncSession, actor: Actor, wanted: CaseFilter, now: datetime, window: Window
) -> Page[CaseOut]:
    """One page of the queue: those of which the most is said first, then the oldest.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    rows = [
        row
        for one in _each_kind(wanted)
        for row in await _read(db, _wanted(_CASES, actor, one), window)
    ]
    rows.sort(key=_place, reverse=window.before is not None)
    found = cut(rows[: window.limit + 1], window, _place)
    return Page(await _out(db, actor, found.items, now), found.next, found.previous)


def _place(row: Any) -> tuple[int, int]:
    """Where a case stands in the list."""
    return row[0].rank, row[0].id or 0


def _each_kind(wanted: CaseFilter) -> Sequence[CaseFilter]:
    """The same for one kind at a time, as an index has each in the order of the list.

    Of several at once, a database would read all of them to sort them, or all others to pass over.
    """
    kinds = dict.fromkeys(wanted.kinds)
    return [replace(wanted, kinds=(one,)) for one in kinds] if kinds else [wanted]


async def _read(db: AsyncSession, query: Any, window: Window) -> Sequence[Any]:
    """Rows from where a window begins, in the order that it walks.

    What has the rank of the row that it begins at, then what comes after: a database that compares
    both columns at once guesses how much that leaves by the rank alone, and may read all of it.
    """
    forward, limit = window.before is None, window.limit + 1
    order = [column if forward else column.desc() for column in (col(Case.rank), col(Case.id))]
    if (key := window.after or window.before) is None:
        return list(await db.exec(query.order_by(*order).limit(limit)))
    same, others = col(Case.rank) == key[0], col(Case.rank)
    beyond = (col(Case.id) > key[1], others > key[0])
    if not forward:
        beyond = (col(Case.id) < key[1], others < key[0])
    begun = query.where(same, beyond[0]).order_by(order[1]).limit(limit)
    rows = list(await db.exec(begun))
    if len(rows) < limit:
        rest = query.where(beyond[1]).order_by(*order).limit(limit - len(rows))
        rows += await db.exec(rest)
    return rows


async def case(db: AsyncSession, actor: Actor, case_id: CaseId, now: datetime) -> CaseOut:
    """One open case.

    Raises:
        NotFound: there is none for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    rows = (await db.exec(waiting_for(_CASES, actor).where(Case.id == case_id))).all()
    if not rows:
        raise NotFound
    return (await _out(db, actor, rows, now))[0]


async def cases(db: AsyncSession, actor: Actor, wanted: CaseFilter) -> int:
    """How many cases wait; at most one more than `COUNTED`."""
    many = 0
    for one in _each_kind(wanted):
        found = _wanted(select(literal_column("1")).select_from(Case), actor, one)
        # In the order of the list, so that a database takes the index of the list and stops early.
        listed = found.order_by(col(Case.rank), col(Case.id))
        counted = listed.limit(COUNTED + 1).subquery()
        many += (await db.exec(select(func.count()).select_from(counted))).one()
    return min(many, COUNTED + 1)


_CASES: Any = select(Case, _Claimer).outerjoin(_Claimer, col(_Claimer.id) == Case.claimed_by)


def _wanted(query: Any, actor: Actor, wanted: CaseFilter) -> Any:
    query = waiting_for(query, actor)
    if wanted.language:
        query = query.where(col(Case.language) == wanted.language)
    if wanted.space:
        space = select(Space.id).where(Space.slug == wanted.space).scalar_subquery()
        query = query.where(col(Case.space_id) == space)
    if wanted.mine:
        query = query.where(col(Case.claimed_by) == actor.member_id)
    if wanted.kinds:
        query = query.where(col(Case.kind).in_(wanted.kinds))
    return query


@dataclass(frozen=True, slots=True)
class _About:
    """What a case is about: one of the four, its author, and where it is."""

    author: MemberId
    post: PostOut | None = None
    held: HeldOut | None = None
    appeal: AppealedOut | None = None
    request: RequestWaiting | None = None
    topic: TopicRef | None = None
    space: SpaceRef | None = None


@dataclass(slots=True)
class _Known:
    """All that cases of one page are about, read at once."""

    now: datetime
    posts: Mapping[PostId, _About] = field(default_factory=dict)
    texts: Mapping[HeldId, _About] = field(default_factory=dict)
    appeals: Mapping[AuditId, _About] = field(default_factory=dict)
    requests: Mapping[ParticipantId, _About] = field(default_factory=dict)
    flags: Mapping[PostId, Sequence[FlagOut]] = field(default_factory=lambda: defaultdict(list))
    hints: Mapping[Subject, Sequence[HintOut]] = field(default_factory=dict)
    histories: Mapping[MemberId, HistoryOut] = field(default_factory=dict)

    def about(self, row: Case) -> _About:
        if row.post_id is not None:
            return self.posts[row.post_id]
        if row.held_id is not None:
            return self.texts[row.held_id]
        if row.participant_id is not None:
            return self.requests[row.participant_id]
        assert row.decision_id is not None  # noqa: S101 (one of the four is set)
        return self.appeals[row.decision_id]


async def _out(
    db: AsyncSession, actor: Actor, rows: Sequence[Any], now: datetime
) -> Sequence[CaseOut]:
    known = _Known(now)
    posts = [row.post_id for row, _ in rows if row.post_id is not None]
    if posts:
        known.posts, known.flags = await _posts(db, actor, posts), await first_flags(db, posts)
    texts = [row.held_id for row, _ in rows if row.held_id is not None]
    if texts:
        known.texts = {one.id: _text(one) for one in await discussions.held_among(db, texts)}
    known.hints = await hints_about(db, actor, posts, texts)
    if appeals := [row.decision_id for row, _ in rows if row.decision_id is not None]:
        found = await appeals_among(db, appeals)
        known.appeals = {one.decision.id: _About(one.member.id, appeal=one) for one in found}
    if asked := [row.participant_id for row, _ in rows if row.participant_id is not None]:
        waiting = await accreditation.requests_waiting(db, asked, actor.locale)
        known.requests = {
            one.id: _About(one.member.id, request=one, space=one.space) for one in waiting
        }
    known.histories = await _histories(db, {known.about(row).author for row, _ in rows}, now)
    return [_case_out(row, claimer, known) for row, claimer in rows]


async def _posts(
    db: AsyncSession, actor: Actor, ids: Collection[PostId]
) -> Mapping[PostId, _About]:
    query = (
        select(Post, Member, Topic, Space)
        .join(Member, col(Member.id) == Post.author_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(col(Post.id).in_(ids))
    )
    found = {}
    for post, author, topic, space in await db.exec(query):
        shown = post_out(actor.at(topic.space_id), post, author, None)
        found[shown.id] = _About(
            post.author_id, post=shown, topic=_topic_ref(topic), space=space_ref(space)
        )
    return found


def _topic_ref(topic: Topic) -> TopicRef:
    assert topic.id is not None  # noqa: S101 (it was read)
    return TopicRef.model_construct(
        id=topic.id, url=topic_url(topic), title=topic.title, language=topic.language
    )


def _text(held: HeldOut) -> _About:
    topic = None if held.topic is None else TopicRef.model_construct(**dict(held.topic))
    return _About(held.author.id, held=held, topic=topic, space=held.space)


def _case_out(row: Case, claimer: Member | None, known: _Known) -> CaseOut:
    assert row.id is not None  # noqa: S101 (it was read)
    about, subject = known.about(row), subject_of(row)
    claim = None
    if claimer is not None and row.claimed_until is not None and row.claimed_until > known.now:
        claim = ClaimOut.model_construct(by=member_out(claimer), until=row.claimed_until)
    flags = known.flags[row.post_id] if row.post_id is not None else []
    return CaseOut.model_construct(
        id=row.id,
        kind=row.kind,
        subject=str(subject),
        url=subject.url,
        post=about.post,
        held=about.held,
        appeal=about.appeal,
        request=about.request,
        topic=about.topic,
        space=about.space,
        language=row.language,
        opened_at=row.opened_at,
        count=-row.rank,
        flags=flags,
        hints=known.hints.get(subject, ()),
        claim=claim,
        history=known.histories[about.author],
        suggested=_suggested(row, flags, known.hints.get(subject, ())),
    )


def _suggested(row: Case, flags: Sequence[FlagOut], hints: Sequence[HintOut]) -> Sequence[str]:
    if row.post_id is not None:
        looks_like = {FlagReason.SPAM} if hints else set()
        return suggested({one.reason for one in flags} | looks_like)
    if row.participant_id is not None:
        return SUGGESTED_FOR_REQUEST
    return SUGGESTED_FOR_HELD if row.held_id is not None else ()


def subject_of(row: Case) -> Subject:
    """What a case is about."""
    return Subject(row.post_id, row.held_id, row.decision_id, row.participant_id)


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
