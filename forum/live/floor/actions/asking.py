"""Asking for the floor, for oneself or, as a chair, for others."""

from dataclasses import replace

from forum.core.errors import N_, Fault, InvalidInput, NotFound
from forum.core.ids import ItemId, ParticipantId, SessionId, SlotId
from forum.db.unit import Unit
from forum.delegations.rules import OnBehalf
from forum.live.floor import queries
from forum.live.floor.actions.changing import Done, Room, change, enter
from forum.live.floor.acts import Act
from forum.live.floor.asking import Ask, needs_consent
from forum.live.floor.points import Raise
from forum.live.floor.rules import ItemNotOpen, SlotKind
from forum.live.floor.schemas import FloorRequest, level_of_word
from forum.live.floor.slots import Speaker
from forum.live.floor.speaking import speaker_for
from forum.live.sessions.rules import Deed, check
from forum.live.sessions.states import ItemState


async def request_floor(unit: Unit, session_id: SessionId, asked: FloorRequest) -> SlotId:
    """Put somebody on the list of an item; a point of order has the floor at once.

    Raises:
        NotFound: the actor sees no such session, or there is no such item or participant; none is
            open where none is named.
        ItemNotOpen: the item is done.
        NotYourPart, MutedHere, NotAtThisStage: the actor may not; see `rules.check`.
        ListClosed, SlotsUsed, NoReplyLeft, PointPending: see `Ask` and `Raise`.
        InvalidInput: somebody is to be entered for a point of order, or their delegation does not
            belong to the group.
    """
    room = await enter(unit, session_id)
    item_id = await _item(unit, room, asked)
    if asked.participant_id is not None:
        return await _enter_another(unit, room, item_id, asked.participant_id, asked)
    behalf = room.standing.on_behalf
    act = await _own_act(unit, room, asked)
    name = "raise" if asked.kind is SlotKind.POINT else "ask"
    done = Done(name, room.standing, None if behalf is None else behalf.capacity)
    return await _put(unit, room, item_id, act, done)


async def _item(unit: Unit, room: Room, asked: FloorRequest) -> ItemId:
    """The item on whose list the request goes; a point of order is about what goes on now."""
    if asked.kind is SlotKind.POINT:
        items = await queries.items_of(unit.db, room.id)
        item = queries.item_of_points(items, room.open_item)
    else:
        item = await queries.item_in(unit.db, room.id, asked.item_id or room.open_item)
        if item.state is ItemState.DONE:
            raise ItemNotOpen
    if item is None or item.id is None:
        raise NotFound
    return item.id


async def _own_act(unit: Unit, room: Room, asked: FloorRequest) -> Act:
    member, standing, kind = unit.actor.require_member(), room.standing, asked.kind
    region = await queries.region_of(unit.db, standing.on_behalf)
    speaker = speaker_for(member, standing.parts, standing.on_behalf, region)
    if kind is SlotKind.POINT:
        check(standing, Deed.RAISE_POINT, room.state)
        return Raise(queries.UNSTORED, speaker, unit.now)
    check(standing, Deed.ASK_FLOOR, room.state)
    speaker = await _grouped(unit, speaker, standing.on_behalf, asked)
    waits = needs_consent(room.rules, standing.parts)
    return Ask(queries.UNSTORED, speaker, kind, unit.now, needs_consent=waits)


async def _grouped(
    unit: Unit, speaker: Speaker, on_behalf: OnBehalf | None, asked: FloorRequest
) -> Speaker:
    """The speaker on behalf of the group that is asked for; a right of reply is a delegation's."""
    if asked.kind is SlotKind.REPLY:
        return speaker
    await queries.check_group(unit.db, asked.group_id, on_behalf)
    return replace(speaker, group=asked.group_id)


async def _enter_another(
    unit: Unit, room: Room, item_id: ItemId, participant: ParticipantId, asked: FloorRequest
) -> SlotId:
    """Enter a participant as chairs do before a meeting: with consent, and at a stated level."""
    check(room.standing, Deed.LEAD_FLOOR, room.state)
    if asked.kind is SlotKind.POINT:
        text = N_("Points of order are raised by those who make them.")
        raise InvalidInput([Fault("kind", text)])
    row = await queries.admitted(unit.db, room.id, participant)
    behalf = None
    if row.delegation_id is not None and row.capacity is not None:
        behalf = OnBehalf(row.delegation_id, row.capacity)
    region = await queries.region_of(unit.db, behalf)
    speaker = speaker_for(row.member_id, {row.part}, behalf, region)
    if asked.level is not None:
        speaker = replace(speaker, level=level_of_word(asked.level))
    speaker = await _grouped(unit, speaker, behalf, asked)
    act = Ask(queries.UNSTORED, speaker, asked.kind, unit.now)
    return await _put(unit, room, item_id, act, Done("enter", capacity=row.capacity))


async def _put(unit: Unit, room: Room, item_id: ItemId, act: Act, done: Done) -> SlotId:
    held = await queries.floor_for_update(unit.db, item_id, room.rules)
    before = set(held.rows)
    changed = await change(unit, room.id, held, act, done)
    return next(one for one in changed if one not in before)
