"""What announces a session as something to translate; who sees the session sees it."""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import SessionId
from forum.live.sessions import queries
from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.spaces.rules import Access
from forum.spaces.tables import Space
from forum.translations.rules import Reach
from forum.translations.several import as_paragraphs
from forum.translations.subjects import Subject, Subjects, number_of

Place = tuple[LiveSession, Space | None]
"""A session and its space."""


async def _title(db: AsyncSession, number: int) -> Subject | None:
    place = await queries.place_of(db, SessionId(number))
    return place and announcing(place, "session_title", place[0].title)


async def _description(db: AsyncSession, number: int) -> Subject | None:
    place = await queries.place_of(db, SessionId(number))
    if place is None or not place[0].description:
        return None
    return announcing(place, "session_text", place[0].description, markdown=True)


async def _agenda(db: AsyncSession, number: int) -> Subject | None:
    place = await queries.place_of(db, SessionId(number))
    items = await queries.items_of(db, SessionId(number))
    if place is None or not items:
        return None
    text = as_paragraphs(one.title for one in items)
    return announcing(place, "agenda", text, markdown=True)


async def _item(db: AsyncSession, number: int) -> Subject | None:
    item = await db.get(AgendaItem, number, populate_existing=True)
    if item is None or not item.description:
        return None
    place = await queries.place_of(db, item.session_id)
    said = place and announcing(place, "", item.description, markdown=True)
    return said and replace(said, name=f"item_text:{number}")


OF_SESSIONS: Subjects = {"agenda": _agenda, "session_text": _description, "session_title": _title}
"""What loads each kind of text that is named by the session's number."""
SUBJECTS: Subjects = {**OF_SESSIONS, "item_text": _item}
"""The same, with what an item of the agenda is about, which is named by the item's number."""


def announcing(place: Place, kind: str, text: str, *, markdown: bool = False) -> Subject:
    """One text that announces a session.

    Args:
        place: the session and its space.
        kind: of text, such as `agenda`.
        text: what it says, in the session's language.
        markdown: whether it is Markdown; otherwise it is one line.
    """
    session, space = place
    return Subject(
        name=f"{kind}:{session.id}",
        text=text,
        markdown=markdown,
        language=session.language,
        version=number_of(text),
        channel=f"session:{session.id}",
        reach=reach_of(session) if space is None else space.engines,
        ceiling=None if space is None else space.translation_budget,
        memory=memory_of(session, space),
        space="" if space is None else f"space:{space.id}",
        live=True,
    )


def reach_of(session: LiveSession) -> Reach:
    """Of a session in no space, only what everybody may read leaves the house."""
    return Reach.ANY if session.access is SessionAccess.PUBLIC else Reach.INSIDE


def memory_of(session: LiveSession, space: Space | None) -> str:
    """Words that not everybody reads are reused only where they were said."""
    if session.access is SessionAccess.PUBLIC and (space is None or space.access is Access.PUBLIC):
        return ""
    return f"session:{session.id}"
