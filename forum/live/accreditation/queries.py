"""All SQL of accreditation."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import DelegationId, MemberId, ParticipantId, SessionId
from forum.core.permissions import Permission
from forum.db.places import held
from forum.delegations.queries import focal_point_of
from forum.delegations.tables import Delegation, Organisation
from forum.discussions.queries.rows import space_ref
from forum.live.accreditation.schemas import RequestOut, RequestWaiting, SessionRef
from forum.live.parts import Part
from forum.live.sessions.queries.people import MOST, participant_out
from forum.live.sessions.rules import RequestState
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.tables import LiveSession, Participant
from forum.spaces.tables import Space

Outcome = tuple[Participant, Member, LiveSession]
"""A request, whose it is, and for which session."""


async def requests(
    db: AsyncSession, locale: str, *conditions: ColumnElement[bool]
) -> Sequence[RequestOut]:
    """The participants and requests that all `conditions` are true of, in their order."""
    query = (
        select(Participant, Member, Delegation, Organisation)
        .join(Member, col(Member.id) == Participant.member_id)
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
        .where(*conditions)
        .order_by(col(Participant.id))
        .limit(MOST)
    )
    return [
        _request_out(row, participant_out(row, member, delegation, of, locale))
        for row, member, delegation, of in await db.exec(query)
    ]


def is_one(participant_id: ParticipantId) -> ColumnElement[bool]:
    """One request."""
    return col(Participant.id) == participant_id


def of_session(session_id: SessionId) -> ColumnElement[bool]:
    """Requests for one session."""
    return col(Participant.session_id) == session_id


def of_member(member_id: MemberId) -> ColumnElement[bool]:
    """Requests of one member."""
    return col(Participant.member_id) == member_id


def of_delegations(ids: Collection[DelegationId]) -> ColumnElement[bool]:
    """Requests to act for one of these delegations."""
    return col(Participant.delegation_id).in_(ids)


async def participant(db: AsyncSession, participant_id: ParticipantId) -> Participant:
    """Somebody's part in a session, or their request for it.

    Raises:
        NotFound: there is none of this number.
    """
    found = await db.get(Participant, participant_id)
    if found is None:
        raise NotFound
    return found


async def request_for_update(
    db: AsyncSession, session_id: SessionId, participant_id: ParticipantId
) -> Participant:
    """A request for a session, which the caller holds locked.

    Raises:
        NotFound: the session has none of this number.
    """
    query = select(Participant).where(
        Participant.id == participant_id, Participant.session_id == session_id
    )
    if (row := (await db.exec(query.with_for_update())).first()) is None:
        raise NotFound
    return row


async def session_of_request(db: AsyncSession, participant_id: ParticipantId) -> SessionId:
    """For which session a request is.

    Raises:
        NotFound: there is no such request.
    """
    query = select(Participant.session_id).where(Participant.id == participant_id)
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return SessionId(found)


async def requests_waiting(
    db: AsyncSession, ids: Collection[ParticipantId], locale: str
) -> Sequence[RequestWaiting]:
    """Some requests, each with its session, as whoever decides about them is shown them."""
    found = await requests(db, locale, col(Participant.id).in_(ids))
    query = (
        select(Participant.id, LiveSession, Space)
        .join(LiveSession, col(LiveSession.id) == Participant.session_id)
        .outerjoin(Space, col(Space.id) == LiveSession.space_id)
        .where(col(Participant.id).in_(ids))
    )
    where = {key: (session, space) for key, session, space in await db.exec(query)}
    return [_waiting(one, *where[one.id]) for one in found]


def _waiting(shown: RequestOut, session: LiveSession, space: Space | None) -> RequestWaiting:
    assert session.id is not None  # noqa: S101 (it was read)
    return RequestWaiting(
        **dict(shown),
        session=SessionRef(
            id=session.id,
            url=f"/sessions/{session.id}/participants",
            title=session.title,
            language=session.language,
        ),
        space=None if space is None else space_ref(space),
    )


async def request_as(
    db: AsyncSession, session_id: SessionId, member_id: MemberId, part: Part
) -> Participant | None:
    """Somebody's request for a part in a session that the caller holds locked."""
    query = select(Participant).where(
        Participant.session_id == session_id,
        Participant.member_id == member_id,
        Participant.part == part,
    )
    return (await db.exec(query)).first()


async def rows_of(
    db: AsyncSession, session_id: SessionId, member_id: MemberId
) -> Sequence[Participant]:
    """Every approved part of a member in a session that the caller holds locked."""
    query = select(Participant).where(
        Participant.session_id == session_id,
        Participant.member_id == member_id,
        Participant.state == RequestState.APPROVED,
    )
    return (await db.exec(query)).all()


async def taken(db: AsyncSession, row: Participant) -> int:
    """How many others were let in to the same part of a session for the same delegation."""
    query = select(func.count()).where(
        col(Participant.session_id) == row.session_id,
        col(Participant.delegation_id) == row.delegation_id,
        col(Participant.part) == row.part,
        col(Participant.state) == RequestState.APPROVED,
        col(Participant.id) != row.id,
    )
    return int((await db.exec(query)).one())


async def decided_about(db: AsyncSession, participant_id: ParticipantId) -> Outcome | None:
    """What a mail tells about a request; `None`: it is gone."""
    query = (
        select(Participant, Member, LiveSession)
        .join(Member, col(Member.id) == Participant.member_id)
        .join(LiveSession, col(LiveSession.id) == Participant.session_id)
        .where(Participant.id == participant_id)
    )
    found = (await db.exec(query)).first()
    return None if found is None else (found[0], found[1], found[2])


def letters_shown_to(
    actor: Actor, at: datetime, upload_id: Any, uploader_id: Any
) -> ColumnElement[bool]:
    """Whether an upload is a letter that the actor reads to decide about its sender.

    A letter counts where its uploader sent it: others' numbers show nothing.

    Args:
        actor: who would read it.
        at: an aware instant.
        upload_id: column of an upload's id.
        uploader_id: column of the member's who uploaded it.
    """
    if actor.member_id is None:
        return false()
    office = exists().where(
        col(Participant.session_id) == LiveSession.id,
        col(Participant.member_id) == actor.member_id,
        col(Participant.part) == Part.SECRETARIAT,
        col(Participant.state) == RequestState.APPROVED,
    )
    office = office.correlate(LiveSession)
    manages = held(actor, Permission.SESSION_MANAGE, LiveSession.space_id)
    focal = focal_point_of(actor.member_id, col(Participant.delegation_id), at)
    moderates = held(actor, Permission.FLAG_RESOLVE, LiveSession.space_id, LiveSession.language)
    deciding = (col(LiveSession.host_id) == actor.member_id, office, manages, moderates, focal)
    decides = or_(*deciding)
    return exists().where(
        is_letter(upload_id, uploader_id),
        col(LiveSession.id) == Participant.session_id,
        decides,
    )


def is_letter(upload_id: Any, uploader_id: Any) -> ColumnElement[bool]:
    """Requests whose letter an upload is, sent by its uploader; see `letters_shown_to`."""
    return and_(col(Participant.letter_id) == upload_id, col(Participant.member_id) == uploader_id)


def _request_out(row: Participant, shown: ParticipantOut) -> RequestOut:
    return RequestOut(
        **dict(shown),
        letter_url="" if row.letter_id is None else f"/u/{row.letter_id}/letter",
        reason=row.reason,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
    )
