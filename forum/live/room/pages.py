"""The room for people: the whole page, and pieces of it for its script."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.live.captions.providing import missing, offered_to
from forum.live.panels import LanguageChoice
from forum.live.room.reading import Room, Shown, room
from forum.live.room.schemas import RoomAsked
from forum.live.sessions import queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.states import STATE_NAMES
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page, render
from i18n.catalogs import gettext

PIECES = "live/pieces.html"


async def show_room(request: Request[Any]) -> Response:
    """Show a session's room; whoever is only told of the session is led to what announces it."""
    asked = query(request, RoomAsked)
    try:
        found = await room(request, asked)
    except NotFound:
        return RedirectResponse(await _announced(request), 303)
    context = {"choices": await _choices(request, found, asked.view)}
    return await page(request, "live/room.html", context | _context(request, found, asked))


async def _announced(request: Request[Any]) -> str:
    async with runtime(request).database.reading() as db:
        session = await queries.announced_session(db, actor_of(request), session_id_of(request))
    return f"/sessions/{session.id}/about"


async def show_pieces(request: Request[Any]) -> Response:
    """Send some panels of a room alone, as its page shows them."""
    asked = query(request, RoomAsked)
    found = await room(request, asked)
    return await page(request, PIECES, _context(request, found, asked))


def _context(request: Request[Any], found: Room, asked: RoomAsked) -> dict[str, object]:
    locale, session = actor_of(request).locale, found.session
    address = f"/sessions/{session.id}"
    return {
        "room": found,
        "session": session,
        "panels": [_panel(request, one) for one in found.panels],
        "state": gettext(STATE_NAMES[session.state], locale),
        "view": asked.view,
        "address": address,
        "pieces": f"{address}/panels?{urlencode(_as_now(found, asked, locale))}",
    }


def _as_now(found: Room, asked: RoomAsked, locale: str) -> dict[str, str]:
    """How pieces are to be shown as their page is, whatever it took its language from."""
    return {"view": asked.view, "lang": found.language, "ui": locale}


def _panel(request: Request[Any], one: Shown) -> dict[str, object]:
    html = render(request, one.view.template, one.view.context)
    return {
        "name": one.panel.name,
        "title": gettext(one.panel.title, actor_of(request).locale),
        "events": " ".join(one.panel.events),
        "column": one.panel.column,
        "view": one.view,
        "html": Markup(html),  # noqa: S704 (rendered from a template)
    }


async def _choices(request: Request[Any], found: Room, view: str) -> Sequence[LanguageChoice]:
    """Languages that the session offers, and the reader's."""
    tags, here = offered_to(found.session, found.language), found.language
    lacking = await missing(request, found.session, tags)
    asked = {} if view == "room" else {"view": view}
    address = f"/sessions/{found.session.id}"
    return [
        LanguageChoice(
            one, f"{address}?{urlencode({'lang': one, **asked})}", one == here, one in lacking
        )
        for one in tags
    ]


ROUTES = [
    Route("/sessions/{session_id:int}", show_room, name="room"),
    Route("/sessions/{session_id:int}/panels", show_pieces, name="room_panels"),
]
