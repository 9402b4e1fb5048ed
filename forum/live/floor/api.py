"""The floor for programs."""

from typing import Any

from starlette.requests import Request

from forum.blocked_words.rules import WordRefused
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import ItemId, SessionId, SlotId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.floor import actions, queries
from forum.live.floor.naming import floor_in, slot_in
from forum.live.floor.rules import (
    FloorChanged,
    FloorTaken,
    ItemNotOpen,
    ListClosed,
    NoReplyLeft,
    NotAppealable,
    SlotsUsed,
)
from forum.live.floor.schemas import (
    FloorOrder,
    FloorOut,
    FloorQuery,
    FloorRequest,
    ListOrder,
    SlotOut,
    StatementIn,
)
from forum.live.sessions.rules import MutedHere, NotAtThisStage, NotYourPart, PointPending
from forum.runtime import runtime
from forum.translations.schemas import Reading
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.openapi import operation

_MAY_NOT = (Forbidden, NotFound, NotYourPart, NotAtThisStage)


@operation(
    "GET",
    "/sessions/{session_id:int}/speakers",
    query=FloorQuery,
    answer=FloorOut,
    refuses=[NotFound, InvalidInput],
)
async def get_speakers(request: Request[Any], *, query: FloorQuery) -> FloorOut:
    """Show the speakers' list of an agenda item: that which is open, or `item`.

    With `lang`, statements in that language besides, as far as they are translated.
    """
    resources = runtime(request)
    async with resources.database.reading() as db:
        now, session_id = resources.clock(), _session(request)
        shown = await queries.floor_of(db, actor_of(request), session_id, query.item, now)
        return await floor_in(db, shown.floor, query.lang)


@operation(
    "POST",
    "/sessions/{session_id:int}/speakers",
    body=FloorRequest,
    answer=SlotOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[
        *_MAY_NOT,
        InvalidInput,
        MutedHere,
        ItemNotOpen,
        ListClosed,
        SlotsUsed,
        NoReplyLeft,
        PointPending,
    ],
)
async def ask_for_floor(request: Request[Any], unit: Unit, *, body: FloorRequest) -> SlotOut:
    """Ask for the floor, raise a point of order, or enter a participant on the list."""
    session_id = _session(request)
    slot_id = await actions.request_floor(unit, session_id, body)
    return await queries.slot_of_session(unit.db, unit.actor, session_id, slot_id, unit.now)


@operation(
    "GET",
    "/sessions/{session_id:int}/speakers/{slot_id:int}",
    query=Reading,
    answer=SlotOut,
    refuses=[NotFound, InvalidInput],
)
async def get_speaker(request: Request[Any], *, query: Reading) -> SlotOut:
    """Show one request for the floor; with `lang`, its statement in that language besides."""
    resources, actor = runtime(request), actor_of(request)
    async with resources.database.reading() as db:
        now, session_id = resources.clock(), _session(request)
        slot = await queries.slot_of_session(db, actor, session_id, _slot(request), now)
        return await slot_in(db, slot, query.lang)


@operation(
    "POST",
    "/sessions/{session_id:int}/speakers/{slot_id:int}/acts",
    body=FloorOrder,
    answer=FloorOut,
    scope=Scope.WRITE,
    refuses=[
        *_MAY_NOT,
        InvalidInput,
        FloorChanged,
        FloorTaken,
        ItemNotOpen,
        PointPending,
        NotAppealable,
    ],
)
async def act_on_speaker(request: Request[Any], unit: Unit, *, body: FloorOrder) -> FloorOut:
    """Call a speaker, start or stop the clock, withdraw a request, rule on a point of order."""
    session_id = _session(request)
    item_id = await actions.carry_out(unit, session_id, _slot(request), body)
    return (await queries.floor_of(unit.db, unit.actor, session_id, item_id, unit.now)).floor


@operation(
    "PUT",
    "/sessions/{session_id:int}/speakers/{slot_id:int}/statement",
    body=StatementIn,
    answer=SlotOut,
    scope=Scope.WRITE,
    refuses=[*_MAY_NOT, MutedHere, InvalidInput, FloorChanged, WordRefused],
)
async def put_statement(request: Request[Any], unit: Unit, *, body: StatementIn) -> SlotOut:
    """Hand in a statement in writing, or take it away."""
    session_id, slot_id = _session(request), _slot(request)
    await actions.write_statement(unit, session_id, slot_id, body)
    return await queries.slot_of_session(unit.db, unit.actor, session_id, slot_id, unit.now)


@operation(
    "PUT",
    "/sessions/{session_id:int}/agenda/{item_id:int}/speakers",
    body=ListOrder,
    answer=FloorOut,
    scope=Scope.WRITE,
    refuses=[*_MAY_NOT, InvalidInput, FloorChanged],
)
async def put_list(request: Request[Any], unit: Unit, *, body: ListOrder) -> FloorOut:
    """Open the list of an agenda item, from and until stated times, or close it."""
    session_id = _session(request)
    item_id = ItemId(row_id(request.path_params["item_id"]))
    await actions.change_list(unit, session_id, item_id, body)
    return (await queries.floor_of(unit.db, unit.actor, session_id, item_id, unit.now)).floor


def _session(request: Request[Any]) -> SessionId:
    return SessionId(row_id(request.path_params["session_id"]))


def _slot(request: Request[Any]) -> SlotId:
    return SlotId(row_id(request.path_params["slot_id"]))


ROUTES = [get_speakers, ask_for_floor, get_speaker, act_on_speaker, put_statement, put_list]
