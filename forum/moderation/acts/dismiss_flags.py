"""Leave a post as it is, and settle what was reported about it."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.moderation.acts.base import PostAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class DismissFlags(PostAct):
    """Dismiss the flags of one post."""

    name: ClassVar[str] = "dismiss_flags"
    needs: ClassVar[Permission] = Permission.FLAG_RESOLVE
    text: ClassVar[str] = N_("Leave the post as it is")
    remark: ClassVar[str] = N_("Its reports are settled and leave the list.")
    undone_by: ClassVar[str | None] = "reopen_flags"
    tells: ClassVar[bool] = False
    past: ClassVar[str] = N_("Dismissed reports")

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.flags + standing.hints > 0

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> None:
        """See `Act`: every act on a post settles its flags, and this one does no more."""
