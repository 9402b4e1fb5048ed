"""Let a locked topic take replies again."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import TopicAct
from forum.moderation.acts.lock_topic import LockTopic
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class UnlockTopic(TopicAct):
    """Unlock one topic."""

    name: ClassVar[str] = "unlock_topic"
    text: ClassVar[str] = N_("Unlock the topic")
    past: ClassVar[str] = N_("Unlocked a topic")
    told: ClassVar[str] = N_("A moderator unlocked a topic of yours.")
    undoes: ClassVar[str | None] = LockTopic.name

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == TopicState.LOCKED

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.set_state(unit, self.topic_id, TopicState.OPEN)
