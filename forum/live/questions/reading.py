"""Questions in the language of whoever reads, with what they voted for."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import NotFound
from forum.core.ids import QuestionId
from forum.core.paging import Page, Window
from forum.live.questions import queries
from forum.live.questions.queries import Question
from forum.live.questions.rules import QuestionState
from forum.live.questions.schemas import QuestionShown
from forum.live.sessions.tables import LiveSession
from forum.live.speech.reading import (
    ask_for_missing,
    note_reading,
    session_seen,
    translated,
)
from forum.live.speech.texts import Translations
from forum.live.speech.waiting import shown_to
from forum.runtime import runtime
from forum.web.identity import actor_of


async def questions_page(
    request: Request[Any],
    window: Window,
    language: str | None,
    state: QuestionState | None = None,
    session: LiveSession | None = None,
) -> Page[QuestionShown]:
    """One page of a session's questions, those with most votes first.

    `session`: that of the address, where whoever asks was let in already.

    Raises:
        NotFound: whoever asks does not follow the session.
    """
    actor, house = actor_of(request), runtime(request)
    async with house.database.reading() as db:
        session = session or await session_seen(db, request)
        assert session.id is not None  # noqa: S101 (it was read)
        found = await queries.questions_page(db, session.id, window, state)
        seen = await shown_to(db, actor, session, found.items, house.clock())
        subjects = [one for question in seen if not question.waits for one in question.subjects]
        made = await translated(db, subjects, language)
        voted = await queries.votes_of(db, actor.member_id, [one.id for one in seen])
    if language is not None:
        await note_reading(request, session, language)
        await ask_for_missing(request, subjects, made, language)
    locale = language or actor.locale
    shown = [_shown(one, locale, made, is_voted=one.id in voted) for one in seen]
    return Page(shown, found.next, found.previous)


async def one_question(
    request: Request[Any], question: QuestionId, language: str | None
) -> QuestionShown:
    """One question of a session, merged or not.

    Raises:
        NotFound: whoever asks does not follow the session, or it was removed.
    """
    actor, house = actor_of(request), runtime(request)
    async with house.database.reading() as db:
        session = await session_seen(db, request)
        asked = await queries.load_questions(db, [question])
        found = await shown_to(db, actor, session, asked, house.clock())
        if not found or found[0].session_id != session.id:
            raise NotFound
        made = await translated(db, found[0].subjects, language)
        voted = await queries.votes_of(db, actor.member_id, [question])
    return _shown(found[0], language or actor.locale, made, is_voted=bool(voted))


def _shown(question: Question, locale: str, made: Translations, *, is_voted: bool) -> QuestionShown:
    out = question.out(locale, made)
    return QuestionShown.model_construct(**dict(out), voted=is_voted)
