"""Who looks at the floor, and what of it is theirs to see."""

from dataclasses import dataclass

from forum.core.ids import MemberId
from forum.live.floor.rules import SlotState
from forum.live.floor.slots import Slot
from forum.live.floor.speaking import owns
from forum.live.parts import CHAIRS, Part
from forum.live.sessions.rules import Standing
from forum.live.sessions.states import AFTER, SessionState

_BEFOREHAND = CHAIRS | {
    Part.SECRETARIAT,
    Part.RAPPORTEUR,
    Part.INTERPRETER,
    Part.CAPTIONER,
}
"""Who reads statements before they are delivered: who leads the meeting, or has to render them."""
DELIVERED = frozenset({SlotState.SPEAKING, SlotState.PAUSED, SlotState.DONE})
"""Their statement has been heard, at least in part."""


def is_for_all(slot: SlotState, session: SessionState) -> bool:
    """Whether everybody who follows the session reads the statement of a request.

    That is once it is delivered, or once the meeting is over and it was not taken back.
    """
    return slot in DELIVERED or (slot is not SlotState.WITHDRAWN and session in AFTER)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who sees a session.

    Attributes:
        member: their id; `None`: a visitor.
        locale: BCP 47 tag in which delegations are named.
        standing: theirs in the session.
        state: of the session.
    """

    member: MemberId | None
    locale: str
    standing: Standing
    state: SessionState

    def owns(self, slot: Slot) -> bool:
        """Whether a request is theirs, or of the delegation that they act for."""
        return self.member is not None and owns(self.member, self.standing, slot)

    def may_read(self, slot: Slot) -> bool:
        """Whether they read the statement handed in with a request; see `is_for_all`."""
        is_early = self.owns(slot) or bool(self.standing.holds & _BEFOREHAND)
        return is_early or is_for_all(slot.state, self.state)
