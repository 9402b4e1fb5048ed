"""Let a topic only be read from now on."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import TopicAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class ArchiveTopic(TopicAct):
    """Archive one topic."""

    name: ClassVar[str] = "archive_topic"
    text: ClassVar[str] = N_("Archive the topic")
    remark: ClassVar[str] = N_("It can be read, and nobody adds to it or edits it any more.")
    past: ClassVar[str] = N_("Archived a topic")
    told: ClassVar[str] = N_("A moderator archived a topic of yours: it can only be read.")

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state in {TopicState.OPEN, TopicState.LOCKED}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.set_state(unit, self.topic_id, TopicState.ARCHIVED)
