"""Take a topic out of sight, with all its posts; it stays on record."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import TopicAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class HideTopic(TopicAct):
    """Hide one topic."""

    name: ClassVar[str] = "hide_topic"
    text: ClassVar[str] = N_("Hide the topic")
    remark: ClassVar[str] = N_("Only moderators see it then, and all that was posted in it.")
    past: ClassVar[str] = N_("Hid a topic")
    told: ClassVar[str] = N_("A moderator hid a topic of yours.")
    mailed: ClassVar[bool] = True

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state != TopicState.HIDDEN

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.set_state(unit, self.topic_id, TopicState.HIDDEN)
