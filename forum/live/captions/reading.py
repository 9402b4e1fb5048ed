"""Captions in the language of whoever reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.errors import NotFound
from forum.core.ids import CaptionId, SessionId
from forum.core.paging import Page, Window
from forum.live.captions import queries
from forum.live.captions.lines import lines_of
from forum.live.captions.providing import offered_to, provisions
from forum.live.captions.queries import Caption
from forum.live.captions.rules import KEPT_MS, Heard, Provision, for_readers, may_correct
from forum.live.captions.schemas import CaptionOut, CaptionWhole
from forum.live.sessions import queries as sessions
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.rules import Deed, deeds
from forum.live.sessions.tables import LiveSession
from forum.live.speech.reading import (
    ask_for_missing,
    note_reading,
    session_seen,
    translated,
)
from forum.live.speech.texts import Translations
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id

MOST_AT_ONCE = 300
"""Captions that who comes late is shown."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The last ten minutes of captions.

    Attributes:
        lines: as HTML, the oldest first.
        newest: number of the newest one; 0 where there is none.
        state: how readers of the language are provided for.
        floor: tags of the languages that were spoken.
    """

    lines: Sequence[Markup]
    newest: int
    state: Provision
    floor: Sequence[str]


def caption_number(request: Request[Any]) -> CaptionId:
    """The caption that an address is about.

    Raises:
        NotFound: it cannot be the number of one.
    """
    return CaptionId(row_id(request.path_params["caption_id"]))


async def newest_captions(request: Request[Any], session: LiveSession, language: str) -> Newest:
    """What who comes late is shown, in a language; what has no translation is asked for."""
    house = runtime(request)
    since = milliseconds(house.clock()) - KEPT_MS
    async with house.database.reading() as db:
        found = await queries.briefs_since(db, _id(session), since, MOST_AT_ONCE)
    await note_reading(request, session, language)
    shown = for_readers(found, language)
    lines = await lines_of(request, _id(session), shown, language)
    state = (await provisions(request, found, offered_to(session, language)))[language]
    newest = max((one.id for one in shown), default=0)
    return Newest(lines, newest, state, sorted(Heard.of(found).floor))


async def captions_page(
    request: Request[Any], window: Window, language: str | None
) -> tuple[LiveSession, Page[CaptionOut]]:
    """The session, and one page of all of its captions, the newest first.

    Raises:
        NotFound: whoever asks does not follow the session.
    """
    async with runtime(request).database.reading() as db:
        session = await session_seen(db, request)
        found = await queries.captions_page(db, _id(session), window)
        shown = found.items if language is None else for_readers(found.items, language)
        subjects = [one.subject for one in shown]
        made = await translated(db, subjects, language)
    if language is not None:
        await note_reading(request, session, language)
        await ask_for_missing(request, subjects, made, language)
    locale = language or actor_of(request).locale
    captions = [one.out(locale, made) for one in shown]
    return session, Page(captions, found.next, found.previous)


async def one_caption(
    request: Request[Any], caption: CaptionId, language: str | None
) -> tuple[LiveSession, CaptionWhole]:
    """The session, and one of its captions with its earlier texts.

    Raises:
        NotFound: whoever asks does not follow the session, or it has no such caption.
    """
    async with runtime(request).database.reading() as db:
        session = await session_seen(db, request)
        found = await queries.load_captions(db, [caption])
        if not found or found[0].session_id != session.id:
            raise NotFound
        made = await translated(db, [found[0].subject], language)
        earlier = await queries.earlier_texts(db, caption)
    out = found[0].out(language or actor_of(request).locale, made)
    return session, CaptionWhole.model_construct(**dict(out), earlier=earlier)


async def correctable(
    request: Request[Any], session: LiveSession, captions: Sequence[CaptionOut]
) -> Collection[int]:
    """The numbers of those of some captions that whoever asks may correct now."""
    actor, house = actor_of(request), runtime(request)
    async with house.database.reading() as db:
        standing = await sessions.standing_of(db, session, actor, house.clock())
    if Deed.CORRECT_CAPTION not in deeds(standing, session.state):
        return ()
    return {
        one.id
        for one in captions
        if may_correct(standing, is_own=one.speaker.member.id == actor.member_id)
    }


async def captions_in(
    db: AsyncSession, session_id: SessionId, language: str, between: tuple[int, int]
) -> tuple[Sequence[Caption], Translations]:
    """What readers of a language are shown of a time, in ms since 1970, and its translations."""
    found = for_readers(await queries.captions_between(db, session_id, *between), language)
    return found, await translated(db, [one.subject for one in found], language)


def _id(session: LiveSession) -> SessionId:
    assert session.id is not None  # noqa: S101 (it was read)
    return session.id
