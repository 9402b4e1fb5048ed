"""Close a member’s account for some days."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from forum.accounts.rules import SanctionKind
from forum.core.errors import N_
from forum.moderation.acts.base import Ask
from forum.moderation.acts.sanctions import LONGEST, SanctionAct


class SuspendMember(SanctionAct):
    """Close a member’s account for some days."""

    name: ClassVar[str] = "suspend_member"
    kind: ClassVar[SanctionKind] = SanctionKind.SUSPENSION
    text: ClassVar[str] = N_("Suspend the member")
    remark: ClassVar[str] = N_("They are signed out at once, and cannot sign in until it ends.")
    past: ClassVar[str] = N_("Suspended a member")
    told: ClassVar[str] = N_("A moderator suspended your account.")
    asks: ClassVar[Sequence[Ask]] = (Ask("days", "days", N_("For how many days?")),)

    days: Annotated[int, Field(ge=1, le=LONGEST)]
