"""What somebody's place in a session is."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import SessionId
from forum.core.permissions import Permission
from forum.db.base import Id
from forum.db.tables import LogHead
from forum.delegations.queries import lapsed
from forum.delegations.queries.rows import delegation_out
from forum.delegations.rules import OnBehalf, day_of
from forum.delegations.tables import Delegation, Organisation
from forum.live.parts import Part
from forum.live.sessions.queries.seeing import Rights, session_of, visible_to
from forum.live.sessions.rules import RequestState, Standing
from forum.live.sessions.tables import LiveSession, Participant

_Found = tuple[Participant, Delegation | None, Organisation | None, bool]


class Entered(NamedTuple):
    """A session as somebody finds it who comes in.

    Attributes:
        head: where its channel stood: its newest number, and its epoch; (0, "") before anything
            was announced there.
    """

    session: LiveSession
    standing: Standing
    head: tuple[int, str]


async def standing_of(
    db: AsyncSession, session: LiveSession, actor: Actor, at: datetime
) -> Standing:
    """The actor's place in a session at an instant; one query, none for a visitor.

    The accreditation says for whom they act; where a mandate named them, only as long as it counts.
    """
    if actor.member_id is None:
        return Standing(is_known=False)
    return _standing(session, actor, await _rows(db, session, actor, at), at)


async def session_and_standing(
    db: AsyncSession, actor: Actor, session_id: SessionId, at: datetime, *, is_act: bool = False
) -> tuple[LiveSession, Standing]:
    """A session that the actor follows, and their place in it at an instant; one query for both.

    Args:
        db: the session of the database.
        actor: who enters.
        session_id: what they enter.
        at: the instant.
        is_act: they do something there: the session stays in its state until the change commits.

    Raises:
        NotFound: there is none of this number, or they do not follow it.
    """
    if actor.member_id is None:
        return await session_of(db, actor, session_id), Standing(is_known=False)
    asked = {"session": session_id, "me": actor.member_id, "at": at, "day": day_of(at)}
    found = (await db.exec(_entering(Rights.of(actor), is_act=is_act), params=asked)).all()
    if not found:
        raise NotFound
    session: LiveSession = found[0][0]
    rows = [(row, delegation, of, bool(over)) for _, row, delegation, of, over in found if row]
    return session, _standing(session, actor, rows, at)


async def entered(db: AsyncSession, actor: Actor, session_id: SessionId, at: datetime) -> Entered:
    """The same for who comes in, with where the session's channel stands; one query.

    All of it is of one moment: what is read later may be newer than the position, never older.

    Raises:
        NotFound: there is no such session, or they do not follow it.
    """
    named = {"channel": f"session:{session_id}", "me": actor.member_id or 0}
    asked = {**named, "session": session_id, "at": at, "day": day_of(at)}
    found = (await db.exec(_coming_in(Rights.of(actor)), params=asked)).all()
    if not found:
        raise NotFound
    session, offset, epoch = found[0][0], found[0][-2], found[0][-1]
    rows = [(row, delegation, of, bool(over)) for _, row, delegation, of, over, *_ in found if row]
    known = actor.member_id is not None
    standing = _standing(session, actor, rows, at) if known else Standing(is_known=False)
    return Entered(session, standing, (offset or 0, epoch or ""))


def _standing(session: LiveSession, actor: Actor, rows: Sequence[_Found], at: datetime) -> Standing:
    parts = frozenset(row.part for row, _, _, _ in rows)
    # Who is a delegate and something else acts for their delegation as the delegate.
    rows = sorted(rows, key=lambda found: found[0].part is not Part.DELEGATE)
    spoken = next((found for found in rows if _speaks(found[0]) and not found[3]), None)
    muted = [row.muted_until for row, _, _, _ in rows if row.muted_until is not None]
    return Standing(
        parts=parts,
        on_behalf=None if spoken is None else _behalf(spoken[0]),
        delegation="" if spoken is None else _name(spoken, actor.locale),
        is_host=is_host(session, actor),
        is_muted=any(until > at for until in muted),
    )


def is_host(session: LiveSession, actor: Actor) -> bool:
    """Whether somebody set a session up, or looks after all of them in its place."""
    if actor.member_id == session.host_id:
        return True
    where = actor if session.space_id is None else actor.at(session.space_id)
    return where.may(Permission.SESSION_MANAGE)


async def _rows(
    db: AsyncSession, session: LiveSession, actor: Actor, at: datetime
) -> Sequence[_Found]:
    asked = {"session": session.id, "me": actor.member_id, "at": at, "day": day_of(at)}
    found = await db.exec(_HERE, params=asked)
    return [(row, delegation, of, bool(over)) for row, delegation, of, over in found]


# Composed once: everything that anybody does in a session asks one of these.
_OVER = lapsed(col(Participant.member_id), col(Participant.delegation_id))
_THEIRS = and_(
    col(Participant.member_id) == bindparam("me", type_=Id),
    col(Participant.state) == RequestState.APPROVED,
)
_HERE = (
    select(Participant, Delegation, Organisation, _OVER)
    .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
    .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
    .where(col(Participant.session_id) == bindparam("session", type_=Id), _THEIRS)
    .order_by(col(Participant.id))
)


@lru_cache(maxsize=128)
def _entering(rights: Rights, *, is_act: bool) -> Any:
    query: Any = select(LiveSession, Participant, Delegation, Organisation).add_columns(_OVER)
    here = and_(col(Participant.session_id) == LiveSession.id, _THEIRS)
    named = col(LiveSession.id) == bindparam("session", type_=Id)
    query = (
        query.outerjoin(Participant, here)
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
        .where(named, visible_to(rights.somebody()))
        .order_by(col(Participant.id))
    )
    return query.with_for_update(read=True, of=LiveSession) if is_act else query


@lru_cache(maxsize=128)
def _coming_in(rights: Rights) -> Any:
    here = col(LogHead.channel) == bindparam("channel")
    query = _entering(rights, is_act=False).outerjoin(LogHead, here)
    return query.add_columns(LogHead.offset, LogHead.epoch)


def _speaks(row: Participant) -> bool:
    return row.delegation_id is not None and row.capacity is not None


def _behalf(row: Participant) -> OnBehalf:
    assert row.delegation_id is not None  # noqa: S101 (`_speaks` has looked)
    assert row.capacity is not None  # noqa: S101
    return OnBehalf(row.delegation_id, row.capacity)


def _name(found: _Found, locale: str) -> str:
    assert found[1] is not None  # noqa: S101 (the key refers to it)
    return delegation_out(found[1], found[2], locale).name
