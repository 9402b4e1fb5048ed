"""Hang all posts of a topic into another one."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from forum.core.errors import N_
from forum.core.ids import TopicId
from forum.db.unit import Unit
from forum.discussions import arranging
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import Ask, Noted, TopicAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry
from forum.web.fields import COUNTED


class MergeTopic(TopicAct):
    """Merge one topic into another; addresses of posts stay good."""

    name: ClassVar[str] = "merge_topic"
    text: ClassVar[str] = N_("Merge the topic into another")
    remark: ClassVar[str] = N_("All its posts go there, and the empty topic is hidden.")
    past: ClassVar[str] = N_("Merged a topic into another")
    told: ClassVar[str] = N_("A moderator merged a topic of yours into another one.")
    undone_by: ClassVar[str | None] = "unmerge_topic"
    asks: ClassVar[Sequence[Ask]] = (
        Ask("into", "line", N_("Number of the other topic"), N_("It stands in its address: /t/12")),
    )

    into: Annotated[TopicId, COUNTED]

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state != TopicState.HIDDEN

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"out_of": details["into"]}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        moved = await arranging.merge(unit, self.topic_id, self.into)
        return {"moved": [one.noted() for one in moved]}
