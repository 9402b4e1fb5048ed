"""What accounts announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import MemberId

ERASE = "account.erase"
"""Kind of the job (`member_id`) that a member leaves who goes: it removes what is theirs."""


@dataclass(frozen=True, slots=True)
class MemberChanged(Event):
    """Something about a member is different: standing, sign-ins, settings."""

    name: ClassVar[str] = "member.changed"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own."""
        return [f"member:{self.member_id}"]


@dataclass(frozen=True, slots=True)
class MemberShownAnew(Event):
    """What stands beside a member's posts is different: name, organisation or partner."""

    name: ClassVar[str] = "member.shown_anew"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own, and everything that may show the member."""
        return [f"member:{self.member_id}", "site"]


@dataclass(frozen=True, slots=True)
class AccessEnded(Event):
    """A sign-in or a token is no longer good: whoever is connected has to prove it anew."""

    name: ClassVar[str] = "member.access_ended"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own."""
        return [f"member:{self.member_id}"]


@dataclass(frozen=True, slots=True)
class MemberSuspended(Event):
    """A member may not use the account for now; open connections of theirs are to end."""

    name: ClassVar[str] = "member.suspended"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own."""
        return [f"member:{self.member_id}"]


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    """A member has closed the account; open connections of theirs are to end."""

    name: ClassVar[str] = "member.left"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own."""
        return [f"member:{self.member_id}"]
