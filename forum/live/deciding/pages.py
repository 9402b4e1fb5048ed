"""Decisions in the room, and the pages of those of a session."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.decisions.naming import ask_for_missing, translated
from forum.decisions.pages.making import ask, make
from forum.decisions.pages.showing import list_of
from forum.decisions.views import Reader, View, views_of
from forum.live.deciding.keeping import decided
from forum.live.deciding.motions import pages as motions
from forum.live.deciding.venues import venue_of
from forum.live.panels import PanelView
from forum.live.sessions.rules import Standing
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.translations.asking import language_wanted
from forum.web.choices import language_choices
from forum.web.identity import actor_of
from i18n.catalogs import gettext, ngettext

TEMPLATE = "polls/_panel.html"


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """Show what is being decided, and what was decided last."""
    actor, resources = actor_of(request), runtime(request)
    venue, now = venue_of(session, standing), resources.clock()
    reader, language = Reader(actor, venue, now), language_wanted(request)
    drafts = venue.leading is None or (venue.body.is_quiet and bool(venue.voices))
    assert session.id is not None  # noqa: S101 (it was read)
    known = await decided(request, session.id, language, drafts=drafts)
    moved = await motions.context_of(request, session, standing)
    async with resources.database.reading() as db:
        written = await views_of(db, known.decisions, known.remarks, reader)
    shown = [one for one in written if one.decision.opened_at or one.may_lead or one.hands]
    views = translated(shown, known.made)
    await ask_for_missing(request, views, language)
    context = {
        **moved,
        "session": session,
        "views": views,
        "languages": language_choices(actor.reads),
        "address": f"/sessions/{session.id}/polls",
        "may_propose": venue.leading is None,
    }
    return PanelView(
        TEMPLATE,
        context,
        state={
            "polls": [_state(one) for one in views],
            "motions": [one.motion.model_dump(mode="json") for one in moved["motions"]],
        },
        summary=_summary(views, actor.locale),
        asks=_asks(views, actor.locale),
    )


def _state(view: View) -> dict[str, object]:
    wanted = {"id", "url", "title", "language", "method", "state", "outcome", "options", "count"}
    return view.decision.model_dump(mode="json", include=wanted) | {
        "votes": [one.id for one in view.free]
    }


def _summary(views: Sequence[View], locale: str) -> str:
    count = sum(one.is_open for one in views)
    if not count:
        return ""
    text = ngettext("{num} decision is open.", "{num} decisions are open.", count, locale)
    return text.format(num=count)


def _asks(views: Sequence[View], locale: str) -> str:
    """What is asked of the reader: to vote, or to say whether they object."""
    for one in views:
        if one.free and not all(hand.has_voted for hand in one.free):
            return gettext("Please vote: {title}", locale).format(title=one.decision.title)
        if one.is_open and one.speaks and one.decision.method == "consensus":
            return gettext("Any objection? {title}", locale).format(title=one.decision.title)
    return ""


def _place(request: Request[Any]) -> str:
    return f"session:{request.path_params['session_id']}"


async def show_list(request: Request[Any]) -> Response:
    """Show the decisions of a session."""
    return await list_of(request, _place(request))


async def ask_new(request: Request[Any]) -> Response:
    """Show the form for a new decision in a session."""
    return await ask(request, _place(request))


async def make_new(request: Request[Any]) -> Response:
    """Propose a decision in a session."""
    return await make(request, _place(request))


ROUTES = [
    Route("/sessions/{session_id:int}/polls", show_list, name="session_polls"),
    Route("/sessions/{session_id:int}/polls/new", ask_new, name="new_session_poll"),
    Route("/sessions/{session_id:int}/polls/new", make_new, methods=["POST"]),
]
