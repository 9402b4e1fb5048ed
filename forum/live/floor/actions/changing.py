"""One change of a speakers' list: locked, carried out, stored, announced."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.ids import ItemId, SessionId, SlotId
from forum.db.unit import Unit
from forum.delegations.rules import Capacity
from forum.live.floor import queries
from forum.live.floor.acts import Act
from forum.live.floor.events import FloorMoved
from forum.live.floor.facts import list_facts, slot_facts
from forum.live.profiles import FloorRules
from forum.live.sessions import queries as sessions
from forum.live.sessions.doing import doing, milliseconds
from forum.live.sessions.rules import Standing
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession


@dataclass(frozen=True, slots=True)
class Room:
    """Where somebody acts, and as what.

    Attributes:
        session: the meeting.
        state: of the meeting, which holds until the change commits.
        open_item: the item of its agenda that is open, for as long.
        standing: the actor's.
        rules: how the floor is given.
    """

    session: LiveSession
    state: SessionState
    open_item: ItemId | None
    standing: Standing
    rules: FloorRules

    @property
    def id(self) -> SessionId:
        """Of the session."""
        assert self.session.id is not None  # noqa: S101 (it was read)
        return self.session.id


async def enter(unit: Unit, session_id: SessionId) -> Room:
    """The session as the actor stands in it, in a state that holds until the change commits.

    Raises:
        SignInRequired: a visitor.
        NotFound: the actor does not see such a session.
        Silenced: a moderator decided that they read only.
    """
    unit.actor.require_member()
    session = await sessions.session_of(unit.db, unit.actor, session_id)
    meeting = await queries.session_held(unit.db, session_id)
    standing = await sessions.standing_of(unit.db, session, unit.actor, unit.now)
    unit.actor.check_silence()
    return Room(session, meeting.state, meeting.item_id, standing, queries.rules_of(session))


@dataclass(frozen=True, slots=True)
class Done:
    """What is told of an act.

    Attributes:
        act: its name.
        standing: the actor's, where it is done in the name of their delegation.
        capacity: as what somebody asks, for a request that is new.
    """

    act: str
    standing: Standing | None = None
    capacity: Capacity | None = None


async def change(
    unit: Unit, session_id: SessionId, held: queries.Held, act: Act, done: Done
) -> Sequence[SlotId]:
    """Carry out an act on a list that is locked, store what it changed, and announce it.

    Returns:
        Ids of the requests that it changed.

    Raises:
        ForumError: whatever the act refuses; nothing is changed.
    """
    changed = await queries.store(unit.db, held, act.on(held.floor), done.capacity)
    announce(unit, session_id, held, changed, done)
    return changed


def announce(
    unit: Unit, session_id: SessionId, held: queries.Held, changed: Sequence[SlotId], done: Done
) -> None:
    """Have it told how it is with the requests `changed` and with the list."""
    floor = held.floor
    slots = [
        slot_facts(floor.slot(one), _word(held.rows[one].capacity), held.rows[one].words)
        for one in changed
    ]
    unit.emit(
        FloorMoved(
            **doing(unit, session_id, done.standing),
            item_id=ItemId(held.row.item_id),
            act=done.act,
            slots=slots,
            list=list_facts(floor),
            server_now=milliseconds(unit.now),
        )
    )


def _word(capacity: Capacity | None) -> str | None:
    return None if capacity is None else capacity.value
