"""Agendas for programs."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput, NotFound
from forum.core.ids import ItemId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.agenda import actions
from forum.live.agenda.rules import ItemInUse
from forum.live.agenda.schemas import ItemChange, ItemDraft, ItemOpening
from forum.live.sessions import queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.naming import items_in
from forum.live.sessions.queries.agenda import item_out
from forum.live.sessions.rules import NotAtThisStage, NotYourPart, PointPending
from forum.live.sessions.schemas import ItemOut
from forum.runtime import runtime
from forum.translations.schemas import Reading
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.openapi import operation

_LIST = "/sessions/{session_id:int}/agenda"
_ITEM = f"{_LIST}/{{item_id:int}}"
_REFUSES = (NotFound, NotYourPart, NotAtThisStage, InvalidInput)


@operation("GET", _LIST, query=Reading, answer=Sequence[ItemOut], refuses=[NotFound, InvalidInput])
async def list_agenda(request: Request[Any], *, query: Reading) -> Sequence[ItemOut]:
    """List the items of a session's agenda, in their order.

    With `lang`, what they are about in that language besides, as far as it is translated.
    """
    session_id = session_id_of(request)
    async with runtime(request).database.reading() as db:
        session = await queries.announced_session(db, actor_of(request), session_id)
        items = await queries.items_of(db, session_id)
        return await items_in(db, items, session.language, query.lang)


@operation(
    "POST",
    _LIST,
    body=ItemDraft,
    answer=ItemOut,
    status=201,
    scope=Scope.WRITE,
    refuses=_REFUSES,
)
async def add_agenda_item(request: Request[Any], unit: Unit, *, body: ItemDraft) -> ItemOut:
    """Add an item at the end of a session's agenda."""
    return item_out(await actions.add_item(unit, session_id_of(request), body))


@operation("PATCH", _ITEM, body=ItemChange, answer=ItemOut, scope=Scope.WRITE, refuses=_REFUSES)
async def change_agenda_item(request: Request[Any], unit: Unit, *, body: ItemChange) -> ItemOut:
    """Change an item of a session's agenda, or move it."""
    given = session_id_of(request), _item_id(request)
    return item_out(await actions.change_item(unit, *given, body))


@operation("DELETE", _ITEM, status=204, scope=Scope.WRITE, refuses=[*_REFUSES, ItemInUse])
async def remove_agenda_item(request: Request[Any], unit: Unit) -> None:
    """Take an item off a session's agenda."""
    await actions.remove_item(unit, session_id_of(request), _item_id(request))


@operation(
    "POST",
    f"{_LIST}/open",
    body=ItemOpening,
    status=204,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, PointPending],
)
async def open_agenda_item(request: Request[Any], unit: Unit, *, body: ItemOpening) -> None:
    """Deal with an item of a session's agenda from now on, or with none."""
    await actions.open_item(unit, session_id_of(request), body.wanted)


def _item_id(request: Request[Any]) -> ItemId:
    return ItemId(row_id(request.path_params["item_id"]))


ROUTES = [list_agenda, add_agenda_item, change_agenda_item, remove_agenda_item, open_agenda_item]
