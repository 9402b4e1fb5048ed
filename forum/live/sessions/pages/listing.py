"""The list of sessions: those being held, coming and past."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.paging import Page, Window, encode_cursor, window_at
from forum.core.permissions import Permission
from forum.live.sessions import queries
from forum.live.sessions.naming import ask_for_missing, with_translations
from forum.live.sessions.pages.clocks import clocks
from forum.live.sessions.queries.reading import is_past
from forum.live.sessions.schemas import SessionOut
from forum.live.sessions.states import LIVE
from forum.live.sessions.words import state_name
from forum.runtime import runtime
from forum.translations.asking import language_wanted
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page
from forum.web.shapes import QueryString

PER_PAGE = 20


class SessionsAsked(QueryString):
    """The part of an address after `?`; names that others add are passed over."""

    after: str | None = None
    before: str | None = None

    def window(self) -> Window:
        """The part of the past that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        return window_at(PER_PAGE, queries.SESSION_CURSOR, after=self.after, before=self.before)


async def list_sessions(request: Request[Any]) -> Response:
    """Show the sessions that the reader is told of."""
    actor, resources = actor_of(request), runtime(request)
    language = language_wanted(request)
    window, now = query(request, SessionsAsked).window(), resources.clock()
    async with resources.database.reading() as db:
        ahead = await queries.coming(db, actor, now)
        past = await queries.sessions_page(db, actor, window, is_past(now))
        found = await with_translations(db, [*ahead, *past.items], language)
    await ask_for_missing(request, found, language)
    ahead, over = found[: len(ahead)], found[len(ahead) :]
    context = {
        "now": [_row(one, actor.locale) for one in ahead if one.state in LIVE],
        "coming": [_row(one, actor.locale) for one in ahead if one.state not in LIVE],
        "past": [_row(one, actor.locale) for one in over],
        "pager": _pager(past),
        "zone": actor.zone,
        "may_make": actor.may_somewhere(Permission.SESSION_MANAGE),
    }
    return await page(request, "sessions/list.html", context)


def _row(one: SessionOut, locale: str) -> dict[str, object]:
    return {
        "session": one,
        "state": state_name(one.state, locale),
        "clocks": clocks(one, locale),
    }


def _pager(found: Page[SessionOut]) -> dict[str, str | None]:
    def at(word: str, key: tuple[Any, ...] | None) -> str | None:
        return None if key is None else f"/sessions?{urlencode({word: encode_cursor(key)})}#past"

    return {
        "first": "/sessions" if found.previous else None,
        "previous": at("before", found.previous),
        "next": at("after", found.next),
        "last": None,
    }


ROUTES = [Route("/sessions", list_sessions, name="sessions")]
