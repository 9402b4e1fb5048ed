"""Let a member read and not write."""

from typing import ClassVar

from forum.accounts.rules import SanctionKind
from forum.core.errors import N_
from forum.moderation.acts.sanctions import SanctionAct


class SilenceMember(SanctionAct):
    """Let a member read and not write."""

    name: ClassVar[str] = "silence_member"
    kind: ClassVar[SanctionKind] = SanctionKind.SILENCE
    text: ClassVar[str] = N_("Silence the member")
    remark: ClassVar[str] = N_("They can read, and not write.")
    past: ClassVar[str] = N_("Silenced a member")
    told: ClassVar[str] = N_("A moderator decided that you can read here, and not write.")
