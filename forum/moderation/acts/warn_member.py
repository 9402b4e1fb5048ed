"""Tell a member that something was wrong."""

from typing import ClassVar

from forum.accounts import actions as accounts
from forum.accounts.rules import MemberState, SanctionKind
from forum.core.errors import N_
from forum.db.unit import Unit
from forum.moderation.acts.base import MemberAct, Noted
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry


class WarnMember(MemberAct):
    """Warn one member. What was read cannot be taken back, so this is not undone."""

    name: ClassVar[str] = "warn_member"
    text: ClassVar[str] = N_("Warn the member")
    remark: ClassVar[str] = N_("They read your reason; nothing else changes.")
    past: ClassVar[str] = N_("Warned a member")
    told: ClassVar[str] = N_("A moderator warns you.")

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == MemberState.ACTIVE

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        kind = SanctionKind.WARNING
        row = await accounts.sanction(unit, self.member_id, kind, self.reason, None)
        return {"sanction_id": row.id}
