"""Let what was decided about a member hold again, after it was lifted by mistake."""

from typing import ClassVar

from forum.accounts import actions as accounts
from forum.accounts import queries as members
from forum.accounts.rules import MemberState
from forum.core.errors import N_
from forum.core.ids import SanctionId
from forum.db.unit import Unit
from forum.moderation.acts.base import MemberAct, Noted
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry


class RenewSanction(MemberAct):
    """Let one lifted sanction hold again; it undoes that and is in no menu."""

    name: ClassVar[str] = "renew_sanction"
    text: ClassVar[str] = N_("Let the sanction hold again")
    past: ClassVar[str] = N_("Let a sanction hold again")
    told: ClassVar[str] = N_("What was decided about you holds again.")
    in_menus: ClassVar[bool] = False

    sanction_id: SanctionId

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state in {MemberState.ACTIVE, MemberState.SUSPENDED}

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        row = await members.find_sanction(unit.db, self.sanction_id)
        if undone is None or row is None or row.member_id != self.member_id:
            raise AlreadyDone
        if await members.not_ended(unit.db, self.member_id, row.kind) is not None:
            raise AlreadyDone
        await accounts.renew_sanction(unit, row)
        return {"sanction_id": row.id}
