"""What moderation announces, to moderators only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import PostId


@dataclass(frozen=True, slots=True)
class PostFlagged(Event):
    """A post waits for a decision; who flagged it is left out."""

    name: ClassVar[str] = "post.flagged"
    id: PostId

    def channels(self) -> Sequence[str]:
        """That of the moderators."""
        return ("moderation",)
