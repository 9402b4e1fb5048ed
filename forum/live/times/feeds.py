"""Calendars as programs read them: of one session, and of one person."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.live.sessions import queries as sessions
from forum.live.sessions.addresses import session_id_of
from forum.live.times import queries
from forum.live.times.calendars import entry, written
from forum.live.times.rules import YEAR
from forum.live.times.words import CalendarNotGood, read_word
from forum.runtime import runtime
from forum.web.identity import actor_of

_HEADERS = {"content-type": "text/calendar; charset=utf-8", "cache-control": "private, no-cache"}


async def one_session(request: Request[Any]) -> Response:
    """Give a session as a calendar of one entry."""
    actor, resources, session_id = actor_of(request), runtime(request), session_id_of(request)
    site = resources.settings.public_url
    async with resources.database.reading() as db:
        found = await sessions.announced_session(db, actor, session_id)
        follows = await sessions.follows(db, actor, session_id)
    told = [entry(found, site, follows=follows)]
    text = written(told, name=found.title, locale=actor.locale, now=resources.clock())
    name = {"content-disposition": f'attachment; filename="session-{session_id}.ics"'}
    return Response(text, headers={**_HEADERS, **name})


async def own_sessions(request: Request[Any]) -> Response:
    """Give the calendar at a private address.

    Raises:
        CalendarNotGood: it was never ours, or was taken back.
    """
    resources = runtime(request)
    now, site = resources.clock(), resources.settings.public_url
    member_id, serial = read_word(resources.key, request.path_params["word"])
    async with resources.database.reading() as db:
        reader = await queries.reader_of(db, member_id, serial)
        if reader is None:
            raise CalendarNotGood
        found = await queries.sessions_for(db, reader, now - YEAR)
        theirs = [entry(row, site, follows=follows) for row, follows in found]
    name = (await resources.named_settings()).site_name
    return Response(written(theirs, name=name, locale=reader.locale, now=now), headers=_HEADERS)


ROUTES = [
    Route("/sessions/{session_id:int}/calendar.ics", one_session, name="session_calendar"),
    Route("/calendar/{word}.ics", own_sessions, name="own_calendar"),
]
