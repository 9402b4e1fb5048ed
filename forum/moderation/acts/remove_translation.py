"""Take a translation of a post away."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.rules import PostState
from forum.moderation.acts.base import Ask, PostAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry
from forum.translations import withdrawing
from forum.web.fields import LanguageTag


class RemoveTranslation(PostAct):
    """Remove one translation of one post; it stays among its revisions."""

    name: ClassVar[str] = "remove_translation"
    needs: ClassVar[Permission] = Permission.POST_EDIT_ANY
    text: ClassVar[str] = N_("Remove a translation")
    remark: ClassVar[str] = N_("It is not made anew for a while; members can write one.")
    past: ClassVar[str] = N_("Removed a translation")
    tells: ClassVar[bool] = False
    undone_by: ClassVar[str | None] = "restore_translation"
    asks: ClassVar[Sequence[Ask]] = (
        Ask("language", "language", N_("Which translation is wrong?")),
    )

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
        if not await withdrawing.remove(unit, await self.translated(unit), self.language):
            raise AlreadyDone
