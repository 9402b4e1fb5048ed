"""Sessions for programs."""

from dataclasses import replace
from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.sessions import actions, queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.naming import with_translations
from forum.live.sessions.presence import attendance
from forum.live.sessions.quorum import NoQuorum
from forum.live.sessions.rules import NotAtThisStage, NotYourPart
from forum.live.sessions.schemas import (
    SessionChange,
    SessionDraft,
    SessionOut,
    SessionsQuery,
    SessionStep,
    SessionWhole,
)
from forum.live.sessions.states import CorrectionsWait, NoSuchStep, SessionChanged
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.translations.schemas import Reading
from forum.web.identity import actor_of
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation

_ONE = "/sessions/{session_id:int}"


@operation(
    "GET", "/sessions", query=SessionsQuery, answer=ListOut[SessionOut], refuses=[InvalidInput]
)
async def list_sessions(request: Request[Any], *, query: SessionsQuery) -> Reply:
    """List the sessions that who asks is told of, the last to end first.

    With `lang`, the translations into that language besides, as far as there are any.
    """
    window = query.window(queries.SESSION_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.sessions_page(db, actor_of(request), window)
        shown = await with_translations(db, found.items, query.lang) if query.lang else found.items
        return listed(request, replace(found, items=shown))


@operation("GET", _ONE, query=Reading, answer=SessionWhole, refuses=[NotFound, InvalidInput])
async def get_session(request: Request[Any], *, query: Reading) -> SessionWhole:
    """Show one session, its agenda, and the place in it of who asks; `lang` as for the list."""
    resources, session_id = runtime(request), session_id_of(request)
    async with resources.database.reading() as db:
        now = resources.clock()
        found = await queries.session_whole(db, actor_of(request), session_id, now)
        return (await with_translations(db, [found], query.lang))[0] if query.lang else found


@operation(
    "POST",
    "/sessions",
    body=SessionDraft,
    answer=SessionWhole,
    status=201,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def make_session(_request: Request[Any], unit: Unit, *, body: SessionDraft) -> Reply:
    """Set up a session, as a draft."""
    made = await _whole(unit, await actions.make_session(unit, body))
    return Reply(made, headers={"location": made.url})


@operation(
    "PATCH",
    _ONE,
    body=SessionChange,
    answer=SessionWhole,
    scope=Scope.WRITE,
    refuses=[NotFound, InvalidInput, NotYourPart, NotAtThisStage],
)
async def change_session(request: Request[Any], unit: Unit, *, body: SessionChange) -> SessionWhole:
    """Change a session."""
    return await _whole(unit, await actions.change_session(unit, session_id_of(request), body))


@operation(
    "POST",
    f"{_ONE}/steps",
    body=SessionStep,
    answer=SessionWhole,
    scope=Scope.WRITE,
    refuses=[
        *(NotFound, NotYourPart, NotAtThisStage),
        *(NoSuchStep, SessionChanged, CorrectionsWait, NoQuorum),
    ],
)
async def step_session(request: Request[Any], unit: Unit, *, body: SessionStep) -> SessionWhole:
    """Move a session on from one state to the next."""
    session_id = session_id_of(request)
    here = (await attendance(request, session_id)).members
    return await _whole(unit, await actions.step_session(unit, session_id, body, here))


async def _whole(unit: Unit, row: LiveSession) -> SessionWhole:
    assert row.id is not None  # noqa: S101 (it was flushed)
    return await queries.session_whole(unit.db, unit.actor, row.id, unit.now)


ROUTES = [list_sessions, get_session, make_session, change_session, step_session]
