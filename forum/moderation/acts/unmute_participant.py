"""Let somebody take the word in a live session again."""

from typing import ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.live.accreditation import actions as accreditation
from forum.live.sessions.rules import RequestState
from forum.moderation.acts.base import ParticipantAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class UnmuteParticipant(ParticipantAct):
    """Let one participant of a session take the word again."""

    name: ClassVar[str] = "unmute_participant"
    text: ClassVar[str] = N_("Let the participant take the word again")
    past: ClassVar[str] = N_("Let a participant take the word again")
    told: ClassVar[str] = N_("A moderator lets you take the word in a live session again.")
    undoes: ClassVar[str | None] = "mute_participant"

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == RequestState.APPROVED and standing.muted

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        await accreditation.hush(unit, self.participant_id, None)
