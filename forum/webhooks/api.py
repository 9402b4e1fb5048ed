"""Webhooks for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.paging import Page
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation
from forum.webhooks import actions, queries
from forum.webhooks.rules import NotOutside, TooManyWebhooks, WebhookOff
from forum.webhooks.schemas import (
    DeliveriesQuery,
    DeliveryOut,
    ReplayDraft,
    ReplayOut,
    WebhookChange,
    WebhookDraft,
    WebhookMade,
    WebhookOut,
)
from forum.webhooks.signing import secret_of, secret_text
from forum.webhooks.tables import Webhook

_PATH = "/admin/webhooks"
_ONE = "/admin/webhooks/{webhook_id:int}"


@operation("GET", _PATH, answer=ListOut[WebhookOut], scope=Scope.ADMIN, refuses=[Forbidden])
async def list_webhooks(request: Request[Any]) -> Reply:
    """List the webhooks."""
    async with runtime(request).database.reading() as db:
        return listed(request, Page(await queries.webhooks(db, actor_of(request))))


@operation(
    "POST",
    _PATH,
    body=WebhookDraft,
    answer=WebhookMade,
    status=201,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotOutside, TooManyWebhooks, InvalidInput],
)
async def make_webhook(request: Request[Any], unit: Unit, *, body: WebhookDraft) -> Reply:
    """Have events sent to an address; the secret that signs them is in this answer only."""
    row = await actions.make(unit, body, runtime(request).settings)
    return _with_secret(request, row, body.space)


@operation("GET", _ONE, answer=WebhookOut, scope=Scope.ADMIN, refuses=[Forbidden, NotFound])
async def show_webhook(request: Request[Any]) -> WebhookOut:
    """Show a webhook, without its secret."""
    async with runtime(request).database.reading() as db:
        return queries.webhook_out(*await queries.webhook(db, actor_of(request), _number(request)))


@operation(
    "PATCH",
    _ONE,
    body=WebhookChange,
    answer=WebhookOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, NotOutside, InvalidInput],
)
async def change_webhook(request: Request[Any], unit: Unit, *, body: WebhookChange) -> WebhookOut:
    """Change a webhook, or switch it on or off."""
    settings = runtime(request).settings
    return queries.webhook_out(*await actions.change(unit, _number(request), body, settings))


@operation("DELETE", _ONE, status=204, scope=Scope.ADMIN, refuses=[Forbidden, NotFound])
async def remove_webhook(request: Request[Any], unit: Unit) -> Reply:
    """Remove a webhook with its log."""
    await actions.remove(unit, _number(request))
    return Reply()


@operation(
    "POST", f"{_ONE}/secret", answer=WebhookMade, scope=Scope.ADMIN, refuses=[Forbidden, NotFound]
)
async def rotate_webhook_secret(request: Request[Any], unit: Unit) -> Reply:
    """Give a webhook a new secret, in this answer only; the former one signs too for a day."""
    return _with_secret(request, *await actions.rotate(unit, _number(request)))


@operation(
    "POST",
    f"{_ONE}/ping",
    answer=DeliveryOut,
    status=202,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, WebhookOff],
)
async def ping_webhook(request: Request[Any], unit: Unit) -> DeliveryOut:
    """Send the event `webhook.ping`, to see whether anything arrives."""
    return queries.delivery_out(await actions.ping(unit, _number(request)))


@operation(
    "GET",
    f"{_ONE}/deliveries",
    query=DeliveriesQuery,
    answer=ListOut[DeliveryOut],
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def list_deliveries(request: Request[Any], *, query: DeliveriesQuery) -> Reply:
    """List what a webhook has sent, or is to send, the newest first."""
    number, window = _number(request), query.window(queries.DELIVERY_CURSOR)
    async with runtime(request).database.reading() as db:
        await queries.webhook(db, actor_of(request), number)
        return listed(request, await queries.deliveries(db, number, window, query.state))


@operation(
    "POST",
    f"{_ONE}/deliveries/{{delivery_id:int}}/replay",
    answer=DeliveryOut,
    status=202,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, WebhookOff],
)
async def replay_delivery(request: Request[Any], unit: Unit) -> DeliveryOut:
    """Send something again, under the id that it had."""
    delivery_id = row_id(request.path_params["delivery_id"])
    return queries.delivery_out(await actions.replay(unit, _number(request), delivery_id))


@operation(
    "POST",
    f"{_ONE}/replay",
    body=ReplayDraft,
    answer=ReplayOut,
    status=202,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, WebhookOff, InvalidInput],
)
async def replay_webhook(request: Request[Any], unit: Unit, *, body: ReplayDraft) -> ReplayOut:
    """Send again what happened in a time: what never arrived, or all of it."""
    return ReplayOut(count=await actions.replay_range(unit, _number(request), body))


def _with_secret(request: Request[Any], row: Webhook, slug: str) -> Reply:
    secret = secret_text(secret_of(runtime(request).key, row.word))
    made = WebhookMade(**queries.webhook_out(row, slug).model_dump(), secret=secret)
    return Reply(made, headers={"cache-control": "no-store"})


def _number(request: Request[Any]) -> int:
    return row_id(request.path_params["webhook_id"])


ROUTES = [
    list_webhooks,
    make_webhook,
    show_webhook,
    change_webhook,
    remove_webhook,
    rotate_webhook_secret,
    ping_webhook,
    list_deliveries,
    replay_delivery,
    replay_webhook,
]
