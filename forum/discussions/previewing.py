"""How a text will look once it is posted: by the same hands that a post goes through."""

from typing import Any

from starlette.requests import Request

from forum.core.limits import Act
from forum.core.permissions import Permission
from forum.discussions.schemas import Body, OptionalLanguage
from forum.discussions.writing import write
from forum.web.identity import actor_of
from forum.web.limits import count
from forum.web.shapes import Input, Output
from i18n.languages import direction


class PreviewDraft(Input):
    """A text to be shown; its language is recognised where none is given."""

    body: Body
    language: OptionalLanguage = None


class PreviewOut(Output):
    """A text as it will be shown; `direction` (`ltr` or `rtl`) is that of its language."""

    html: str
    language: str
    direction: str


async def preview(request: Request[Any], draft: PreviewDraft) -> PreviewOut:
    """Render a text as a post is rendered, and store nothing.

    Raises:
        TooOften: the member has asked too often.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not write.
    """
    actor = actor_of(request)
    actor.require(Permission.POST_REPLY)
    await count(request, Act.PREVIEW)
    written = await write(draft.body, draft.language, actor)
    return PreviewOut(
        html=written.html, language=written.language, direction=direction(written.language)
    )
