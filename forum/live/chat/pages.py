"""The chat as a panel of the room, and as a page of its own."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import ChatLineId, SessionId
from forum.core.paging import Page, Window, decode_cursor, encode_cursor
from forum.db.unit import Unit
from forum.live.chat import actions, queries
from forum.live.chat.lines import lines_page
from forum.live.chat.queries import Brief
from forum.live.panels import PanelView
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import Deed, Standing, may
from forum.live.sessions.states import LIVE
from forum.live.sessions.tables import LiveSession
from forum.live.speech.reading import session_number, session_seen
from forum.live.speech.schemas import LineDraft, Nothing
from forum.live.speech.waiting import reads_first
from forum.runtime import runtime
from forum.translations.asking import language_wanted
from forum.translations.schemas import Reading
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page

SHOWN = 50
"""Lines in the room; what came before is on a page of its own."""


class ChatAsked(Reading):
    """The part of the page's address after `?`."""

    after: str | None = None


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """The newest lines, and the form for one's own; see `PanelView`."""
    language = language_wanted(request)
    found = await lines_page(request, Window(SHOWN), language, session)
    context = _context(request, session, standing, found)
    newest = max((one.id for one, _ in found.items), default=0)
    state = {"newest": newest, "may_say": context["may_say"]}
    return PanelView("live/chat_panel.html", {**context, "form": Form({})}, state)


def _context(
    request: Request[Any],
    session: LiveSession,
    standing: Standing,
    found: Page[tuple[Brief, Markup]],
) -> Mapping[str, Any]:
    actor = actor_of(request)
    url = f"/sessions/{session.id}/chat"
    return {
        "session": session,
        "language": language_wanted(request),
        "lines": found.items[::-1],
        "earlier": f"{url}?after={encode_cursor(found.next)}" if found.next else None,
        "may_say": may(standing, Deed.CHAT) and session.state in LIVE,
        "may_remove": reads_first(actor, session, standing),
        "me": actor.member_id,
        "languages": language_choices(actor.reads),
    }


async def show(request: Request[Any]) -> Response:
    """Show the whole chat, page by page."""
    return await _page(request, Form({}), 200)


async def say(request: Request[Any]) -> Response:
    """Say a line, and go back to the room."""
    sent, session_id = await read_form(request, LineDraft), session_number(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.say(unit, session_id, sent.value)
        return RedirectResponse(f"/sessions/{session_id}#chat", 303)

    said = await attempt(request, sent, act, together=runtime(request).only_line)
    return said or await _page(request, sent.form, sent.status)


async def approve(request: Request[Any]) -> Response:
    """Let everybody read a line that waits, and go back to the room."""
    return await _of_one(request, actions.approve)


async def remove(request: Request[Any]) -> Response:
    """Take a line away, and go back to the room."""
    return await _of_one(request, actions.remove)


async def _of_one(
    request: Request[Any], change: Callable[[Unit, SessionId, ChatLineId], Awaitable[object]]
) -> Response:
    sent, session_id = await read_form(request, Nothing), session_number(request)
    line = ChatLineId(row_id(request.path_params["line_id"]))

    async def act(unit: Unit) -> Response:
        await change(unit, session_id, line)
        return RedirectResponse(f"/sessions/{session_id}#chat", 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, sent.status)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    asked, house = query(request, ChatAsked), runtime(request)
    after = None if not asked.after else decode_cursor(asked.after, queries.CHAT_CURSOR)
    async with house.database.reading() as db:
        session = await session_seen(db, request)
        standing = await sessions.standing_of(db, session, actor_of(request), house.clock())
    window = Window(SHOWN, after=after)
    found = await lines_page(request, window, language_wanted(request), session)
    context = {**_context(request, session, standing, found), "form": form}
    return await page(request, "live/chat.html", context, status=status)


ROUTES = [
    Route("/sessions/{session_id:int}/chat", show, name="chat"),
    Route("/sessions/{session_id:int}/chat", say, methods=["POST"]),
    Route("/sessions/{session_id:int}/chat/{line_id:int}/approve", approve, methods=["POST"]),
    Route("/sessions/{session_id:int}/chat/{line_id:int}/remove", remove, methods=["POST"]),
]
