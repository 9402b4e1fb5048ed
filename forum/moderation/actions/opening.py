"""Opening cases, and telling moderators who have the queue open."""

from forum.core.ids import HeldId, ParticipantId
from forum.db.unit import Unit
from forum.discussions.events import PostDeleted
from forum.moderation import queries
from forum.moderation.events import CaseOpened
from forum.moderation.tables import Case


async def open_held(unit: Unit, held_id: HeldId) -> None:
    """Let a text wait for a decision; one that is decided, gone or in the queue changes nothing."""
    await announce(unit, await queries.open_held(unit.db, held_id, unit.now))


async def follow_request(unit: Unit, participant_id: ParticipantId) -> None:
    """Let a request to take part wait for a decision, or no more if it is settled."""
    await queries.close_request(unit.db, participant_id)
    await announce(unit, await queries.open_request(unit.db, participant_id, unit.now))


async def leave_deleted(unit: Unit, event: PostDeleted) -> None:
    """Let nothing wait about a post that is gone, whoever deleted it; a part of that change."""
    by, post_id = unit.actor.member_id, event.id
    await queries.drop_flags(unit.db, post_id, by, unit.now)
    await queries.close_deleted(unit.db, post_id, by, unit.now)


async def announce(unit: Unit, case: Case | None) -> None:
    """Tell moderators of a case, if there is a new one."""
    if case is not None and case.id is not None:
        space = await queries.slug_of(unit.db, case)
        unit.emit(CaseOpened(case.id, case.kind, case.language, space))
