"""Captions as lines of the room, made once for everybody who reads them in a language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from forum.core.ids import CaptionId, SessionId
from forum.live.captions import queries
from forum.live.captions.queries import Brief
from forum.live.captions.schemas import CaptionOut
from forum.live.captions.words import via_choices
from forum.live.speech.reading import ask_for_missing, translated
from forum.runtime import runtime
from forum.translations.rules import Status
from forum.web.identity import actor_of
from forum.web.render import render

TEMPLATE = "live/caption_line.html"
_BYTES = 200_000
"""What the lines of ten minutes take."""


@dataclass(slots=True)
class _Kept:
    """Lines by the marks of their captions; counts as large as it may grow."""

    lines: dict[tuple[int, int], Markup] = field(default_factory=dict)

    def __len__(self) -> int:
        return _BYTES


async def lines_of(
    request: Request[Any], session_id: SessionId, captions: Sequence[Brief], language: str
) -> Sequence[Markup]:
    """Captions as readers of a language see them; what has no translation is asked for.

    A correction of a translation makes all lines of its language stale; one of a caption
    gives it another mark.
    """
    key = ("caption lines", session_id, language, actor_of(request).locale)
    channel = f"session:{session_id}:{language}"
    found = await runtime(request).caches.parts.get(key, [channel], _nothing)
    wanted = [one.mark for one in captions]
    kept = {mark: found.lines[mark] for mark in wanted if mark in found.lines}
    made = await _make(request, [one for one in captions if one.mark not in kept], language)
    found.lines = kept | {mark: line for mark, (line, is_final) in made.items() if is_final}
    lines = kept | {mark: line for mark, (line, _) in made.items()}
    return [lines[mark] for mark in wanted if mark in lines]


async def _nothing() -> _Kept:
    return _Kept()


async def _make(
    request: Request[Any], captions: Sequence[Brief], language: str
) -> Mapping[tuple[int, int], tuple[Markup, bool]]:
    """Lines by mark, and whether each stays as it is."""
    if not captions:
        return {}
    subjects = [one.subject for one in captions]
    async with runtime(request).database.reading() as db:
        found = await queries.load_captions(db, [one.id for one in captions])
        made = await translated(db, subjects, language)
    await ask_for_missing(request, subjects, made, language)
    vias = dict(via_choices(actor_of(request).locale))
    marks = {one.id: one.mark for one in captions}
    shown = [one.out(language, made) for one in found]
    return {
        marks[CaptionId(one.id)]: (
            _line(request, one, language, vias),
            _is_final(one, language),
        )
        for one in shown
    }


def _line(request: Request[Any], one: CaptionOut, language: str, vias: Mapping[str, str]) -> Markup:
    html = render(request, TEMPLATE, {"one": one, "language": language, "vias": vias})
    return Markup(html)  # noqa: S704 (rendered from a template)


def _is_final(one: CaptionOut, language: str) -> bool:
    """Whether nothing but a correction changes a line; people whom it names may change theirs."""
    if one.translation is None:
        return one.language == language
    return one.translation.status is Status.MACHINE
