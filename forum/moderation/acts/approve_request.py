"""Let somebody take part in a live session who asked to."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.live.accreditation.actions import settle
from forum.live.accreditation.schemas import RequestDecision
from forum.live.sessions.rules import RequestState
from forum.moderation.acts.base import RequestAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class ApproveRequest(RequestAct):
    """Let somebody take part in a live session who asked to."""

    name: ClassVar[str] = "approve_request"
    text: ClassVar[str] = N_("Let them in")
    remark: ClassVar[str] = N_("They follow the session from then on, and are told.")
    past: ClassVar[str] = N_("Let somebody in to a session")
    told: ClassVar[str] = N_(
        "A moderator has read your request to take part in a session, and let you in."
    )
    undone_by: ClassVar[str | None] = "reopen_request"

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == RequestState.RECEIVED

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        given = RequestDecision(state=RequestState.APPROVED, reason=self.reason)
        await settle(unit, await self.matter(unit), given)
