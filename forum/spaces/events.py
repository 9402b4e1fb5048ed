"""What spaces announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import MemberId


@dataclass(frozen=True, slots=True)
class SpaceChanged(Event):
    """A space is new, or its name, description or access is another."""

    name: ClassVar[str] = "space.changed"
    slug: str

    def channels(self) -> Sequence[str]:
        """Its own, and the site's: whatever was made of any list of spaces is stale."""
        return (f"space:{self.slug}", "site")


@dataclass(frozen=True, slots=True)
class SpaceClosed(Event):
    """Fewer people see a space than before: whoever listens to it has to be admitted anew."""

    name: ClassVar[str] = "space.closed"
    slug: str

    def channels(self) -> Sequence[str]:
        """Its own."""
        return (f"space:{self.slug}",)


@dataclass(frozen=True, slots=True)
class SpaceMemberAdded(Event):
    """Somebody belongs to a space now."""

    name: ClassVar[str] = "space.member_added"
    slug: str
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own: nobody else need know."""
        return (f"member:{self.member_id}",)


@dataclass(frozen=True, slots=True)
class SpaceMemberRemoved(Event):
    """Somebody belongs to a space no more: what they hear of it is to end."""

    name: ClassVar[str] = "space.member_removed"
    slug: str
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own: nobody else need know."""
        return (f"member:{self.member_id}",)
