"""Questions in the language of whoever reads, with what they voted for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.errors import NotFound
from forum.core.ids import QuestionId, SessionId
from forum.core.paging import Page, Window
from forum.live.questions import queries
from forum.live.questions.queries import Question
from forum.live.questions.rules import QuestionState
from forum.live.questions.schemas import QuestionShown
from forum.live.sessions.keeping import Alike, kept_alike
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
from forum.translations.asking import Missing
from forum.web.identity import actor_of


@dataclass(frozen=True, slots=True)
class _Asked:
    """Questions, with those that wait for a moderator, and what is translated of the others."""

    page: Page[Question]
    made: Translations


async def questions_page(
    request: Request[Any],
    window: Window,
    language: str | None,
    state: QuestionState | None = None,
) -> Page[QuestionShown]:
    """One page of a session's questions, those with most votes first.

    Raises:
        NotFound: whoever asks does not follow the session.
    """
    async with runtime(request).database.reading() as db:
        session = await session_seen(db, request)
        asked = await _asked(
            db, await queries.questions_page(db, _id(session), window, state), language
        )
    return await _shown_to(request, session, asked, language)


async def first_questions(
    request: Request[Any], session: LiveSession, most: int, language: str
) -> Page[QuestionShown]:
    """The first page of them, for somebody who was let in: kept for all who read the language."""
    session_id = _id(session)

    async def make() -> _Asked:
        async with runtime(request).database.reading() as db:
            return await _asked(
                db, await queries.questions_page(db, session_id, Window(most)), language
            )

    # Another name of a member is told to the whole site, that of a delegation to all delegations.
    channels = ["site", "delegations", f"session:{session_id}:{language}"]
    of = Alike("questions", ("question.",), (most, language), channels, size=50_000)
    return await _shown_to(
        request, session, await kept_alike(request, session_id, of, make), language
    )


async def _asked(db: AsyncSession, page: Page[Question], language: str | None) -> _Asked:
    return _Asked(page, await translated(db, _subjects(page.items), language))


def _subjects(questions: Sequence[Question]) -> Sequence[Missing]:
    """What of them everybody may read."""
    return [one for question in questions if not question.waits for one in question.subjects]


async def _shown_to(
    request: Request[Any], session: LiveSession, asked: _Asked, language: str | None
) -> Page[QuestionShown]:
    actor, house = actor_of(request), runtime(request)
    async with house.database.reading() as db:
        seen = await shown_to(db, actor, session, asked.page.items, house.clock())
        voted = await queries.votes_of(db, actor.member_id, [one.id for one in seen])
    if language is not None:
        await note_reading(request, session, language)
        await ask_for_missing(request, _subjects(seen), asked.made, language)
    locale = language or actor.locale
    shown = [_shown(one, locale, asked.made, is_voted=one.id in voted) for one in seen]
    return Page(shown, asked.page.next, asked.page.previous)


def _id(session: LiveSession) -> SessionId:
    assert session.id is not None  # noqa: S101 (it was read)
    return session.id


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
