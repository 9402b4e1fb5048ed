"""Show a translation again that was removed by mistake."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.rules import PostState
from forum.moderation.acts.base import PostAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry
from forum.translations import withdrawing
from forum.web.fields import LanguageTag


class RestoreTranslation(PostAct):
    """Undo the removal of a translation; it is in no menu."""

    name: ClassVar[str] = "restore_translation"
    needs: ClassVar[Permission] = Permission.POST_EDIT_ANY
    text: ClassVar[str] = N_("Show the translation again")
    past: ClassVar[str] = N_("Showed a translation again")
    tells: ClassVar[bool] = False
    in_menus: ClassVar[bool] = False

    language: LanguageTag

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.VISIBLE

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> None:
        """See `Act`."""
        text = await self.translated(unit)
        if undone is None or not await withdrawing.bring_back(unit, text, self.language):
            raise AlreadyDone
