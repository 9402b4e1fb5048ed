"""Statements in writing as something to translate, once everybody may read them."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.live.floor.tables import FloorSlot
from forum.live.floor.viewing import is_for_all
from forum.live.sessions.queries import place_of
from forum.live.sessions.tables import AgendaItem
from forum.live.speech.subjects import spoken_subject
from forum.translations.several import as_paragraphs
from forum.translations.subjects import Subject, number_of

KIND = "statement"


def name_of(slot: int) -> str:
    """The name of the statement that was handed in with a request."""
    return f"{KIND}:{slot}"


async def statement_subject(db: AsyncSession, number: int) -> Subject | None:
    """`statement:<id of the request>`; see `forum.translations.subjects.Source`.

    Before it is delivered no engine sees it, and no memory.
    """
    row = await db.get(FloorSlot, number, populate_existing=True)
    if row is None or not row.statement:
        return None
    if (item := await db.get(AgendaItem, row.item_id)) is None:
        return None
    place = await place_of(db, item.session_id)
    if place is None or not is_for_all(row.state, place[0].state):
        return None
    text = as_paragraphs(row.statement.split("\n\n")), row.language
    version = number_of(row.statement)
    return spoken_subject(name_of(number), text, place, markdown=True, version=version)
