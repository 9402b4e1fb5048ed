"""Who takes part in a session."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import member_out
from forum.accounts.tables import Member
from forum.core.ids import DelegationId, MemberId, SessionId
from forum.db.base import Id
from forum.delegations.queries.rows import delegation_out
from forum.delegations.tables import Delegation, Organisation
from forum.live.parts import Part
from forum.live.sessions.rules import RequestState
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.tables import Participant

MOST = 2000
"""Participants that are listed."""


async def participants(
    db: AsyncSession, session_id: SessionId, locale: str
) -> Sequence[ParticipantOut]:
    """Everybody who was let in, in the order in which they asked, named for readers of `locale`."""
    return await found(db, locale, Participant.session_id == session_id, _APPROVED)


async def faces(
    db: AsyncSession, session_id: SessionId, members: Collection[int], locale: str
) -> Sequence[ParticipantOut]:
    """Those of `members` who were let in, and one of every delegation and part, here or not."""
    asked = {"session": session_id, "members": [*members]}
    rows: Iterable[_Found] = await db.exec(_FACES, params=asked)
    return [participant_out(*one, locale) for one in rows]


async def muted(
    db: AsyncSession, session_id: SessionId, at: datetime, locale: str
) -> Sequence[ParticipantOut]:
    """Those who do not take the word in a session for now."""
    theirs = Participant.session_id == session_id, col(Participant.muted_until) > at
    return await found(db, locale, *theirs, _APPROVED)


async def seats(
    db: AsyncSession, session_id: SessionId
) -> Mapping[DelegationId, Collection[MemberId]]:
    """The delegates who were let in, by delegation."""
    query = select(Participant.delegation_id, Participant.member_id).where(
        Participant.session_id == session_id, _APPROVED, Participant.part == Part.DELEGATE
    )
    taken: dict[DelegationId, set[MemberId]] = {}
    for delegation_id, member_id in await db.exec(query):
        if delegation_id is not None:
            taken.setdefault(DelegationId(delegation_id), set()).add(MemberId(member_id))
    return taken


async def voices_of(
    db: AsyncSession, session_id: SessionId, members: Collection[MemberId], locale: str
) -> Mapping[MemberId, ParticipantOut]:
    """What stands beside an act of each of `members`: as the delegate, if they are one."""
    theirs = col(Participant.member_id).in_(set(members))
    rows = await found(db, locale, Participant.session_id == session_id, _APPROVED, theirs)
    return {one.member.id: one for one in sorted(rows, key=_is_delegate)}


_APPROVED = col(Participant.state) == RequestState.APPROVED


def _is_delegate(one: ParticipantOut) -> bool:
    return one.part is Part.DELEGATE


async def found(
    db: AsyncSession, locale: str, *conditions: ColumnElement[bool] | bool, limit: int = MOST
) -> Sequence[ParticipantOut]:
    """The participants that all `conditions` are true of."""
    query = _EVERY.where(*conditions).limit(limit)
    rows: Iterable[_Found] = await db.exec(query)
    return [participant_out(*one, locale) for one in rows]


_Found = tuple[Participant, Member, Delegation | None, Organisation | None]
_EVERY: Any = (
    select(Participant, Member, Delegation, Organisation)
    .join(Member, col(Member.id) == Participant.member_id)
    .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
    .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
    .order_by(col(Participant.id))
)
# Composed once: whoever comes into a room asks it.
_THEIRS = col(Participant.session_id) == bindparam("session", type_=Id), _APPROVED
_FIRST = (
    select(func.min(Participant.id))
    .where(*_THEIRS)
    .group_by(col(Participant.delegation_id), col(Participant.part))
)
_HERE: BindParameter[Any] = bindparam("members", expanding=True, type_=Id)
_FACES = _EVERY.where(
    *_THEIRS, or_(col(Participant.member_id).in_(_HERE), col(Participant.id).in_(_FIRST))
).limit(MOST)


def participant_out(
    row: Participant,
    member: Member,
    delegation: Delegation | None,
    of: Organisation | None,
    locale: str,
) -> ParticipantOut:
    """A participant's rows as they go out to readers of `locale`."""
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    shown = None if delegation is None else delegation_out(delegation, of, locale)
    return ParticipantOut(
        member=member_out(member),
        delegation=shown,
        **row.model_dump(include=set(ParticipantOut.model_fields) - {"member", "delegation"}),
    )
