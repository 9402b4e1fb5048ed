"""Take a post out of sight; it stays on record."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import PostState
from forum.moderation.acts.base import PostAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class HidePost(PostAct):
    """Hide one post."""

    name: ClassVar[str] = "hide_post"
    needs: ClassVar[Permission] = Permission.POST_HIDE
    text: ClassVar[str] = N_("Hide the post")
    remark: ClassVar[str] = N_("Only its author and moderators can read it then.")
    past: ClassVar[str] = N_("Hid a post")
    told: ClassVar[str] = N_("A moderator hid a post of yours.")

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.VISIBLE

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.hide_post(unit, self.post_id, self.reason)
