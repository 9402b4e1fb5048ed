"""Statements in writing in the language of whoever reads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.live.floor.schemas import FloorOut, SlotOut
from forum.live.floor.subjects import name_of
from forum.live.floor.viewing import is_for_all
from forum.live.sessions.states import SessionState
from forum.translations.asking import Missing, ask_for
from forum.translations.queries import translations
from forum.translations.schemas import TranslationOut
from forum.translations.several import as_typed

MOST_ASKED = 50
"""Statements that one page has translated."""


async def floor_in(db: AsyncSession, floor: FloorOut, language: str | None) -> FloorOut:
    """A speakers' list, with what is translated of its statements; one query."""
    found = await _translations(db, _slots(floor), language)
    if not found:
        return floor
    return floor.model_copy(
        update={
            "speaker": floor.speaker and _slot_in(floor.speaker, found),
            "point": floor.point and _slot_in(floor.point, found),
            "waiting": [_slot_in(one, found) for one in floor.waiting],
            "heard": [_slot_in(one, found) for one in floor.heard],
        }
    )


async def slot_in(db: AsyncSession, slot: SlotOut, language: str | None) -> SlotOut:
    """One request, the same way."""
    return _slot_in(slot, await _translations(db, [slot], language))


async def ask_for_missing(
    request: Request[Any], floor: FloorOut, state: SessionState, language: str
) -> None:
    """Have made what is not there, of what everybody may read; the reader is not kept waiting.

    Args:
        request: of the reader.
        floor: as `floor_in` gave it.
        state: of the session.
        language: in which it is read.
    """
    missing = [
        Missing(name_of(one.id), one.statement.language)
        for one in _slots(floor)
        if one.statement is not None
        and one.statement.translation is None
        and one.statement.language != language
        and is_for_all(one.state, state)
    ]
    if missing:
        await ask_for(request, missing[-MOST_ASKED:], language)


def _slots(floor: FloorOut) -> Sequence[SlotOut]:
    now = (one for one in (floor.point, floor.speaker) if one is not None)
    return [*floor.waiting, *floor.heard, *now]


async def _translations(
    db: AsyncSession, slots: Iterable[SlotOut], language: str | None
) -> Mapping[str, TranslationOut]:
    if language is None:
        return {}
    names = [
        name_of(one.id)
        for one in slots
        if (said := one.statement) and said.text is not None and said.language != language
    ]
    return await translations(db, names, language) if names else {}


def _slot_in(slot: SlotOut, found: Mapping[str, TranslationOut]) -> SlotOut:
    made = found.get(name_of(slot.id))
    if made is None or slot.statement is None or slot.statement.text is None:
        return slot
    statement = slot.statement.model_copy(update={"translation": as_typed(made)})
    return slot.model_copy(update={"statement": statement})
