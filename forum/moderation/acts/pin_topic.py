"""Keep a topic on top of its space."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.moderation.acts.base import TopicAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class PinTopic(TopicAct):
    """Pin one topic."""

    name: ClassVar[str] = "pin_topic"
    text: ClassVar[str] = N_("Pin the topic")
    remark: ClassVar[str] = N_("It stays on top of its space.")
    tells: ClassVar[bool] = False
    past: ClassVar[str] = N_("Pinned a topic")

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return not standing.pinned

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.set_pinned(unit, self.topic_id, pinned=True)
