"""Speakers' lists as they go out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import named_member
from forum.accounts.schemas import MemberOut
from forum.accounts.tables import Member
from forum.core.ids import DelegationId, ItemId, MemberId, SlotId
from forum.db.base import Id
from forum.delegations.queries.rows import delegation_out
from forum.delegations.tables import Delegation, Organisation
from forum.live.floor.facts import instant, length
from forum.live.floor.queries.lists import FloorRows, floor_of_rows, floor_rows
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
    members: dict[MemberId, MemberOut]
    delegations: dict[DelegationId, DelegationNamed]


@dataclass(frozen=True, slots=True)
class FloorRead:
    """The speakers' list of an item as it is stored, with names for readers of one language."""

    rows: FloorRows
    names: _Names


async def floor_read(db: AsyncSession, item_id: ItemId, locale: str) -> FloorRead:
    """Read the list of an item; two queries, one where nobody has asked for the floor."""
    rows = await floor_rows(db, item_id)
    return FloorRead(rows, await _names(db, rows[1], locale))


async def floor_out(
    db: AsyncSession, item: AgendaItem, rules: FloorRules, viewer: Viewer, now: datetime
) -> FloorOut:
    """The speakers' list of an item of a session that the viewer sees."""
    assert item.id is not None  # noqa: S101 (it was read)
    return floor_seen(await floor_read(db, item.id, viewer.locale), item, rules, viewer, now)


def floor_seen(
    read: FloorRead, item: AgendaItem, rules: FloorRules, viewer: Viewer, now: datetime
) -> FloorOut:
    """The same of what was read in the viewer's language."""
    assert item.id is not None  # noqa: S101 (it was read)
    floor, rows = floor_of_rows(read.rows, rules)
    names = read.names
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
    slots = [one.id for one in rows]
    names = _Names({}, {})
    if not slots:
        return names
    for *person, delegation, of in await db.exec(_NAMED, params={"slots": slots}):
        names.members[MemberId(person[0])] = named_member(*person)
        if delegation is not None and delegation.id not in names.delegations:
            one = delegation_out(delegation, of, locale)
            names.delegations[one.id] = DelegationNamed(
                id=one.id, url=one.url, name=one.name, language=one.language
            )
    return names


# Composed once: whoever comes into a room asks it. The delegation of a request and its group come
# in rows of their own.
_NAMED: Any = (
    select(Member.id, Member.handle, Member.name, Member.organisation)
    .add_columns(col(Member.partner), Delegation, Organisation)
    .join_from(FloorSlot, Member, col(Member.id) == FloorSlot.member_id)
    .outerjoin(Delegation, col(Delegation.id).in_([FloorSlot.delegation_id, FloorSlot.group_id]))
    .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
    .where(col(FloorSlot.id).in_(bindparam("slots", expanding=True, type_=Id)))
)
