"""Questions as a panel of the room, and as a page of their own."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import QuestionId, SessionId
from forum.core.paging import Page, Window, decode_cursor, encode_cursor
from forum.db.unit import Unit
from forum.live.panels import PanelView
from forum.live.questions import actions, queries
from forum.live.questions.reading import first_questions, questions_page
from forum.live.questions.rules import ANSWERED, STATE_NAMES, UNSETTLED, QuestionState
from forum.live.questions.schemas import AnswerDraft, Dismissal, Merge, QuestionShown
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
from forum.web.forms import Form, Sent, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page
from i18n.catalogs import gettext, ngettext

SHOWN = 50
"""Questions in the room; the others are on a page of their own."""
Shape = TypeVar("Shape", bound=BaseModel)


class QuestionsAsked(Reading):
    """The part of the page's address after `?`."""

    after: str | None = None


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """Questions by votes, and the form for one's own; see `PanelView`."""
    language = language_wanted(request)
    found = await first_questions(request, session, SHOWN, language)
    context = {**_context(request, session, standing, found), "form": Form({})}
    waiting = len(context["open"])
    locale = actor_of(request).locale
    summary = ngettext("%(num)s open question", "%(num)s open questions", waiting, locale)
    state = {"open": [one.id for one in context["open"]], "may_ask": context["may_ask"]}
    return PanelView("live/questions_panel.html", context, state, summary % {"num": waiting})


def _context(
    request: Request[Any], session: LiveSession, standing: Standing, found: Page[QuestionShown]
) -> dict[str, Any]:
    actor = actor_of(request)
    is_live, url = session.state in LIVE, f"/sessions/{session.id}/questions"
    return {
        "session": session,
        "language": language_wanted(request),
        "open": [one for one in found.items if one.state is QuestionState.OPEN],
        "waiting": [one for one in found.items if one.state is QuestionState.WAITING],
        "settled": [one for one in found.items if one.state not in UNSETTLED],
        "answered": ANSWERED,
        "states": {one.value: gettext(text, actor.locale) for one, text in STATE_NAMES.items()},
        "more": f"{url}?after={encode_cursor(found.next)}" if found.next else None,
        "may_ask": may(standing, Deed.ASK_QUESTION) and is_live,
        "may_vote": may(standing, Deed.UPVOTE) and is_live,
        "may_sort": may(standing, Deed.SORT_QUESTIONS) and is_live,
        "may_remove": reads_first(actor, session, standing),
        "me": actor.member_id,
        "languages": language_choices(actor.reads),
    }


async def show(request: Request[Any]) -> Response:
    """Show all questions, page by page."""
    return await _page(request, Form({}), 200)


async def ask(request: Request[Any]) -> Response:
    """Ask something, and go back to the room."""
    return await _do(request, await read_form(request, LineDraft), actions.ask)


async def vote(request: Request[Any]) -> Response:
    """Vote for a question, and go back to the room."""
    return await _of_one(request, Nothing, lambda *at: actions.vote(*at[:3]))


async def unvote(request: Request[Any]) -> Response:
    """Take a vote back, and go back to the room."""
    return await _of_one(request, Nothing, lambda *at: actions.vote(*at[:3], up=False))


async def answer(request: Request[Any]) -> Response:
    """Answer a question, in writing or by saying that it was answered; back to the room."""
    return await _of_one(request, AnswerDraft, actions.answer)


async def dismiss(request: Request[Any]) -> Response:
    """Say that a question is not taken up, and go back to the room."""
    return await _of_one(
        request,
        Dismissal,
        lambda unit, at, one, value: actions.dismiss(unit, at, one, value.reason),
    )


async def merge(request: Request[Any]) -> Response:
    """Let a question be part of another one, and go back to the room."""
    return await _of_one(
        request,
        Merge,
        lambda unit, at, one, value: actions.merge(unit, at, one, QuestionId(value.into)),
    )


async def approve(request: Request[Any]) -> Response:
    """Let everybody read a question that waits, and go back to the room."""
    return await _of_one(request, Nothing, lambda *at: actions.approve(*at[:3]))


async def remove(request: Request[Any]) -> Response:
    """Take a question away, and go back to the room."""
    return await _of_one(request, Nothing, lambda *at: actions.remove(*at[:3]))


async def _of_one(
    request: Request[Any],
    shape: type[Shape],
    act: Callable[[Unit, SessionId, QuestionId, Any], Awaitable[object]],
) -> Response:
    question = QuestionId(row_id(request.path_params["question_id"]))
    sent = await read_form(request, shape)
    return await _do(request, sent, lambda unit, at, value: act(unit, at, question, value))


async def _do(
    request: Request[Any],
    sent: Sent[Shape],
    act: Callable[[Unit, SessionId, Any], Awaitable[object]],
) -> Response:
    session_id = session_number(request)

    async def change(unit: Unit) -> Response:
        await act(unit, session_id, sent.value)
        return RedirectResponse(f"/sessions/{session_id}#questions", 303)

    return await attempt(request, sent, change) or await _page(request, sent.form, sent.status)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    asked, house = query(request, QuestionsAsked), runtime(request)
    after = None if not asked.after else decode_cursor(asked.after, queries.QUESTION_CURSOR)
    async with house.database.reading() as db:
        session = await session_seen(db, request)
        standing = await sessions.standing_of(db, session, actor_of(request), house.clock())
    found = await questions_page(request, Window(SHOWN, after=after), language_wanted(request))
    context: Mapping[str, Any] = _context(request, session, standing, found)
    return await page(request, "live/questions.html", {**context, "form": form}, status=status)


_LIST = "/sessions/{session_id:int}/questions"
_ONE = f"{_LIST}/{{question_id:int}}"
ROUTES = [
    Route(_LIST, show, name="questions"),
    Route(_LIST, ask, methods=["POST"]),
    Route(f"{_ONE}/vote", vote, methods=["POST"]),
    Route(f"{_ONE}/unvote", unvote, methods=["POST"]),
    Route(f"{_ONE}/answer", answer, methods=["POST"]),
    Route(f"{_ONE}/dismiss", dismiss, methods=["POST"]),
    Route(f"{_ONE}/merge", merge, methods=["POST"]),
    Route(f"{_ONE}/approve", approve, methods=["POST"]),
    Route(f"{_ONE}/remove", remove, methods=["POST"]),
]
