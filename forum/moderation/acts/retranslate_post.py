"""Have a translation of a post made anew."""

from collections.abc import Sequence
from typing import ClassVar

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.rules import PostState
from forum.moderation.acts.base import Ask, PostAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry
from forum.translations.anew import make_anew
from forum.web.fields import LanguageTag


class RetranslatePost(PostAct):
    """Have one machine translation of one post made anew, without the memory of it."""

    name: ClassVar[str] = "retranslate_post"
    needs: ClassVar[Permission] = Permission.POST_EDIT_ANY
    text: ClassVar[str] = N_("Translate anew")
    remark: ClassVar[str] = N_("Only what a machine has made; what people wrote or checked stays.")
    past: ClassVar[str] = N_("Had a post translated anew")
    tells: ClassVar[bool] = False
    asks: ClassVar[Sequence[Ask]] = (Ask("language", "language", N_("Which translation?")),)

    language: LanguageTag

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.VISIBLE

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> None:
        """See `Act`."""
        if not await make_anew(unit, await self.translated(unit), self.language):
            raise AlreadyDone
