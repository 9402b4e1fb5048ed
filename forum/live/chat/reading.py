"""The chat in the language of whoever reads."""

from typing import Any

from starlette.requests import Request

from forum.core.paging import Page, Window
from forum.live.chat import queries
from forum.live.chat.schemas import ChatLineOut
from forum.live.speech.reading import (
    ask_for_missing,
    note_reading,
    session_seen,
    translated,
)
from forum.live.speech.waiting import shown_to
from forum.runtime import runtime
from forum.web.identity import actor_of


async def chat_page(
    request: Request[Any], window: Window, language: str | None
) -> Page[ChatLineOut]:
    """One page of the chat, the newest line first; what has no translation is asked for.

    Raises:
        NotFound: whoever asks does not follow the session.
    """
    locale, house = language or actor_of(request).locale, runtime(request)
    async with house.database.reading() as db:
        session = await session_seen(db, request)
        assert session.id is not None  # noqa: S101 (it was read)
        found = await queries.lines_page(db, session.id, window)
        seen = await shown_to(db, actor_of(request), session, found.items, house.clock())
        subjects = [one.subject for one in seen if one.is_shown]
        made = await translated(db, subjects, language)
    if language is not None:
        await note_reading(request, session, language)
        await ask_for_missing(request, subjects, made, language)
    lines = [one.out(locale, made) for one in seen]
    return Page(lines, found.next, found.previous)
