"""Leave a text that waited for a moderator unposted."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import holding
from forum.discussions.rules import HeldState
from forum.moderation.acts.base import HeldAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class DeclineHeld(HeldAct):
    """Decline one text that waits."""

    name: ClassVar[str] = "decline_held"
    text: ClassVar[str] = N_("Do not post it")
    remark: ClassVar[str] = N_("Its author reads why, and keeps the text.")
    past: ClassVar[str] = N_("Declined a text")
    told: ClassVar[str] = N_("A moderator has read what you wrote, and did not post it.")
    undone_by: ClassVar[str | None] = "hold_again"

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == HeldState.WAITING

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await holding.decline(unit, self.held_id, self.reason)
