"""Post a text that waited for a moderator."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import holding
from forum.discussions.rules import HeldState
from forum.moderation.acts.base import HeldAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class ApproveHeld(HeldAct):
    """Post one text that waits."""

    name: ClassVar[str] = "approve_held"
    text: ClassVar[str] = N_("Post it")
    remark: ClassVar[str] = N_("Everybody who sees the place can read it then.")
    past: ClassVar[str] = N_("Approved a text")
    told: ClassVar[str] = N_("A moderator has read what you wrote, and posted it.")
    undone_by: ClassVar[str | None] = "hold_again"

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == HeldState.WAITING

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await holding.approve(unit, self.held_id)
