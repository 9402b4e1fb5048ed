"""Put a topic into another space."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import arranging
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import Ask, Noted, TopicAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry
from forum.web.fields import Slug


class MoveTopic(TopicAct):
    """Move one topic."""

    name: ClassVar[str] = "move_topic"
    text: ClassVar[str] = N_("Move the topic")
    remark: ClassVar[str] = N_("It stands in another space then, with all its posts.")
    past: ClassVar[str] = N_("Moved a topic")
    told: ClassVar[str] = N_("A moderator moved a topic of yours to another space.")
    undone_by: ClassVar[str | None] = "move_topic"
    asks: ClassVar[Sequence[Ask]] = (Ask("space", "space", N_("Where to?")),)

    space: Slug

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state != TopicState.HIDDEN

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"space": details["from"]}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        before = await arranging.move_topic(unit, self.topic_id, self.space)
        if before == self.space:
            raise AlreadyDone
        return {"from": before}
