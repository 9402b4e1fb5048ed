"""The chat as lines of the room."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from forum.core.paging import Page, Window
from forum.live.chat import queries
from forum.live.chat.queries import Brief
from forum.live.lines import Lines, is_final, kept_lines
from forum.live.sessions.tables import LiveSession
from forum.live.speech.reading import ask_for_missing, note_reading, translated
from forum.live.speech.waiting import shown_to
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import macro

TEMPLATE = "live/chat_line.html"
_BYTES = 50_000
"""What the lines of a page take."""


async def lines_page(
    request: Request[Any], window: Window, language: str, session: LiveSession
) -> Page[tuple[Brief, Markup]]:
    """One page of the chat of a session that the reader follows, the newest line first."""
    assert session.id is not None  # noqa: S101 (it was read)
    house = runtime(request)
    async with house.database.reading() as db:
        found = await queries.briefs_page(db, session.id, window)
        seen = await shown_to(db, actor_of(request), session, found.items, house.clock())
    await note_reading(request, session, language)

    async def make(some: Sequence[Brief]) -> Mapping[Brief, tuple[Markup, bool]]:
        return await _make(request, some, language)

    if window.after is None:
        kind = Lines("chat", session.id, language, _BYTES, is_timed=True)
        lines = await kept_lines(request, kind, seen, make)
    else:  # read now and then
        lines = {brief: line for brief, (line, _) in (await make(seen)).items()}
    shown = [(brief, lines[brief]) for brief in seen if brief in lines]
    return Page(shown, found.next, found.previous)


async def _make(
    request: Request[Any], briefs: Sequence[Brief], language: str
) -> Mapping[Brief, tuple[Markup, bool]]:
    """Lines; what has no translation is asked for."""
    subjects = [one.subject for one in briefs if one.is_shown]
    async with runtime(request).database.reading() as db:
        made = await translated(db, subjects, language)
    await ask_for_missing(request, subjects, made, language)
    shown = [(brief, brief.out(language, made)) for brief in briefs]
    line = macro(request, TEMPLATE, "line")
    return {
        brief: (line(one, language), is_final(one.language, one.translation, language))
        for brief, one in shown
    }
