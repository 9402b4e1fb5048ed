"""Reactions as a panel of the room."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.db.unit import Unit
from forum.live.panels import PanelView
from forum.live.reactions import queries
from forum.live.reactions.gathering import gathering
from forum.live.reactions.rules import REACTION_NAMES
from forum.live.reactions.schemas import ReactionDraft
from forum.live.sessions.rules import Deed, Standing, may
from forum.live.sessions.states import MEETING
from forum.live.sessions.tables import LiveSession
from forum.live.speech.reading import session_number, session_seen
from forum.live.speech.speaking import enter_to
from forum.runtime import runtime
from forum.web.forms import attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """The reactions with their sums; see `PanelView`."""
    assert session.id is not None  # noqa: S101 (it was read)
    locale = actor_of(request).locale
    async with runtime(request).database.reading() as db:
        sums = await queries.sums_of(db, session.id)
    names = [(one.value, gettext(text, locale)) for one, text in REACTION_NAMES.items()]
    context = {
        "session": session,
        "sums": sums,
        "names": names,
        "may_react": may(standing, Deed.REACT) and session.state in MEETING,
        "errors": {},
    }
    return PanelView("live/reactions_panel.html", context, {"sums": dict(sums)})


async def react(request: Request[Any]) -> Response:
    """Note a reaction, and go back to the room."""
    sent, session_id = await read_form(request, ReactionDraft), session_number(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await enter_to(unit, session_id, Deed.REACT)
        gathering(request).add(session_id, sent.value.name)
        return RedirectResponse(f"/sessions/{session_id}#reactions", 303)

    if (done := await attempt(request, sent, act)) is not None:
        return done
    async with runtime(request).database.reading() as db:
        session = await session_seen(db, request)
    shown = await panel(request, session, Standing(is_known=False))
    context = {**shown.context, "errors": sent.form.errors}
    return await page(request, "live/reactions.html", context, status=sent.status)


ROUTES = [Route("/sessions/{session_id:int}/reactions", react, methods=["POST"])]
