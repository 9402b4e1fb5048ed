"""Take the posts of a merged topic out of the other one again."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.ids import TopicId
from forum.db.unit import Unit
from forum.discussions import arranging
from forum.discussions.queries import Placed
from forum.discussions.rules import TopicState
from forum.moderation.acts.base import Noted, TopicAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry


class UnmergeTopic(TopicAct):
    """Undo a merge; it is in no menu."""

    name: ClassVar[str] = "unmerge_topic"
    text: ClassVar[str] = N_("Take the topic out of the other one")
    past: ClassVar[str] = N_("Took a topic out of another one")
    told: ClassVar[str] = N_("A moderator took a topic of yours out of the other one again.")
    in_menus: ClassVar[bool] = False

    out_of: TopicId

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == TopicState.HIDDEN

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        if undone is None:
            raise AlreadyDone
        moved = [Placed.read(one) for one in undone.details["moved"]]
        state = TopicState(undone.details["was"]["state"])
        await arranging.put_back(unit, self.out_of, moved, state)
        return {"moved": [one.noted() for one in moved]}
