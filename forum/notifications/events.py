"""What notifications announce, to the one member they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import MemberId


@dataclass(frozen=True, slots=True)
class NotificationsChanged(Event):
    """A member has other unread notifications than before; what they are is asked for."""

    name: ClassVar[str] = "notifications.changed"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own."""
        return (f"member:{self.member_id}",)


@dataclass(frozen=True, slots=True)
class SubscriptionChanged(Event):
    """A member follows other things than before."""

    name: ClassVar[str] = "subscription.changed"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """The member's own."""
        return (f"member:{self.member_id}",)
