"""Remove a post's text for good."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import PostState
from forum.moderation.acts.base import PostAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class DeletePost(PostAct):
    """Delete one post; nothing brings its text back."""

    name: ClassVar[str] = "delete_post"
    needs: ClassVar[Permission] = Permission.POST_EDIT_ANY
    text: ClassVar[str] = N_("Delete the post for good")
    remark: ClassVar[str] = N_("Its text is gone for everyone, and cannot be brought back.")
    past: ClassVar[str] = N_("Deleted a post")
    told: ClassVar[str] = N_("A moderator deleted a post of yours.")
    mailed: ClassVar[bool] = True

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state != PostState.DELETED

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.delete_post(unit, self.post_id)
