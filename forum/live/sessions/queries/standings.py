"""What somebody's place in a session is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.db.base import Id
from forum.delegations.queries import lapsed
from forum.delegations.queries.rows import delegation_out
from forum.delegations.rules import OnBehalf, day_of
from forum.delegations.tables import Delegation, Organisation
from forum.live.parts import Part
from forum.live.sessions.rules import RequestState, Standing
from forum.live.sessions.tables import LiveSession, Participant


async def standing_of(
    db: AsyncSession, session: LiveSession, actor: Actor, at: datetime
) -> Standing:
    """The actor's place in a session at an instant; one query, none for a visitor.

    The accreditation says for whom they act; where a mandate named them, only as long as it counts.
    """
    if actor.member_id is None:
        return Standing(is_known=False)
    rows = await _rows(db, session, actor, at)
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


_Found = tuple[Participant, Delegation | None, Organisation | None, bool]


async def _rows(
    db: AsyncSession, session: LiveSession, actor: Actor, at: datetime
) -> Sequence[_Found]:
    asked = {"session": session.id, "member": actor.member_id, "at": at, "day": day_of(at)}
    found = await db.exec(_HERE, params=asked)
    return [(row, delegation, of, bool(over)) for row, delegation, of, over in found]


# Composed once: everything that anybody does in a session asks it.
_HERE = (
    select(
        Participant,
        Delegation,
        Organisation,
        lapsed(col(Participant.member_id), col(Participant.delegation_id)),
    )
    .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
    .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
    .where(
        col(Participant.session_id) == bindparam("session", type_=Id),
        col(Participant.member_id) == bindparam("member", type_=Id),
        col(Participant.state) == RequestState.APPROVED,
    )
    .order_by(col(Participant.id))
)


def _speaks(row: Participant) -> bool:
    return row.delegation_id is not None and row.capacity is not None


def _behalf(row: Participant) -> OnBehalf:
    assert row.delegation_id is not None  # noqa: S101 (`_speaks` has looked)
    assert row.capacity is not None  # noqa: S101
    return OnBehalf(row.delegation_id, row.capacity)


def _name(found: _Found, locale: str) -> str:
    assert found[1] is not None  # noqa: S101 (the key refers to it)
    return delegation_out(found[1], found[2], locale).name
