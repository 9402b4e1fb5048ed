"""Show a hidden topic again, locked if it was locked before."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import TopicAct
from forum.moderation.acts.hide_topic import HideTopic
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class RestoreTopic(TopicAct):
    """Restore one topic."""

    name: ClassVar[str] = "restore_topic"
    text: ClassVar[str] = N_("Show the topic again")
    past: ClassVar[str] = N_("Showed a topic again")
    told: ClassVar[str] = N_("A moderator showed a topic of yours again.")
    undoes: ClassVar[str | None] = HideTopic.name

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == TopicState.HIDDEN

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> None:
        """See `Act`."""
        before = TopicState(undone.details["was"]["state"]) if undone else TopicState.OPEN
        await discussions.set_state(unit, self.topic_id, before)
