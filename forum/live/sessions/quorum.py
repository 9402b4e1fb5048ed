"""The quorum to open a meeting: of how many delegations somebody has to be in the room."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from forum.core.errors import N_, ForumError
from forum.core.ids import DelegationId, MemberId
from forum.decisions.majorities import NO_QUORUM, Quorum
from forum.live.profiles import Profile
from forum.live.sessions.states import OPENING, SessionState


class NoQuorum(ForumError):
    """Fewer delegations are here than the rules ask for, and the chair did not waive that."""

    code, status = "no_quorum", 409
    text = N_("Quorum: {quorum} have to be present; {present} count as present.")


@dataclass(frozen=True, slots=True)
class Turnout:
    """Delegations that were let in: how many there are, and of how many somebody is here."""

    delegations: int
    present: int

    @classmethod
    def of(
        cls, seats: Mapping[DelegationId, Collection[MemberId]], here: Collection[int]
    ) -> "Turnout":
        """Count delegations by their delegates and by who has the room open."""
        present = sum(1 for delegates in seats.values() if not {*delegates}.isdisjoint(here))
        return cls(len(seats), present)

    def check(self, quorum: Quorum) -> None:
        """Let a meeting be opened.

        Raises:
            NoQuorum: too few are here.
        """
        if not quorum.is_met(self.present, self.delegations):
            raise NoQuorum(quorum=quorum.needed(self.delegations), present=self.present)


def waivable(state: SessionState, profile: Profile) -> str | None:
    """The state that a session goes to with a quorum, which its chair can waive; `None`: none."""
    begin, opened = OPENING
    return opened.value if state is begin and profile.opening != NO_QUORUM else None
