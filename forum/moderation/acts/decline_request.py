"""Decline somebody’s request to take part in a live session."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.live.accreditation.actions import settle
from forum.live.accreditation.schemas import RequestDecision
from forum.live.sessions.rules import RequestState
from forum.moderation.acts.base import RequestAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class DeclineRequest(RequestAct):
    """Decline somebody’s request to take part in a live session."""

    name: ClassVar[str] = "decline_request"
    text: ClassVar[str] = N_("Do not let them in")
    remark: ClassVar[str] = N_("They read why, and can ask anew.")
    past: ClassVar[str] = N_("Declined a request to take part")
    told: ClassVar[str] = N_(
        "A moderator has read your request to take part in a session, and declined it."
    )
    undone_by: ClassVar[str | None] = "reopen_request"

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == RequestState.RECEIVED

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        given = RequestDecision(state=RequestState.DECLINED, reason=self.reason)
        await settle(unit, await self.matter(unit), given)
