"""What helps members while they write, for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, TooManyRequests
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions.previewing import PreviewDraft, PreviewOut, preview
from forum.web.openapi import operation


@operation(
    "POST",
    "/preview",
    body=PreviewDraft,
    answer=PreviewOut,
    scope=Scope.WRITE,
    refuses=[Forbidden, TooManyRequests, InvalidInput],
)
async def preview_post(request: Request[Any], _unit: Unit, *, body: PreviewDraft) -> PreviewOut:
    """Show how a text will look once it is posted; nothing is stored."""
    return await preview(request, body)


ROUTES = [preview_post]
