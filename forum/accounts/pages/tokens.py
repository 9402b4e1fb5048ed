"""Access tokens, from a member's settings."""

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions
from forum.accounts.pages.common import pressed
from forum.accounts.pages.settings import settings_page
from forum.accounts.schemas import TokenDraft, TokenForm
from forum.core.errors import ForumError
from forum.core.ids import TokenId
from forum.runtime import runtime
from forum.web.forms import explain, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id


async def make_token(request: Request[Any]) -> Response:
    """Make a token, and show its word this once."""
    actor_of(request).require_member()
    sent = await read_form(request, TokenForm)
    if sent.value is None:
        return await settings_page(request, token_form=sent.form, status=422)
    lasts = timedelta(days=int(sent.value.days)) if sent.value.days else None
    end = runtime(request).clock() + lasts if lasts else None
    draft = TokenDraft(name=sent.value.label, scopes=sent.value.scopes, expires_at=end)
    try:
        async with runtime(request).unit(actor_of(request)) as unit:
            _, word = await actions.make_token(unit, draft)
    except ForumError as error:
        explain(request, sent.form, error)
        return await settings_page(request, token_form=sent.form, status=error.status)
    return await settings_page(request, new_token=word)


async def revoke_token(request: Request[Any]) -> Response:
    """Make a token worthless."""
    await pressed(request)
    token_id = TokenId(row_id(request.path_params["token_id"]))
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.revoke_token(unit, token_id)
    return RedirectResponse("/settings?done=revoked#tokens", 303)


ROUTES = [
    Route("/settings/tokens", make_token, methods=["POST"]),
    Route("/settings/tokens/{token_id:int}/revoke", revoke_token, methods=["POST"]),
]
