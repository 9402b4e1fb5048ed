"""What moderation announces, to moderators only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import CaseId
from forum.moderation.queueing import CaseKind

QUEUE = "moderation"
"""Channel of who decides about everything; `channels.channel_of` names the others."""


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """Something new waits for a decision; what is said about it, and by whom, is left out.

    Attributes:
        space: the end of the address of where it is; empty for an appeal, or a session of the
            whole site.
    """

    name: ClassVar[str] = "case.opened"
    id: CaseId
    kind: CaseKind
    language: str
    space: str

    def channels(self) -> Sequence[str]:
        """Those of who decides about it: everywhere, in a space, in a language."""
        if self.kind == CaseKind.APPEAL:
            return (QUEUE,)
        if not self.space:
            return QUEUE, f"{QUEUE}:language:{self.language}"
        return QUEUE, f"{QUEUE}:space:{self.space}", f"{QUEUE}:language:{self.language}"

    def payload(self) -> dict[str, object]:
        """Without the space, which not everybody sees who looks after a language."""
        return {"id": self.id, "kind": self.kind, "language": self.language}
