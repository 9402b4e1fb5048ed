"""Make a topic of a post and all that answers it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import arranging
from forum.discussions.rules import PostState
from forum.discussions.schemas import Title
from forum.moderation.acts.base import Ask, Noted, PostAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class SplitTopic(PostAct):
    """Split one topic at one post."""

    name: ClassVar[str] = "split_topic"
    needs: ClassVar[Permission] = Permission.TOPIC_MODERATE
    text: ClassVar[str] = N_("Make a topic of it")
    remark: ClassVar[str] = N_("The post and all answers to it go to a topic of their own.")
    past: ClassVar[str] = N_("Split a topic")
    told: ClassVar[str] = N_("A moderator made a topic of a post of yours.")
    undone_by: ClassVar[str | None] = "unsplit_topic"
    for_many: ClassVar[bool] = False
    asks: ClassVar[Sequence[Ask]] = (Ask("title", "line", N_("Title of the new topic")),)

    title: Title

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.VISIBLE

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"topic_id": details["topic_id"]}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        topic_id, moved = await arranging.split(unit, self.post_id, self.title)
        return {"topic_id": topic_id, "moved": [one.noted() for one in moved]}
