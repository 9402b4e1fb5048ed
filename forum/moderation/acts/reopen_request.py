"""Let a request to take part in a live session wait again, about which was decided."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.live.accreditation.actions import reopen
from forum.live.sessions.rules import RequestState
from forum.moderation.acts.base import RequestAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class ReopenRequest(RequestAct):
    """Undo what was decided about a request; whoever was let in takes part no more."""

    name: ClassVar[str] = "reopen_request"
    text: ClassVar[str] = N_("Let it wait again")
    past: ClassVar[str] = N_("Took back a decision about a request to take part")
    told: ClassVar[str] = N_(
        "A moderator took back what was decided about your request to take part in a session."
    )
    in_menus: ClassVar[bool] = False
    mailed: ClassVar[bool] = True

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state in {RequestState.APPROVED, RequestState.DECLINED}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        reopen(unit, await self.matter(unit))
