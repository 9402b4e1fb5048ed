"""Say of what kind a topic is."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions import queries
from forum.discussions.rules import Kind, TopicState
from forum.discussions.schemas import TopicChange
from forum.moderation.acts.base import Ask, Noted, TopicAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry


class SetTopicKind(TopicAct):
    """Change the kind of one topic; those with a card of a resource keep theirs."""

    name: ClassVar[str] = "set_topic_kind"
    text: ClassVar[str] = N_("Change the kind of the topic")
    past: ClassVar[str] = N_("Changed the kind of a topic")
    told: ClassVar[str] = N_("A moderator changed the kind of a topic of yours.")
    undone_by: ClassVar[str | None] = "set_topic_kind"
    asks: ClassVar[Sequence[Ask]] = (Ask("kind", "kind", N_("What is it?")),)

    kind: Literal[Kind.DISCUSSION, Kind.QUESTION, Kind.ANNOUNCEMENT]

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state not in {TopicState.HIDDEN, TopicState.ARCHIVED}

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"kind": details["from"]}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        topic, _ = await queries.topic_for_update(unit.db, unit.actor, self.topic_id)
        before = topic.kind
        if before in {self.kind, Kind.RESOURCE}:
            raise AlreadyDone
        await discussions.change_topic(unit, self.topic_id, TopicChange(kind=self.kind))
        return {"from": before.value}
