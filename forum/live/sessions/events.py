"""What live sessions announce. The numbered log of `session:<id>` is the truth of their records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import ItemId, MemberId, ParticipantId, SessionId


@dataclass(frozen=True, slots=True)
class SessionEvent(Event):
    """Something that happened in a session; made from `doing.Doing`.

    Attributes:
        session_id: where.
        at: when, milliseconds since 1970 by the server's clock.
        by: who did it; `None`: nobody in particular.
        on_behalf: for whom, `{"delegation", "capacity"}`; on the wire it is called `for`.
    """

    session_id: SessionId
    at: int
    by: MemberId | None
    on_behalf: Mapping[str, object] | None

    def channels(self) -> Sequence[str]:
        """The session's."""
        return (f"session:{self.session_id}",)

    def payload(self) -> dict[str, object]:
        """What goes on the wire beside the event's name: all by which two events differ."""
        names = {"on_behalf": "for"}
        told = [one.name for one in fields(self) if one.compare]
        return {names.get(name, name): getattr(self, name) for name in told}


@dataclass(frozen=True, slots=True)
class SessionMoved(SessionEvent):
    """A session is in another state."""

    name: ClassVar[str] = "session.state"
    state: str


@dataclass(frozen=True, slots=True)
class SessionEdited(SessionEvent):
    """Title, times, languages, rules or anything else of what is announced is another."""

    name: ClassVar[str] = "session.changed"
    closes: bool
    """Whether fewer people follow it than before, or in fewer languages."""


@dataclass(frozen=True, slots=True)
class ItemOpened(SessionEvent):
    """An item of the agenda is dealt with from now on; `None`: no item is."""

    name: ClassVar[str] = "agenda.item_opened"
    item_id: ItemId | None


@dataclass(frozen=True, slots=True)
class ItemChanged(SessionEvent):
    """An item of the agenda is new, gone, or another; `None`: their order is."""

    name: ClassVar[str] = "agenda.item_changed"
    item_id: ItemId | None


@dataclass(frozen=True, slots=True)
class ParticipantEvent(SessionEvent):
    """Something about one participant."""

    participant_id: ParticipantId
    member_id: MemberId


@dataclass(frozen=True, slots=True)
class ParticipantJoined(ParticipantEvent):
    """Somebody was let in."""

    name: ClassVar[str] = "participant.joined"
    part: str


@dataclass(frozen=True, slots=True)
class ParticipantLeft(ParticipantEvent):
    """Somebody takes part as this no more."""

    name: ClassVar[str] = "participant.left"
    part: str


@dataclass(frozen=True, slots=True)
class ParticipantMuted(ParticipantEvent):
    """A moderator decided that somebody does not take the word for now, or does again."""

    name: ClassVar[str] = "participant.muted"
    until: int | None
    """Milliseconds since 1970; `None`: they may again."""
