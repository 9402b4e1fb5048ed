"""Let what a member writes wait until a moderator has read it."""

from typing import ClassVar

from forum.accounts.rules import SanctionKind
from forum.core.errors import N_
from forum.moderation.acts.sanctions import SanctionAct


class PremoderateMember(SanctionAct):
    """Let what a member writes wait until a moderator has read it."""

    name: ClassVar[str] = "premoderate_member"
    kind: ClassVar[SanctionKind] = SanctionKind.APPROVAL
    text: ClassVar[str] = N_("Read posts before others do")
    remark: ClassVar[str] = N_("What the member writes waits until a moderator has read it.")
    past: ClassVar[str] = N_("Let a member’s posts wait for moderators")
    told: ClassVar[str] = N_("A moderator decided that moderators read what you write first.")
