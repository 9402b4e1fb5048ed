"""The pages of a summary record: all of it, and one paragraph to be written or corrected."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.ids import ParagraphId, SessionId
from forum.db.unit import Unit
from forum.live.sessions import queries as sessions
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.words import state_name
from forum.live.summaries import actions, reading
from forum.live.summaries.addresses import correction_id_of, paragraph_id_of
from forum.live.summaries.rules import STATES
from forum.live.summaries.schemas import (
    CorrectionDecision,
    CorrectionDraft,
    CorrectionWindow,
    ParagraphChange,
    ParagraphDraft,
    WindowForm,
)
from forum.runtime import runtime
from forum.web.answers import compress
from forum.web.forms import Form, Sent, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext

_RECORD = "/sessions/{session_id:int}/record"
_PARAGRAPH = f"{_RECORD}/paragraphs/{{paragraph_id:int}}"


async def show(request: Request[Any]) -> Response:
    """Show a summary record."""
    return await _summary(request, Form(), 200)


async def set_window(request: Request[Any]) -> Response:
    """Let corrections be proposed for some days more, or no more."""
    sent, session_id = await read_form(request, WindowForm), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        window = CorrectionWindow(until=unit.now + timedelta(days=sent.value.days))
        await actions.set_window(unit, session_id, window)
        return RedirectResponse(f"/sessions/{session_id}/record/summary", 303)

    return await attempt(request, sent, act) or await _summary(request, sent.form, 422)


async def _summary(request: Request[Any], form: Form, status: int) -> Response:
    house, actor, session_id = runtime(request), actor_of(request), session_id_of(request)
    async with house.database.reading() as db:
        found = await reading.summary(db, actor, session_id, house.clock())
        agenda = await sessions.items_of(db, session_id)
    context = {
        "record": found,
        "form": form,
        "state": state_name(found.state, actor.locale),
        "headings": {one.id: f"{one.number} {one.title}".strip() for one in agenda},
    }
    return await page(request, "live/summary.html", context, status=status)


async def as_file(request: Request[Any]) -> Response:
    """The final text as a file, the SHA-256 of which is the one shown.

    Raises:
        NotFound: it is not final.
    """
    house = runtime(request)
    async with house.database.reading() as db:
        now, session_id = house.clock(), session_id_of(request)
        found = await reading.summary(db, actor_of(request), session_id, now)
    if found.final is None:
        raise NotFound
    headers = {"cache-control": "private, no-cache"}
    answer = Response(found.final.text, 200, headers, "text/markdown; charset=utf-8")
    return compress(request, answer)


async def show_paragraph(request: Request[Any]) -> Response:
    """Show a paragraph, its versions, and what can be done about it."""
    return await _paragraph(request, Form(), 200)


async def edit(request: Request[Any]) -> Response:
    """Let a paragraph say something else; a text that came too late is kept in the form."""
    sent = await read_form(request, ParagraphChange)

    async def act(unit: Unit, here: _Here) -> None:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.edit(unit, *here, sent.value)

    return await _act(request, sent, act)


async def add_after(request: Request[Any]) -> Response:
    """Add a paragraph after another."""
    sent = await read_form(request, ParagraphDraft)

    async def act(unit: Unit, here: _Here) -> None:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.add_after(unit, *here, sent.value.text)

    return await _act(request, sent, act, "next")


async def propose(request: Request[Any]) -> Response:
    """Propose what a paragraph should say."""
    sent = await read_form(request, CorrectionDraft)

    async def act(unit: Unit, here: _Here) -> None:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.propose(unit, *here, sent.value.text)

    return await _act(request, sent, act)


async def decide(request: Request[Any]) -> Response:
    """Take a correction over, or decline it."""
    sent, number = await read_form(request, CorrectionDecision), correction_id_of(request)
    sent.form.data["about"] = number

    async def act(unit: Unit, here: _Here) -> None:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.decide(unit, here[0], number, sent.value)

    return await _act(request, sent, act)


_Here = tuple[SessionId, ParagraphId]


async def _act(
    request: Request[Any],
    sent: Sent[Any],
    act: Callable[[Unit, _Here], Awaitable[None]],
    text: str = "text",
) -> Response:
    """Do it and go back to the record, or show the forms again with what was typed.

    `text`: which of them has the text.
    """
    here = session_id_of(request), paragraph_id_of(request)

    async def done(unit: Unit) -> Response:
        await act(unit, here)
        return RedirectResponse(f"/sessions/{here[0]}/record/summary#p{here[1]}", 303)

    if (answer := await attempt(request, sent, done)) is not None:
        return answer
    if text != "text":
        sent.form.data[text] = sent.form.data.pop("text", "")
    return await _paragraph(request, sent.form, 422)


async def _paragraph(request: Request[Any], form: Form, status: int) -> Response:
    house, actor, session_id = runtime(request), actor_of(request), session_id_of(request)
    async with house.database.reading() as db:
        now = house.clock()
        reader = await reading.reader_of(db, actor, session_id, now)
        found = await reading.paragraph(db, reader, session_id, paragraph_id_of(request))
        record = await reading.summary(db, actor, session_id, now)
    typed = form.data.setdefault("text", found.text)
    is_late = form.data.get("version", str(found.version)) != str(found.version)
    form.data["version"] = found.version
    context = {
        "record": record,
        "paragraph": found,
        "form": form,
        "conflict": await reading.changes(found.text, typed) if is_late else [],
        "states": {one.value: gettext(text, actor.locale) for one, text in STATES.items()},
    }
    return await page(request, "live/paragraph.html", context, status=status)


ROUTES: Sequence[Route] = [
    Route(f"{_RECORD}/summary", show),
    Route(f"{_RECORD}/summary.md", as_file),
    Route(f"{_RECORD}/window", set_window, methods=["POST"]),
    Route(_PARAGRAPH, show_paragraph),
    Route(_PARAGRAPH, edit, methods=["POST"]),
    Route(f"{_PARAGRAPH}/next", add_after, methods=["POST"]),
    Route(f"{_PARAGRAPH}/corrections", propose, methods=["POST"]),
    Route(f"{_PARAGRAPH}/corrections/{{correction_id:int}}", decide, methods=["POST"]),
]
