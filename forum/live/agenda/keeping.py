"""The agenda in the room, in each language."""

from typing import Any

from starlette.requests import Request

from forum.live.sessions.keeping import AGENDA, Alike, kept_alike
from forum.live.sessions.naming import Agenda, agenda_in
from forum.live.sessions.queries import items_of
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime


async def agenda(request: Request[Any], session: LiveSession, language: str) -> Agenda:
    """The agenda of a session that the reader follows, as far as it is translated."""
    session_id = session.id
    assert session_id is not None  # noqa: S101 (it was read)
    about = (language, session.language, session.open_item_id)
    of = Alike("agenda", AGENDA, about, [f"session:{session_id}:{language}"])

    async def make() -> Agenda:
        async with runtime(request).database.reading() as db:
            return await agenda_in(db, session, await items_of(db, session_id), language)

    return await kept_alike(request, session_id, of, make)
