"""Let what was reported about a post wait for a decision again."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.rules import PostState
from forum.moderation.acts.base import PostAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry


class ReopenFlags(PostAct):
    """Reopen the flags of one post; it undoes their dismissal and is in no menu."""

    name: ClassVar[str] = "reopen_flags"
    needs: ClassVar[Permission] = Permission.FLAG_RESOLVE
    text: ClassVar[str] = N_("Look at the reports again")
    past: ClassVar[str] = N_("Reopened reports")
    tells: ClassVar[bool] = False
    in_menus: ClassVar[bool] = False

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state != PostState.DELETED

    async def carry_out(self, _unit: Unit, undone: AuditEntry | None) -> None:
        """See `Act`: whatever undoes an act on a post reopens the flags that it answered."""
        if undone is None:
            raise AlreadyDone
