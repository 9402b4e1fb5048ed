"""End what was decided about a member before its time."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forum.accounts import actions as accounts
from forum.accounts import queries as members
from forum.accounts.rules import SanctionKind
from forum.core.errors import N_
from forum.db.unit import Unit
from forum.moderation.acts.base import Ask, MemberAct, Noted
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry


class LiftSanction(MemberAct):
    """Lift one sanction of one member."""

    name: ClassVar[str] = "lift_sanction"
    text: ClassVar[str] = N_("Lift a sanction")
    remark: ClassVar[str] = N_("What was decided about the member ends now.")
    past: ClassVar[str] = N_("Lifted a sanction")
    told: ClassVar[str] = N_("A moderator lifted what was decided about you.")
    undone_by: ClassVar[str | None] = "renew_sanction"
    asks: ClassVar[Sequence[Ask]] = (Ask("kind", "sanction", N_("What shall end?")),)

    kind: SanctionKind

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return bool(standing.sanctions)

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"sanction_id": details["sanction_id"]}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        row = await members.not_ended(unit.db, self.member_id, self.kind)
        if row is None:
            raise AlreadyDone
        await accounts.end_sanction(unit, row)
        return {"sanction_id": row.id}
