"""Let somebody follow a live session, and not take the word in it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.live.accreditation import actions as accreditation
from forum.live.accreditation.schemas import LONGEST_MUTE
from forum.live.sessions.rules import RequestState
from forum.moderation.acts.base import Ask, Noted, ParticipantAct
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class MuteParticipant(ParticipantAct):
    """Mute one participant of a session, in all their parts, for some minutes."""

    name: ClassVar[str] = "mute_participant"
    text: ClassVar[str] = N_("Mute the participant")
    remark: ClassVar[str] = N_("They can follow the session and vote, and not take the word.")
    past: ClassVar[str] = N_("Muted a participant")
    told: ClassVar[str] = N_("A moderator muted you in a live session.")
    asks: ClassVar[Sequence[Ask]] = (Ask("minutes", "minutes", N_("For how many minutes?")),)

    minutes: Annotated[int, Field(ge=1, le=LONGEST_MUTE)]

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == RequestState.APPROVED and not standing.muted

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        until = unit.now + timedelta(minutes=self.minutes)
        await accreditation.hush(unit, self.participant_id, until)
        return {"ends_at": until.isoformat()}
