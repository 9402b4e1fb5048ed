"""Captions for programs: speech recognisers write them, players and readers read them."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.captions import actions, queries
from forum.live.captions.partial import show
from forum.live.captions.providing import offered, provided
from forum.live.captions.reading import caption_number, captions_page, one_caption
from forum.live.captions.rules import CaptionDiffers
from forum.live.captions.schemas import (
    CaptionOut,
    CaptionWhole,
    Correction,
    LanguagesOut,
    PartialOut,
    Provided,
    SegmentDraft,
)
from forum.live.sessions.rules import NotAtThisStage, NotYourPart
from forum.live.speech.reading import session_number, session_seen
from forum.live.speech.schemas import SpokenQuery
from forum.runtime import runtime
from forum.translations.schemas import Reading
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation

_CAPTIONS = "/sessions/{session_id:int}/captions"
_CAPTION = f"{_CAPTIONS}/{{caption_id:int}}"


@operation(
    "GET",
    _CAPTIONS,
    query=SpokenQuery,
    answer=ListOut[CaptionOut],
    refuses=[NotFound, InvalidInput],
)
async def list_captions(request: Request[Any], *, query: SpokenQuery) -> Reply:
    """List a session's captions, the newest first; with `lang` as its readers are shown them."""
    window = query.window(queries.CAPTION_CURSOR)
    _, found = await captions_page(request, window, query.lang)
    return listed(request, found)


@operation(
    "POST",
    _CAPTIONS,
    body=SegmentDraft,
    answer=CaptionOut,
    status=201,
    also={202: PartialOut},
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, NotYourPart, NotAtThisStage, CaptionDiffers, InvalidInput],
)
async def write_caption(request: Request[Any], unit: Unit, *, body: SegmentDraft) -> Reply:
    """Write a segment of captions: a final one is stored, once; a partial one is only shown."""
    session_id = session_number(request)
    if not body.final:
        await actions.enter_to_caption(unit, session_id, body.via)
        return Reply(await show(runtime(request).hub, session_id, body, unit.now), status=202)
    kept = await actions.keep(unit, session_id, body)
    return Reply(kept.out(unit.actor.locale, {}))


@operation("GET", _CAPTION, query=Reading, answer=CaptionWhole, refuses=[NotFound])
async def get_caption(request: Request[Any], *, query: Reading) -> CaptionWhole:
    """Give one caption with what it said before it was corrected."""
    _, found = await one_caption(request, caption_number(request), query.lang)
    return found


@operation(
    "PATCH",
    _CAPTION,
    body=Correction,
    answer=CaptionOut,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, NotYourPart, NotAtThisStage, InvalidInput],
)
async def correct_caption(request: Request[Any], unit: Unit, *, body: Correction) -> CaptionOut:
    """Correct a caption, as its captioner or the secretariat; what it said is kept."""
    caption = caption_number(request)
    await actions.correct(unit, session_number(request), caption, body)
    [kept] = await queries.load_captions(unit.db, [caption])
    return kept.out(unit.actor.locale, {})


@operation("GET", f"{_CAPTIONS}/languages", answer=LanguagesOut, refuses=[NotFound])
async def list_caption_languages(request: Request[Any]) -> LanguagesOut:
    """Say for each language how its readers follow what is said, and which ones are missing."""
    async with runtime(request).database.reading() as db:
        session = await session_seen(db, request)
    found = await provided(request, session, await offered(request, session))
    states = [Provided(language=language, state=state) for language, state in found.items()]
    return LanguagesOut(languages=states)


ROUTES = [
    list_captions,
    write_caption,
    list_caption_languages,
    get_caption,
    correct_caption,
]
