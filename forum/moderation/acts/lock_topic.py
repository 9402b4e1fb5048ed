"""Let a topic take no more replies."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import TopicAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class LockTopic(TopicAct):
    """Lock one topic."""

    name: ClassVar[str] = "lock_topic"
    text: ClassVar[str] = N_("Lock the topic")
    remark: ClassVar[str] = N_("It can be read, and only moderators can reply.")
    past: ClassVar[str] = N_("Locked a topic")
    told: ClassVar[str] = N_("A moderator locked a topic of yours: it takes no more replies.")

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == TopicState.OPEN

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.set_state(unit, self.topic_id, TopicState.LOCKED)
