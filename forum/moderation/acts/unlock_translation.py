"""Let members correct a translation of a post again."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.rules import PostState
from forum.moderation.acts.base import Ask, PostAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry
from forum.reviews.actions import set_lock
from forum.web.fields import LanguageTag


class UnlockTranslation(PostAct):
    """Let members correct one translation of one post again."""

    name: ClassVar[str] = "unlock_translation"
    needs: ClassVar[Permission] = Permission.POST_EDIT_ANY
    text: ClassVar[str] = N_("Unlock a translation")
    remark: ClassVar[str] = N_("Members can correct it again.")
    past: ClassVar[str] = N_("Unlocked a translation")
    tells: ClassVar[bool] = False
    undone_by: ClassVar[str | None] = "lock_translation"
    asks: ClassVar[Sequence[Ask]] = (Ask("language", "language", N_("Which translation?")),)

    language: LanguageTag

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.VISIBLE

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"language": details["language"]}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        if not await set_lock(unit, await self.translated(unit), self.language, locked=False):
            raise AlreadyDone
