"""Lists of what was written, in the language of whoever reads."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.ids import SessionId
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import is_carried
from forum.live.sessions.tables import LiveSession
from forum.live.speech.desk import desk
from forum.live.speech.texts import Translations
from forum.translations import queries as translations
from forum.translations.asking import Missing, ask_for
from forum.translations.rules import Status
from forum.web.identity import actor_of
from forum.web.inputs import row_id


def session_number(request: Request[Any]) -> SessionId:
    """The session that an address is about.

    Raises:
        NotFound: it cannot be the number of one.
    """
    return SessionId(row_id(request.path_params["session_id"]))


async def session_seen(db: AsyncSession, request: Request[Any]) -> LiveSession:
    """The session that an address is about, if whoever asks follows it.

    Raises:
        NotFound: they do not.
    """
    return await sessions.session_of(db, actor_of(request), session_number(request))


async def note_reading(request: Request[Any], session: LiveSession, language: str) -> None:
    """Note that a session is read in a language, so that what is said is translated into it."""
    assert session.id is not None  # noqa: S101 (it was read)
    is_known = actor_of(request).member_id is not None
    if is_carried(language, session.languages, is_known=is_known):
        await desk(request).note((session.id, language))


async def translated(
    db: AsyncSession, subjects: Sequence[Missing], language: str | None
) -> Translations:
    """The translations of `subjects` that there are, by name; of those in another language.

    One of a text that was corrected since is none: it says what was not said.
    """
    if language is None:
        return {}
    wanted = [one.subject for one in subjects if one.source != language]
    found = await translations.translations(db, wanted, language)
    return {name: one for name, one in found.items() if one.status is not Status.OUTDATED}


async def ask_for_missing(
    request: Request[Any], subjects: Sequence[Missing], found: Translations, language: str
) -> None:
    """Have made what is not there; the reader is not kept waiting."""
    missing = [one for one in subjects if one.source != language and one.subject not in found]
    if missing:
        await ask_for(request, missing, language)
