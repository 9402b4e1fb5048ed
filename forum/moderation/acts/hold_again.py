"""Let a text wait again, about which a moderator decided by mistake."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import holding
from forum.discussions.rules import HeldState
from forum.moderation.acts.base import HeldAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class HoldAgain(HeldAct):
    """Let one text wait again; it undoes a decision and is in no menu."""

    name: ClassVar[str] = "hold_again"
    text: ClassVar[str] = N_("Let it wait again")
    past: ClassVar[str] = N_("Let a text wait again")
    told: ClassVar[str] = N_("What you wrote waits again until a moderator has read it.")
    in_menus: ClassVar[bool] = False

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state != HeldState.WAITING

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await holding.hold_again(unit, self.held_id, self.reason)
