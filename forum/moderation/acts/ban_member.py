"""Close a member’s account for good."""

from collections.abc import Sequence
from typing import ClassVar

from forum.accounts.rules import SanctionKind
from forum.core.errors import N_
from forum.moderation.acts.base import Ask
from forum.moderation.acts.sanctions import SanctionAct


class BanMember(SanctionAct):
    """Close a member’s account for good."""

    name: ClassVar[str] = "ban_member"
    kind: ClassVar[SanctionKind] = SanctionKind.BAN
    text: ClassVar[str] = N_("Ban the member")
    remark: ClassVar[str] = N_("They are signed out at once, and cannot sign in any more.")
    past: ClassVar[str] = N_("Banned a member")
    told: ClassVar[str] = N_("A moderator closed your account.")
    asks: ClassVar[Sequence[Ask]] = ()

    days: None = None
