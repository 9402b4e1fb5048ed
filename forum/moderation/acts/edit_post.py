"""Give a post another text."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from forum.core.errors import N_
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions import queries
from forum.discussions.rules import PostState
from forum.discussions.schemas import Body, OptionalLanguage, PostChange
from forum.moderation.acts.base import Ask, Noted, PostAct
from forum.moderation.rules import AlreadyDone, NotUndoable, Standing
from forum.moderation.tables import AuditEntry


class EditPost(PostAct):
    """Edit one post, with a note to its author: the reason. The text before stays as a revision."""

    name: ClassVar[str] = "edit_post"
    needs: ClassVar[Permission] = Permission.POST_EDIT_ANY
    text: ClassVar[str] = N_("Edit the post")
    remark: ClassVar[str] = N_("Its author reads why; the text before stays among its revisions.")
    past: ClassVar[str] = N_("Edited a post")
    told: ClassVar[str] = N_("A moderator edited a post of yours.")
    unrecorded: ClassVar[frozenset[str]] = frozenset({"body"})
    undone_by: ClassVar[str | None] = "edit_post"
    for_many: ClassVar[bool] = False
    asks: ClassVar[Sequence[Ask]] = (
        Ask("body", "text", N_("Text"), N_("Empty: the text stays."), needed=False),
        Ask("language", "language", N_("Language of the text"), needed=False),
    )

    body: Annotated[Body | None, BeforeValidator(lambda value: value or None)] = None
    """Empty: the text stays, and only its language is another."""
    language: OptionalLanguage = None

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state == PostState.VISIBLE

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"language": details["from"]}

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> Noted:
        """See `Act`. The record keeps no text: what was written before stands in the revisions."""
        post, _, _ = await queries.post_for_update(unit.db, unit.actor, self.post_id)
        language, version, body = post.language, post.version, self.body or post.source
        if undone is not None:
            if undone.details["version"] + 1 != version:
                raise NotUndoable
            body = await queries.earlier_text(unit.db, self.post_id, version - 1)
        change = PostChange(body=body, language=self.language or language)
        await discussions.edit_post(unit, self.post_id, change)
        if post.version == version:
            raise AlreadyDone
        return {"from": language, "version": version}
