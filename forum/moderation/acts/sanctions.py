"""Limiting what a member may do: what these acts have in common."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from forum.accounts import actions as accounts
from forum.accounts.rules import MemberState, SanctionKind
from forum.core.errors import N_
from forum.db.unit import Unit
from forum.moderation.acts.base import Ask, MemberAct, Noted
from forum.moderation.rules import Standing
from forum.moderation.tables import AuditEntry

LONGEST = 3650
"""Days."""
DAYS = Ask("days", "days", N_("For how many days?"), N_("Leave it empty for no end."), needed=False)

Days = Annotated[
    Annotated[int, Field(ge=1, le=LONGEST)] | None,
    BeforeValidator(lambda value: None if value == "" else value),
]


class SanctionAct(MemberAct):
    """Let a sanction begin, or a lifted one hold again."""

    kind: ClassVar[SanctionKind]
    undone_by: ClassVar[str | None] = "lift_sanction"
    asks: ClassVar[Sequence[Ask]] = (DAYS,)

    days: Days = None

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        usable = standing.state in {MemberState.ACTIVE, MemberState.SUSPENDED}
        return usable and cls.kind not in standing.sanctions

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG003
        """See `Act`."""
        return {"kind": cls.kind}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        ends_at = unit.now + timedelta(days=self.days) if self.days else None
        row = await accounts.sanction(unit, self.member_id, self.kind, self.reason, ends_at)
        return {"sanction_id": row.id, "ends_at": ends_at.isoformat() if ends_at else None}
