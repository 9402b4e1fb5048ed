"""One caption by itself: what it says, what it said, and the form that corrects it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.db.unit import Unit
from forum.live.captions import actions
from forum.live.captions.reading import caption_number, correctable, one_caption
from forum.live.captions.schemas import Correction
from forum.live.captions.words import via_choices
from forum.live.speech.reading import session_number
from forum.translations.asking import language_wanted
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page


async def show(request: Request[Any]) -> Response:
    """Show a caption, and the form for those who may correct it."""
    return await _page(request, None, 200)


async def correct(request: Request[Any]) -> Response:
    """Correct a caption, and show it."""
    sent = await read_form(request, Correction)
    session_id, caption = session_number(request), caption_number(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.correct(unit, session_id, caption, sent.value)
        return RedirectResponse(f"/sessions/{session_id}/captions/{caption}", 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, sent.status)


async def _page(request: Request[Any], form: Form | None, status: int) -> Response:
    session, caption = await one_caption(request, caption_number(request), language_wanted(request))
    context = {
        "session": session,
        "language": language_wanted(request),
        "caption": caption,
        "vias": dict(via_choices(actor_of(request).locale)),
        "form": form or Form({"text": caption.text, "heard": caption.heard}),
        "may_correct": bool(await correctable(request, session, [caption])),
    }
    return await page(request, "live/caption.html", context, status=status)


_ONE = "/sessions/{session_id:int}/captions/{caption_id:int}"
ROUTES = [
    Route(_ONE, show, name="caption"),
    Route(_ONE, correct, methods=["POST"]),
]
