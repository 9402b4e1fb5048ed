"""Put the posts of a topic that was split back where they were."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.ids import TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import arranging
from forum.discussions.queries import Placed
from forum.discussions.rules import PostState, TopicState
from forum.moderation.acts.base import Noted, PostAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry


class UnsplitTopic(PostAct):
    """Undo a split; it is in no menu."""

    name: ClassVar[str] = "unsplit_topic"
    needs: ClassVar[Permission] = Permission.TOPIC_MODERATE
    text: ClassVar[str] = N_("Put the posts back")
    past: ClassVar[str] = N_("Put posts back into their topic")
    told: ClassVar[str] = N_("A moderator put posts of yours back into their topic.")
    in_menus: ClassVar[bool] = False

    topic_id: TopicId

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state != PostState.DELETED

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        if undone is None:
            raise AlreadyDone
        moved = [Placed.read(one) for one in undone.details["moved"]]
        await arranging.put_back(unit, self.topic_id, moved, TopicState.OPEN)
        return {"moved": [one.noted() for one in moved]}
