"""What delegations announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import DelegationId, MemberId


@dataclass(frozen=True, slots=True)
class DelegationChanged(Event):
    """A delegation is new, or something about it is another."""

    name: ClassVar[str] = "delegation.changed"
    id: DelegationId

    def channels(self) -> Sequence[str]:
        """That of all delegations: whatever was made of a list of them is stale."""
        return ("delegations",)


@dataclass(frozen=True, slots=True)
class MandateChanged(Event):
    """Somebody acts for a delegation from some day on, or no more."""

    name: ClassVar[str] = "mandate.changed"
    delegation_id: DelegationId
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own, and that of all delegations."""
        return (f"member:{self.member_id}", "delegations")
