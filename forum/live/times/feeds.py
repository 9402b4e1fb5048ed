"""Calendars as programs read them: of one session, and of one person."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.live.sessions import queries as sessions
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.tables import LiveSession
from forum.live.times import queries
from forum.live.times.calendars import Reader, entry, texts_of, written
from forum.live.times.rules import YEAR
from forum.live.times.words import CalendarNotGood, read_word
from forum.runtime import runtime
from forum.translations.asking import preferred
from forum.translations.queries import translations
from forum.web.identity import actor_of

_HEADERS = {"content-type": "text/calendar; charset=utf-8", "cache-control": "private, no-cache"}


async def one_session(request: Request[Any]) -> Response:
    """Give a session as a calendar of one entry."""
    actor, resources, session_id = actor_of(request), runtime(request), session_id_of(request)
    site = resources.settings.public_url
    async with resources.database.reading() as db:
        found = await sessions.announced_session(db, actor, session_id)
        follows = await sessions.follows(db, actor, session_id)
        reader = await _reader(db, actor, [found])
    told = [entry(found, site, reader, follows=follows)]
    name = told[0].title(reader.language)[1]
    text = written(told, name=name, language=reader.language, now=resources.clock())
    file = {"content-disposition": f'attachment; filename="session-{session_id}.ics"'}
    return Response(text, headers={**_HEADERS, **file})


async def own_sessions(request: Request[Any]) -> Response:
    """Give the calendar at a private address.

    Raises:
        CalendarNotGood: it was never ours, or was taken back.
    """
    resources = runtime(request)
    now, site = resources.clock(), resources.settings.public_url
    member_id, serial = read_word(resources.key, request.path_params["word"])
    async with resources.database.reading() as db:
        actor = await queries.reader_of(db, member_id, serial)
        if actor is None:
            raise CalendarNotGood
        found = await queries.sessions_for(db, actor, now - YEAR)
        reader = await _reader(db, actor, [row for row, _ in found])
        theirs = [entry(row, site, reader, follows=follows) for row, follows in found]
    name = (await resources.named_settings()).site_name
    text = written(theirs, name=name, language=reader.language, now=now)
    return Response(text, headers=_HEADERS)


async def _reader(db: AsyncSession, actor: Actor, rows: Sequence[LiveSession]) -> Reader:
    """In which language somebody's calendar is, with what there is of these sessions in it."""
    language = preferred(actor)
    made = await translations(db, texts_of(rows, language), language)
    return Reader(language, actor.locale, made)


ROUTES = [
    Route("/sessions/{session_id:int}/calendar.ics", one_session, name="session_calendar"),
    Route("/calendar/{word}.ics", own_sessions, name="own_calendar"),
]
