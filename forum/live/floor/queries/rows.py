"""Rows as the values that acts work on, and back."""

from datetime import timedelta

from forum.core.ids import ItemId
from forum.delegations.rules import Capacity
from forum.live.floor.rules import Level
from forum.live.floor.slots import Slot, Speaker
from forum.live.floor.tables import FloorSlot
from forum.live.overrides import profile_of
from forum.live.profiles import FloorRules
from forum.live.sessions.tables import LiveSession

_MS = timedelta(milliseconds=1)


def slot_of(row: FloorSlot) -> Slot:
    """The request that a row stores."""
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return Slot(
        id=row.id,
        speaker=Speaker(
            row.member_id, row.delegation_id, row.region, Level(row.level), row.group_id
        ),
        kind=row.kind,
        limit=row.limit_ms * _MS,
        requested_at=row.requested_at,
        state=row.state,
        called_at=row.called_at,
        running_since=row.running_since,
        spent=row.spent_ms * _MS,
        ended_at=row.ended_at,
        ruling=row.ruling,
        appeal=row.appeal,
    )


def new_row(item_id: ItemId, slot: Slot, capacity: Capacity | None) -> FloorSlot:
    """The row of a request that is not stored yet; its place is still to be given."""
    row = FloorSlot(
        item_id=item_id,
        member_id=slot.speaker.member,
        delegation_id=slot.speaker.delegation,
        capacity=capacity,
        group_id=slot.speaker.group,
        region=slot.speaker.region,
        level=slot.speaker.level,
        kind=slot.kind,
        place=0,
        state=slot.state,
        limit_ms=slot.limit // _MS,
        requested_at=slot.requested_at,
    )
    put(row, slot)
    return row


def put(row: FloorSlot, slot: Slot) -> None:
    """Write into a row what acts change of a request."""
    row.state, row.called_at, row.running_since = slot.state, slot.called_at, slot.running_since
    row.spent_ms, row.ended_at = slot.spent // _MS, slot.ended_at
    row.ruling, row.appeal = slot.ruling, slot.appeal


def rules_of(session: LiveSession) -> FloorRules:
    """How the floor is given in a session."""
    return profile_of(session.profile, session.overrides).floor
