"""Statements in writing, handed in with a request."""

from collections.abc import Sequence

from anyio import to_thread

from forum.core.ids import SessionId, SlotId
from forum.db.unit import Unit
from forum.live.floor import queries
from forum.live.floor.actions.changing import Done, Room, announce, enter
from forum.live.floor.actions.owning import require_own
from forum.live.floor.rules import FloorChanged, SlotState, seconds_for
from forum.live.floor.schemas import StatementIn
from forum.live.floor.subjects import name_of
from forum.live.sessions.rules import MutedHere
from forum.live.speech.waiting import has_to_wait
from forum.translations import actions as translations
from i18n.detect import detect
from i18n.segment import words


async def write_statement(
    unit: Unit, session_id: SessionId, slot_id: SlotId, statement: StatementIn
) -> None:
    """Hand in what will be said, for interpreters and the record; an empty text takes it away.

    Raises:
        NotFound: the actor sees no such session, or it has no such request.
        NotYourPart: the request is somebody else's.
        MutedHere: a moderator has muted the actor.
        WordRefused: a word stands in it that is not taken.
        NotAtThisStage: the meeting is over.
        FloorChanged: the request was withdrawn.
    """
    language, count = await to_thread.run_sync(_measured, statement, unit.actor.reads)
    room = await enter(unit, session_id)
    item_id = await queries.item_of(unit.db, session_id, slot_id)
    held = await queries.floor_for_update(unit.db, item_id, room.rules)
    slot, row = held.floor.slot(slot_id), held.rows[slot_id]
    require_own(unit, room, slot)
    if slot.state is SlotState.WITHDRAWN:
        raise FloorChanged
    if statement.text:
        await _check_text(unit, room, statement.text, language)
    await _changed(unit, slot_id, row.statement, statement.text)
    row.statement, row.language, row.words = statement.text, language, count
    row.reading_seconds = seconds_for(count, room.rules.words_per_minute)
    announce(unit, room.id, held, [slot_id], Done("write", room.standing))


async def _changed(unit: Unit, slot_id: SlotId, was: str, now: str) -> None:
    """What was made of another text is of an earlier one, or of none."""
    if was and not now:
        await translations.forget(unit, name_of(slot_id))
    elif was and was != now:
        await translations.outdate(unit, name_of(slot_id))


async def _check_text(unit: Unit, room: Room, text: str, language: str) -> None:
    if room.standing.is_muted:
        raise MutedHere
    # Nothing else comes of it: who leads the meeting reads a statement before others do.
    await has_to_wait(unit, room.session, room.standing, text, language)


def _measured(statement: StatementIn, reads: Sequence[str]) -> tuple[str, int]:
    """Language and number of words of a statement."""
    text = statement.text
    if not text:
        return "", 0
    hint = reads[0] if reads else None
    language = statement.language or detect(text, hint=hint).language or hint or "und"
    return language, len(words(text))
