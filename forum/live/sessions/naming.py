"""What announces sessions, in the language of whoever reads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.live.sessions.schemas import ItemOut, SessionOut, SessionWhole
from forum.live.sessions.tables import LiveSession
from forum.translations.asking import Missing, ask_for
from forum.translations.queries import translations
from forum.translations.schemas import TranslationOut, WordsOut
from forum.translations.several import matched

Session = TypeVar("Session", bound=SessionOut)
Translations = Mapping[str, TranslationOut]


def texts_of(session: SessionOut, language: str) -> Sequence[Missing]:
    """The texts that announce a session, as far as they are shown and not in `language`."""
    kinds = ["session_title"]
    if isinstance(session, SessionWhole):
        kinds += ["session_text"] if session.description else []
        kinds += ["agenda"] if session.agenda else []
    if session.language == language:
        return []
    return [Missing(f"{kind}:{session.id}", session.language) for kind in kinds]


async def with_translations(
    db: AsyncSession, sessions: Sequence[Session], language: str
) -> Sequence[Session]:
    """The same sessions, with what is translated of them; one query."""
    names = {text.subject for one in sessions for text in texts_of(one, language)}
    found = await translations(db, names, language)
    return [_translated(one, found) for one in sessions] if found else sessions


async def ask_for_missing(
    request: Request[Any], sessions: Iterable[SessionOut], language: str
) -> None:
    """Have made what is not there; the reader is not kept waiting."""
    missing = [
        text
        for one in sessions
        for text in texts_of(one, language)
        if not _shown(one, text.subject)
    ]
    if missing:
        await ask_for(request, missing, language)


async def agenda_in(
    db: AsyncSession, session: LiveSession, items: Sequence[ItemOut], language: str
) -> WordsOut | None:
    """The titles of an agenda in `language`, where that is not theirs and they are translated."""
    name = f"agenda:{session.id}"
    if session.language == language or not items:
        return None
    found = await translations(db, [name], language)
    return matched([one.title for one in items], found.get(name))


def _translated(session: Session, found: Translations) -> Session:
    said = {
        "translated_title": found.get(f"session_title:{session.id}"),
        "translated_description": found.get(f"session_text:{session.id}"),
    }
    if isinstance(session, SessionWhole):
        titles = [one.title for one in session.agenda]
        words = matched(titles, found.get(f"agenda:{session.id}"))
        return session.model_copy(update={**said, "translated_agenda": words})
    return session.model_copy(update=said)


def _shown(session: SessionOut, subject: str) -> bool:
    kind = subject.partition(":")[0]
    made: Mapping[str, object] = {
        "session_title": session.translated_title,
        "session_text": session.translated_description,
        "agenda": session.translated_agenda if isinstance(session, SessionWhole) else None,
    }
    return made[kind] is not None
