"""Who may take the word in a session, and for whom they do."""

from dataclasses import dataclass

from forum.core.ids import MemberId, SessionId
from forum.db.unit import Unit
from forum.delegations.rules import OnBehalf
from forum.live.sessions import queries as sessions
from forum.live.sessions.doing import Doing, doing, milliseconds
from forum.live.sessions.rules import Deed, Standing, check
from forum.live.sessions.tables import LiveSession
from forum.live.speech.queries import Voice


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody in a session that they follow."""

    session: LiveSession
    standing: Standing
    member_id: MemberId
    doing: Doing

    @property
    def voice(self) -> Voice:
        """As rows keep who wrote something."""
        behalf: OnBehalf | None = self.standing.on_behalf
        if behalf is None:
            return Voice(self.member_id, None, None)
        return Voice(self.member_id, behalf.delegation_id, behalf.capacity)


def doing_of(unit: Unit, session_id: SessionId, voice: Voice) -> Doing:
    """What events say of what somebody wrote, which somebody else lets everybody read."""
    of, capacity = voice.delegation_id, voice.capacity
    told: dict[str, object] | None = None
    if of is not None and capacity is not None:
        told = {"delegation": of, "capacity": capacity.value}
    at = milliseconds(unit.now)
    return Doing(session_id=session_id, at=at, by=voice.member_id, on_behalf=told)


async def enter(unit: Unit, session_id: SessionId) -> Entered:
    """The actor in a session, whose state stays the same until the change commits.

    Raises:
        NotFound: they do not follow it.
        SignInRequired: a visitor.
        Silenced: a moderator decided that they do not write for now.
    """
    member_id = unit.actor.require_member()
    session, standing = await sessions.session_and_standing(
        unit.db, unit.actor, session_id, unit.now, is_act=True
    )
    unit.actor.check_silence()
    return Entered(session, standing, member_id, doing(unit, session_id, standing))


async def enter_to(unit: Unit, session_id: SessionId, deed: Deed) -> Entered:
    """The same, of somebody who may do a deed now.

    Raises:
        NotFound, SignInRequired, Silenced: see `enter`.
        NotYourPart, MutedHere, NotAtThisStage: they may not.
    """
    found = await enter(unit, session_id)
    check(found.standing, deed, found.session.state)
    return found
