"""Show a hidden post again."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.rules import PostState
from forum.moderation.acts.base import PostAct
from forum.moderation.acts.hide_post import HidePost
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class RestorePost(PostAct):
    """Restore one post."""

    name: ClassVar[str] = "restore_post"
    needs: ClassVar[Permission] = Permission.POST_HIDE
    text: ClassVar[str] = N_("Show the post again")
    past: ClassVar[str] = N_("Showed a post again")
    told: ClassVar[str] = N_("A moderator showed a post of yours again.")
    undoes: ClassVar[str | None] = HidePost.name

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.HIDDEN

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await discussions.restore_post(unit, self.post_id)
