"""Remove all translations of a post for good."""

from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.rules import PostState
from forum.moderation.acts.base import PostAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry
from forum.translations.anew import purge


class PurgeTranslations(PostAct):
    """Remove all translations of a post, their history, and what the memory knows of it."""

    name: ClassVar[str] = "purge_translations"
    needs: ClassVar[Permission] = Permission.POST_EDIT_ANY
    text: ClassVar[str] = N_("Remove all translations for good")
    remark: ClassVar[str] = N_("With history, proposals and memory. Readers can ask for new ones.")
    past: ClassVar[str] = N_("Removed all translations of a post for good")
    tells: ClassVar[bool] = False

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.VISIBLE

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        if not await purge(unit, await self.translated(unit)):
            raise AlreadyDone
