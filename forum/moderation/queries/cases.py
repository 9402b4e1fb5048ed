"""Cases: opened by what is said, taken, and closed by what is decided."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import (
    AuditId,
    CaseId,
    HeldId,
    MemberId,
    ParticipantId,
    PostId,
    SpaceId,
    TopicId,
)
from forum.discussions import queries as discussions
from forum.discussions.rules import HeldState
from forum.discussions.tables import HeldPost, Post, Topic
from forum.live.sessions.rules import RequestState
from forum.live.sessions.tables import LiveSession, Participant
from forum.moderation.queries.waiting import waiting_for
from forum.moderation.queueing import CaseKind, Subject, weightier
from forum.moderation.tables import AuditEntry, Case, Decision
from forum.spaces.tables import Space


async def raise_case(
    db: AsyncSession, post_id: PostId, kind: CaseKind, now: datetime
) -> Case | None:
    """Let one more thing about a post wait for a decision; the caller holds the post's lock.

    Returns:
        The case, if it is new; nothing if one was open.
    """
    found = (await db.exec(_open_of(Subject(post_id=post_id)))).first()
    if found is not None:
        found.rank -= 1
        found.kind = weightier(found.kind, kind)
        return None
    query = select(Post.language, Topic.space_id).join(Topic, col(Topic.id) == Post.topic_id)
    language, space_id = (await db.exec(query.where(Post.id == post_id))).one()
    case = Case(
        kind=kind,
        post_id=post_id,
        space_id=SpaceId(space_id),
        language=language,
        rank=-1,
        opened_at=now,
    )
    return await _add(db, case)


async def open_held(db: AsyncSession, held_id: HeldId, now: datetime) -> Case | None:
    """Let a text wait for a decision, if it waits at all and has no open case."""
    query = select(HeldPost).where(HeldPost.id == held_id, HeldPost.state == HeldState.WAITING)
    text = (await db.exec(query.with_for_update())).first()
    if text is None or (await db.exec(_open_of(Subject(held_id=held_id)))).first() is not None:
        return None
    case = Case(
        kind=CaseKind.HELD,
        held_id=held_id,
        space_id=text.space_id,
        language=text.language,
        rank=-1,
        opened_at=now,
    )
    return await _add(db, case)


async def open_request(
    db: AsyncSession, participant_id: ParticipantId, now: datetime
) -> Case | None:
    """Let a request to take part wait for a decision, if it waits at all and has no open case."""
    query = (
        select(Participant, LiveSession)
        .join(LiveSession, col(LiveSession.id) == Participant.session_id)
        .where(Participant.id == participant_id, Participant.state == RequestState.RECEIVED)
    )
    found = (await db.exec(query.with_for_update(of=Participant))).first()
    about = Subject(participant_id=participant_id)
    if found is None or (await db.exec(_open_of(about))).first() is not None:
        return None
    _, session = found
    case = Case(
        kind=CaseKind.ACCREDITATION,
        participant_id=participant_id,
        space_id=session.space_id,
        language=session.language,
        rank=-1,
        opened_at=now,
    )
    return await _add(db, case)


async def close_request(db: AsyncSession, participant_id: ParticipantId) -> None:
    """Settle what waits about a request that was decided about, or taken back, elsewhere."""
    row = await db.get(Participant, participant_id, with_for_update=True)
    if row is None or row.state is RequestState.RECEIVED:
        return
    for case in await db.exec(_open_of(Subject(participant_id=participant_id))):
        case.closed_at, case.closed_by = row.decided_at, row.decided_by_id
        case.claimed_by = case.claimed_until = None


async def open_appeal(db: AsyncSession, row: Decision) -> Case:
    """Let an appeal wait for a decision; the caller holds the lock of the decision."""
    assert row.appealed_at is not None  # noqa: S101 (that is what an appeal is)
    case = Case(
        kind=CaseKind.APPEAL,
        decision_id=row.audit_id,
        language=row.language,
        rank=-1,
        opened_at=row.appealed_at,
    )
    return await _add(db, case)


async def _add(db: AsyncSession, case: Case) -> Case:
    db.add(case)
    await db.flush()
    return case


def _open_of(about: Subject) -> SelectOfScalar[Case]:
    return select(Case).where(_is_about(about), col(Case.closed_at).is_(None))


def _is_about(about: Subject) -> ColumnElement[bool]:
    if about.post_id is not None:
        return col(Case.post_id) == about.post_id
    if about.held_id is not None:
        return col(Case.held_id) == about.held_id
    if about.participant_id is not None:
        return col(Case.participant_id) == about.participant_id
    return col(Case.decision_id) == about.decision_id


async def close_case(db: AsyncSession, about: Subject, entry: AuditEntry) -> None:
    """Settle what waits by an act."""
    for case in await db.exec(_open_of(about)):
        case.closed_at, case.closed_by, case.audit_id = entry.made_at, entry.actor_id, entry.id
        case.claimed_by = case.claimed_until = None


async def close_deleted(
    db: AsyncSession, post_id: PostId, by: MemberId | None, at: datetime
) -> None:
    """Settle what waits about a post that is deleted without an act: nothing is left to decide."""
    for case in await db.exec(_open_of(Subject(post_id=post_id))):
        case.closed_at, case.closed_by = at, by
        case.claimed_by = case.claimed_until = None


async def close_appeal(db: AsyncSession, row: Decision) -> None:
    """Settle an appeal that is decided about."""
    for case in await db.exec(_open_of(Subject(decision_id=row.audit_id))):
        case.closed_at, case.closed_by = row.decided_at, row.decided_by
        case.claimed_by = case.claimed_until = None


async def reopen_case(db: AsyncSession, audit_id: AuditId) -> None:
    """Let a case wait again that an act had settled, unless there is a newer one."""
    newer = aliased(Case)
    same = or_(
        col(newer.post_id) == Case.post_id,
        col(newer.held_id) == Case.held_id,
        col(newer.participant_id) == Case.participant_id,
    )
    raised = exists().where(and_(same, col(newer.closed_at).is_(None)))
    waiting = update(Case).where(col(Case.audit_id) == audit_id, ~raised)
    await db.exec(
        waiting.values(closed_at=None, closed_by=None, audit_id=None),
        execution_options={"synchronize_session": False},
    )


async def follow_topic(db: AsyncSession, topic_id: TopicId) -> None:
    """Let what waits about a topic's posts, or for it, stand in the space that it is in."""
    posts = select(Post.id).where(Post.topic_id == topic_id)
    texts = select(HeldPost.id).where(HeldPost.topic_id == topic_id)
    space = select(Topic.space_id).where(Topic.id == topic_id).scalar_subquery()
    within = or_(col(Case.post_id).in_(posts), col(Case.held_id).in_(texts))
    moved = update(Case).where(col(Case.closed_at).is_(None), within)
    await db.exec(moved.values(space_id=space), execution_options={"synchronize_session": False})
    await discussions.held_follow_topic(db, topic_id)


async def slug_of(db: AsyncSession, case: Case) -> str:
    """The end of the address of the space that a case is in; empty for none."""
    found = await db.exec(select(Space.slug).where(Space.id == case.space_id))
    return found.first() or ""


async def case_for_update(db: AsyncSession, actor: Actor, case_id: CaseId) -> Case:
    """An open case, which nobody else changes until this change commits.

    Raises:
        NotFound: there is none for this actor.
    """
    query = waiting_for(select(Case), actor).where(Case.id == case_id).with_for_update(of=Case)
    found: Case | None = (await db.exec(query)).first()
    if found is None:
        raise NotFound
    return found
