"""Webhooks for those who look after them."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import ForumError
from forum.core.paging import Window, decode_cursor, encode_cursor
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.forms import Form, attempt, explain, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page
from forum.web.shapes import Input, QueryString
from forum.webhooks import actions, queries
from forum.webhooks.schemas import ReplayForm, WebhookChange, WebhookDraft, WebhookForm
from forum.webhooks.signing import secret_of, secret_text
from forum.webhooks.tables import Webhook
from forum.webhooks.words import disabled_words, event_choices, state_words

LIST = "/admin/webhooks"
PER_PAGE = 20


class Nothing(Input):
    """A form that only asks for consent."""


class LogAsked(QueryString):
    """Which part of the log; names that others add are passed over."""

    after: str = ""


async def show_all(request: Request[Any]) -> Response:
    """Show the webhooks, and the form for a new one."""
    return await _list(request, Form(), 200)


async def make(request: Request[Any]) -> Response:
    """Make a webhook, and show its secret this once."""
    sent = await read_form(request, WebhookDraft)
    if sent.value is None:
        return await _list(request, sent.form, 422)
    try:
        async with runtime(request).unit(actor_of(request)) as unit:
            row = await actions.make(unit, sent.value, runtime(request).settings)
    except ForumError as error:
        explain(request, sent.form, error)
        return await _list(request, sent.form, error.status)
    return await _one(request, row.id or 0, made=row)


async def _list(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        found = await queries.webhooks(db, actor)
        places = await spaces.spaces(db, actor)
    context = {
        "webhooks": found,
        "why": disabled_words(actor.locale),
        "spaces": [(one.slug, one.name) for one in places],
        "events": event_choices(actor.locale),
        "chosen": _chosen(form),
        "form": form,
    }
    return await page(request, "webhooks/list.html", context, status=status)


async def show(request: Request[Any]) -> Response:
    """Show one webhook and its log."""
    return await _one(request, _number(request))


async def change(request: Request[Any]) -> Response:
    """Change a webhook, and show it."""
    sent = await read_form(request, WebhookForm)
    number, settings = _number(request), runtime(request).settings

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        wanted = WebhookChange(**sent.value.model_dump())
        await actions.change(unit, number, wanted, settings)
        return _to(number)

    answer = await attempt(request, sent, act)
    return answer or await _one(request, number, form=sent.form)


async def rotate(request: Request[Any]) -> Response:
    """Give a webhook a new secret, and show it this once."""
    sent = await read_form(request, Nothing)
    if sent.value is None:
        return await _one(request, _number(request), form=sent.form)
    async with runtime(request).unit(actor_of(request)) as unit:
        row, _ = await actions.rotate(unit, _number(request))
    return await _one(request, _number(request), made=row)


async def replay_range(request: Request[Any]) -> Response:
    """Send again what happened in a time, and show the log."""
    sent = await read_form(request, ReplayForm)
    number = _number(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.replay_range(unit, number, sent.value.draft())
        return _to(number)

    answer = await attempt(request, sent, act)
    return answer or await _one(request, number, again=sent.form)


def _pressed(
    do: Callable[[Unit, Request[Any]], Awaitable[object]], to: Callable[[Request[Any]], Response]
) -> Callable[[Request[Any]], Awaitable[Response]]:
    """A handler of a form that is only a button; what is refused is said above the webhook."""

    async def handle(request: Request[Any]) -> Response:
        sent = await read_form(request, Nothing)

        async def act(unit: Unit) -> Response:
            await do(unit, request)
            return to(request)

        answer = await attempt(request, sent, act)
        return answer or await _one(request, _number(request), again=sent.form)

    return handle


async def _remove(unit: Unit, request: Request[Any]) -> None:
    await actions.remove(unit, _number(request))


async def _ping(unit: Unit, request: Request[Any]) -> None:
    await actions.ping(unit, _number(request))


async def _replay(unit: Unit, request: Request[Any]) -> None:
    await actions.replay(unit, _number(request), row_id(request.path_params["delivery_id"]))


async def _one(
    request: Request[Any],
    number: int,
    *,
    form: Form | None = None,
    again: Form | None = None,
    made: Webhook | None = None,
) -> Response:
    """The page of a webhook; a form that was refused comes with what was typed."""
    actor, after = actor_of(request), query(request, LogAsked).after
    key = decode_cursor(after, queries.DELIVERY_CURSOR) if after else None
    async with runtime(request).database.reading() as db:
        row, slug = await queries.webhook(db, actor, number)
        log = await queries.deliveries(db, number, Window(PER_PAGE, after=key))
    shown = form or _filled(row)
    context = {
        "webhook": queries.webhook_out(row, slug),
        "secret": secret_text(secret_of(runtime(request).key, made.word)) if made else "",
        "why": disabled_words(actor.locale),
        "states": state_words(actor.locale),
        "log": log.items,
        "older": f"{LIST}/{number}?after={encode_cursor(log.next)}" if log.next else None,
        "events": event_choices(actor.locale),
        "chosen": _chosen(shown),
        "form": shown,
        "again": again or Form(),
    }
    status = 422 if form or again else 200
    headers = {"cache-control": "no-store"} if made else {}
    return await page(request, "webhooks/one.html", context, status=status, headers=headers)


def _filled(row: Webhook) -> Form:
    enabled = "" if row.disabled else "true"
    return Form({"name": row.name, "url": row.url, "events": row.events, "enabled": enabled})


def _chosen(form: Form) -> list[str]:
    """The events that are ticked, as a form gives them: none, one or several."""
    found = form.data.get("events", [])
    return found if isinstance(found, list) else [str(found)]


def _number(request: Request[Any]) -> int:
    return row_id(request.path_params["webhook_id"])


def _to(number: int) -> Response:
    return RedirectResponse(f"{LIST}/{number}", 303)


def _back(request: Request[Any]) -> Response:
    return _to(_number(request))


def _to_list(_request: Request[Any]) -> Response:
    return RedirectResponse(LIST, 303)


_ONE = "/admin/webhooks/{webhook_id:int}"
ROUTES = [
    Route(LIST, show_all, methods=["GET"], name="webhooks"),
    Route(LIST, make, methods=["POST"]),
    Route(_ONE, show, methods=["GET"]),
    Route(_ONE, change, methods=["POST"]),
    Route(f"{_ONE}/secret", rotate, methods=["POST"]),
    Route(f"{_ONE}/ping", _pressed(_ping, _back), methods=["POST"]),
    Route(f"{_ONE}/remove", _pressed(_remove, _to_list), methods=["POST"]),
    Route(f"{_ONE}/replay", replay_range, methods=["POST"]),
    Route(f"{_ONE}/replay/{{delivery_id:int}}", _pressed(_replay, _back), methods=["POST"]),
]
