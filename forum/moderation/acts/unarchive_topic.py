"""Take a topic out of the archive, locked if it was locked before."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.moderation.acts.archive_topic import ArchiveTopic
from forum.moderation.acts.base import TopicAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class UnarchiveTopic(TopicAct):
    """Take one topic out of the archive."""

    name: ClassVar[str] = "unarchive_topic"
    text: ClassVar[str] = N_("Take the topic out of the archive")
    past: ClassVar[str] = N_("Took a topic out of the archive")
    told: ClassVar[str] = N_("A moderator took a topic of yours out of the archive.")
    undoes: ClassVar[str | None] = ArchiveTopic.name

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == TopicState.ARCHIVED

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> None:
        """See `Act`."""
        before = TopicState(undone.details["was"]["state"]) if undone else TopicState.OPEN
        await discussions.set_state(unit, self.topic_id, before)
