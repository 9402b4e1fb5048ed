"""Let a pinned topic take its place by time again."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.moderation.acts.base import TopicAct
from forum.moderation.acts.pin_topic import PinTopic
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class UnpinTopic(TopicAct):
    """Unpin one topic."""

    name: ClassVar[str] = "unpin_topic"
    text: ClassVar[str] = N_("Unpin the topic")
    tells: ClassVar[bool] = False
    past: ClassVar[str] = N_("Unpinned a topic")
    undoes: ClassVar[str | None] = PinTopic.name

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.pinned

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.set_pinned(unit, self.topic_id, pinned=False)
