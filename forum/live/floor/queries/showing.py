"""Speakers' lists as they go out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.schemas import MemberOut
from forum.accounts.tables import Member
from forum.core.ids import DelegationId, MemberId, SlotId
from forum.delegations.queries.rows import delegation_out
from forum.delegations.tables import Delegation, Organisation
from forum.live.floor.facts import instant, length
from forum.live.floor.queries.lists import floor_shown
from forum.live.floor.rules import Level
from forum.live.floor.schemas import (
    ClockOut,
    DelegationNamed,
    FloorOut,
    LevelWord,
    SlotOut,
    StatementOut,
)
from forum.live.floor.slots import Slot
from forum.live.floor.speakers import SpeakersList
from forum.live.floor.tables import FloorSlot
from forum.live.floor.viewing import Viewer
from forum.live.profiles import FloorRules
from forum.live.sessions.tables import AgendaItem

WORDS: Mapping[Level, LevelWord] = {
    Level.HEAD_OF_STATE: "head_of_state",
    Level.HEAD_OF_GOVERNMENT: "head_of_government",
    Level.MINISTER: "minister",
    Level.VICE_MINISTER: "vice_minister",
    Level.HEAD_OF_DELEGATION: "head_of_delegation",
    Level.DELEGATE: "delegate",
    Level.OBSERVER: "observer",
    Level.STAKEHOLDER: "stakeholder",
}


@dataclass(frozen=True, slots=True)
class _Names:
    members: Mapping[MemberId, MemberOut]
    delegations: Mapping[DelegationId, DelegationNamed]


async def floor_out(
    db: AsyncSession, item: AgendaItem, rules: FloorRules, viewer: Viewer, now: datetime
) -> FloorOut:
    """The speakers' list of an item of a session that the viewer sees."""
    assert item.id is not None  # noqa: S101 (it was read)
    floor, rows = await floor_shown(db, item.id, rules)
    names = await _names(db, rows.values(), viewer.locale)
    out = {one.id: _slot_out(one, rows[SlotId(one.id)], names, viewer) for one in floor.slots}
    heard = sorted(
        (one for one in floor.slots if one.has_ended and one.called_at),
        key=lambda one: one.ended_at or now,
    )
    return FloorOut(
        session_id=item.session_id,
        item_id=item.id,
        number=item.number,
        title=item.title,
        item_state=item.state,
        **_state(floor, now),
        speaker=None if floor.speaker is None else out[floor.speaker.id],
        point=None if floor.point is None else out[floor.point.id],
        waiting=[out[one.id] for one in floor.waiting],
        heard=[out[one.id] for one in heard],
    )


def _state(floor: SpeakersList, now: datetime) -> dict[str, object]:
    return {
        "state": floor.state,
        "is_open": floor.is_open(now),
        "opens_at": floor.opens_at,
        "closes_at": floor.closes_at,
        "appealable": floor.appealable,
        "remaining": floor.remaining,
        "predicted_end": now + floor.predicted(now),
        "server_now": instant(now),
    }


async def slot_out(db: AsyncSession, slot: Slot, row: FloorSlot, viewer: Viewer) -> SlotOut:
    """One request."""
    return _slot_out(slot, row, await _names(db, [row], viewer.locale), viewer)


def _slot_out(slot: Slot, row: FloorSlot, names: _Names, viewer: Viewer) -> SlotOut:
    delegation = None if row.delegation_id is None else names.delegations[row.delegation_id]
    clock = ClockOut(
        limit=length(slot.limit),
        spent=length(slot.spent),
        running_since=instant(slot.running_since),
    )
    assert row.id is not None  # noqa: S101 (it was read)
    return SlotOut(
        id=row.id,
        item_id=row.item_id,
        kind=slot.kind,
        state=slot.state,
        speaker=names.members[row.member_id],
        delegation=delegation,
        capacity=row.capacity,
        group=None if row.group_id is None else names.delegations[row.group_id],
        level=WORDS[slot.speaker.level],
        clock=clock,
        requested_at=slot.requested_at,
        called_at=slot.called_at,
        ended_at=slot.ended_at,
        ruling=slot.ruling,
        appeal=slot.appeal,
        statement=_statement(slot, row, viewer),
        is_mine=viewer.owns(slot),
    )


def _statement(slot: Slot, row: FloorSlot, viewer: Viewer) -> StatementOut | None:
    if not row.statement:
        return None
    return StatementOut(
        text=row.statement if viewer.may_read(slot) else None,
        language=row.language,
        words=row.words,
        reading_seconds=row.reading_seconds,
    )


async def _names(db: AsyncSession, rows: Iterable[FloorSlot], locale: str) -> _Names:
    found = list(rows)
    if not found:
        return _Names({}, {})
    members = {one.member_id for one in found}
    people = (await db.exec(select(Member).where(col(Member.id).in_(members)))).all()
    whom = (id_ for one in found for id_ in (one.delegation_id, one.group_id))
    delegations = {one for one in whom if one is not None}
    query = (
        select(Delegation, Organisation)
        .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
        .where(col(Delegation.id).in_(delegations))
    )
    named = [delegation_out(row, of, locale) for row, of in await db.exec(query)]
    return _Names(
        {MemberId(one.id or 0): member_out(one) for one in people},
        {
            one.id: DelegationNamed(id=one.id, url=one.url, name=one.name, language=one.language)
            for one in named
        },
    )
