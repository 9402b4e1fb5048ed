"""Loading the speakers' list of an item to change it, and storing what an act changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import NotFound
from forum.core.ids import ItemId, ParticipantId, SessionId, SlotId
from forum.db.base import Id
from forum.db.inserting import insert_into
from forum.delegations.partners import PARTNERS
from forum.delegations.rules import Capacity, OnBehalf
from forum.delegations.tables import Delegation
from forum.live.floor.places import places
from forum.live.floor.queries.rows import new_row, put, slot_of
from forum.live.floor.rules import ListState
from forum.live.floor.speakers import SpeakersList
from forum.live.floor.tables import FloorList, FloorSlot
from forum.live.profiles import FloorRules
from forum.live.sessions.rules import RequestState
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession, Participant

UNSTORED = SlotId(0)
"""Id of a request before it has one."""


@dataclass(slots=True)
class Held:
    """A list that the transaction has locked.

    Attributes:
        row: of the list.
        rows: of its requests, by id.
        floor: the list as a value; after `store` as it is now.
    """

    row: FloorList
    rows: dict[SlotId, FloorSlot]
    floor: SpeakersList


@dataclass(frozen=True, slots=True)
class Meeting:
    """How far a session has come, which nobody changes before the change commits.

    Attributes:
        state: of the session.
        item_id: the item of its agenda that is open.
    """

    state: SessionState
    item_id: ItemId | None


async def session_held(db: AsyncSession, session_id: SessionId) -> Meeting:
    """How far a session that is there has come; it stays so until the change commits."""
    query = select(LiveSession.state, LiveSession.open_item_id).where(LiveSession.id == session_id)
    state, item_id = (await db.exec(query.with_for_update(read=True))).one()
    return Meeting(SessionState(state), None if item_id is None else ItemId(item_id))


async def session_row(db: AsyncSession, session_id: SessionId) -> LiveSession:
    """A session that is there, whoever sees it."""
    return (await db.exec(select(LiveSession).where(LiveSession.id == session_id))).one()


async def admitted(
    db: AsyncSession, session_id: SessionId, participant_id: ParticipantId
) -> Participant:
    """Somebody who was let in to a session.

    Raises:
        NotFound: there is no such participant.
    """
    query = select(Participant).where(
        Participant.id == participant_id,
        Participant.session_id == session_id,
        Participant.state == RequestState.APPROVED,
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row


async def floor_for_update(db: AsyncSession, item_id: ItemId, rules: FloorRules) -> Held:
    """Load and lock the list of an agenda item that exists; it is made if it is not there."""
    row = await _locked(db, item_id)
    if row is None:
        fresh = insert_into(db, FloorList).values(item_id=item_id, state=ListState.CLOSED)
        await db.exec(fresh.on_conflict_do_nothing(index_elements=["item_id"]))
        row = await _locked(db, item_id)
        assert row is not None  # noqa: S101 (nobody takes lists away)
    rows = await _slots(db, item_id)
    return Held(row, _by_id(rows), _value(row, rows, rules))


async def floor_shown(
    db: AsyncSession, item_id: ItemId, rules: FloorRules
) -> tuple[SpeakersList, dict[SlotId, FloorSlot]]:
    """The list of an agenda item as it is, and the rows of its requests by id; nothing is made."""
    return floor_of_rows(await floor_rows(db, item_id), rules)


FloorRows = tuple[FloorList, Sequence[FloorSlot]]
"""A list and its requests, in their order."""


async def floor_rows(db: AsyncSession, item_id: ItemId) -> FloorRows:
    """The list of an agenda item as it is stored; one query, and nothing is made."""
    found: Sequence[tuple[FloorList, FloorSlot | None]]
    found = (await db.exec(_SHOWN, params={"item": item_id})).all()
    row = found[0][0] if found else FloorList(item_id=item_id)
    return row, [slot for _, slot in found if slot is not None]


def floor_of_rows(
    found: FloorRows, rules: FloorRules
) -> tuple[SpeakersList, dict[SlotId, FloorSlot]]:
    """The same as values, by the rules of its session."""
    return _value(*found, rules), _by_id(found[1])


# Composed once: whoever comes into a room asks it.
_SHOWN: Any = (
    select(FloorList, FloorSlot)
    .outerjoin(FloorSlot, col(FloorSlot.item_id) == col(FloorList.item_id))
    .where(col(FloorList.item_id) == bindparam("item", type_=Id))
    .order_by(col(FloorSlot.place), col(FloorSlot.id))
)


async def store(
    db: AsyncSession, held: Held, floor: SpeakersList, capacity: Capacity | None = None
) -> Sequence[SlotId]:
    """Store what an act changed of a list.

    Args:
        db: the session in which it was locked.
        held: the list as it was loaded.
        floor: the list as the act leaves it.
        capacity: as what the doer acts, for a request that is new.

    Returns:
        Ids of the requests that are new, are elsewhere or are otherwise than they were.
    """
    row = held.row
    row.state, row.opens_at, row.closes_at = floor.state, floor.opens_at, floor.closes_at
    row.appealable = None if floor.appealable is None else SlotId(floor.appealable)
    was = {one.id: one for one in held.floor.slots}
    changed = [one for one in floor.slots if was.get(one.id) != one]
    for slot in changed:
        if slot.id == UNSTORED:
            held.rows[UNSTORED] = new_row(row.item_id, slot, capacity)
        else:
            put(held.rows[SlotId(slot.id)], slot)
    touched = {one.id for one in changed} | _place(held, [one.id for one in floor.slots])
    if (new := held.rows.get(UNSTORED)) is not None:
        db.add(new)
    await db.flush()
    held.rows = _by_id(held.rows.values())
    held.floor = _value(row, sorted(held.rows.values(), key=_place_of), floor.rules)
    before = set(was)
    return [one for one in held.rows if one in touched or one not in before]


def _by_id(rows: Iterable[FloorSlot]) -> dict[SlotId, FloorSlot]:
    return {one.id or UNSTORED: one for one in rows}


def _place_of(row: FloorSlot) -> int:
    return row.place


def _place(held: Held, order: Sequence[int]) -> set[int]:
    stored: dict[int, int] = {one: row.place for one, row in held.rows.items() if row.place}
    found = places(order, stored)
    for one, place in found.items():
        held.rows[SlotId(one)].place = place
    return set(found)


async def region_of(db: AsyncSession, on_behalf: OnBehalf | None) -> str:
    """The region of a delegation's partner, as regions take turns; "": of none."""
    if on_behalf is None:
        return ""
    query = select(Delegation.partner).where(Delegation.id == on_behalf.delegation_id)
    partner = PARTNERS.get((await db.exec(query)).first() or "")
    return "" if partner is None else partner.group


async def _locked(db: AsyncSession, item_id: ItemId) -> FloorList | None:
    query = select(FloorList).where(FloorList.item_id == item_id).with_for_update()
    return (await db.exec(query)).first()


async def _slots(db: AsyncSession, item_id: ItemId) -> Sequence[FloorSlot]:
    query = select(FloorSlot).where(FloorSlot.item_id == item_id)
    return (await db.exec(query.order_by(col(FloorSlot.place), col(FloorSlot.id)))).all()


def _value(row: FloorList, rows: Sequence[FloorSlot], rules: FloorRules) -> SpeakersList:
    return SpeakersList(
        rules=rules,
        slots=tuple(slot_of(one) for one in rows),
        state=row.state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        appealable=row.appealable,
    )
