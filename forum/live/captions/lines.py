"""Captions as lines of the room."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from forum.core.ids import SessionId
from forum.live.captions.queries import Brief
from forum.live.captions.words import via_choices
from forum.live.lines import Lines, is_final, kept_lines
from forum.live.speech.reading import ask_for_missing, translated
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import macro

TEMPLATE = "live/caption_line.html"
_BYTES = 200_000
"""What the lines of ten minutes take."""
_Mark = tuple[int, int]


async def lines_of(
    request: Request[Any], session_id: SessionId, captions: Sequence[Brief], language: str
) -> Sequence[Markup]:
    """Captions as readers of a language see them; what has no translation is asked for."""
    marked = {one.mark: one for one in captions}

    async def make(marks: Sequence[_Mark]) -> Mapping[_Mark, tuple[Markup, bool]]:
        return await _make(request, [marked[one] for one in marks], language)

    kind = Lines("caption", session_id, language, _BYTES)
    lines = await kept_lines(request, kind, [*marked], make)
    return [lines[mark] for mark in marked if mark in lines]


async def _make(
    request: Request[Any], captions: Sequence[Brief], language: str
) -> Mapping[_Mark, tuple[Markup, bool]]:
    subjects = [one.subject for one in captions]
    async with runtime(request).database.reading() as db:
        made = await translated(db, subjects, language)
    await ask_for_missing(request, subjects, made, language)
    vias = dict(via_choices(actor_of(request).locale))
    line, found = macro(request, TEMPLATE, "line"), {}
    for one in captions:
        shown = one._replace(translation=made.get(one.subject.subject))
        stays = is_final(one.language, shown.translation, language)
        found[one.mark] = line(shown, language, vias), stays
    return found
