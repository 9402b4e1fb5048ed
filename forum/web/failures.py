"""From a refusal to an answer: the only place that knows both."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from forum.core.actor import Actor
from forum.core.errors import (
    N_,
    Datum,
    Fault,
    ForumError,
    InvalidInput,
    InvalidToken,
    MethodNotAllowed,
    NotAvailable,
    NotFound,
    SignInRequired,
    TooManyRequests,
)
from forum.db.busy import is_busy
from forum.web.identity import actor_of
from forum.web.inputs import faults
from forum.web.render import page
from i18n import formats
from i18n.catalogs import gettext

log = logging.getLogger(__name__)

REFUSED = 4000
"""Code of a product's refusal on a channel; its word stands in the message."""


_RETRY_AFTER = "10"
"""Seconds after which programs try again what is not available; people are told of a minute."""
_TRY_AGAIN_LATER = 1013
"""WebSocket close code (IANA registry of RFC 6455 §11.7)."""


class Broken(ForumError):
    """A bug of ours; what happened is in the log and not in the answer."""

    code, status = "internal", 500
    text = N_("Something went wrong on our side. Nothing you did is lost; please try again.")


def say(error: ForumError, locale: str) -> str:
    """The sentence for a person."""
    return _fill(error.text, error.data, locale)


def say_fault(fault: Fault, locale: str) -> str:
    """The sentence about one field."""
    return _fill(fault.text, dict(fault.data), locale)


def say_all(error: ForumError, locale: str) -> str:
    """The sentences for a person: those about single parts, where there are any."""
    if not isinstance(error, InvalidInput) or not error.faults:
        return say(error, locale)
    said = ((one.field, say_fault(one, locale)) for one in error.faults)
    return " ".join(f"{field}: {text}" if field else text for field, text in said)


def _fill(text: str, data: Mapping[str, Datum], locale: str) -> str:
    shown = {name: _shown(value, locale) for name, value in data.items()}
    return gettext(text, locale).format(**shown)


def _shown(value: Datum, locale: str) -> str | int:
    if isinstance(value, datetime):
        return f"{formats.moment(value, locale, UTC)} UTC"
    if isinstance(value, timedelta):
        return formats.duration(value, locale)
    return value


async def refuse(request: Request[Any], error: Exception) -> Response:
    """Starlette's exception handler for every refusal."""
    refusal = _as_refusal(error)
    if isinstance(refusal, SignInRequired) and request.scope.get("bad_token"):
        refusal = InvalidToken()
    if is_api(request):
        return problem(request, refusal)
    return await error_page(request, refusal)


async def break_down(request: Request[Any], error: Exception) -> Response:
    """Starlette's exception handler for bugs."""
    if is_busy(error):
        return await _put_off(request)
    log.error("failed on %s %s", request.method, request.url.path, exc_info=error)
    if is_api(request):
        return problem(request, Broken())
    return await error_page(request, Broken())


async def put_off(asked: Request[Any] | WebSocket[Any], _error: Exception) -> Response:
    """Starlette's handler for what there was no turn for, be it to find out who asks.

    A WebSocket is closed, for which the answer is not used: its client comes back by itself.
    """
    if isinstance(asked, Request):
        return await _put_off(asked)
    await asked.close(_TRY_AGAIN_LATER)
    return Response()


async def _put_off(request: Request[Any]) -> Response:
    log.warning("too busy for %s %s", request.method, request.url.path)
    return await refuse(request, NotAvailable())


def _as_refusal(error: Exception) -> ForumError:
    match error:
        case ForumError():
            return error
        case HTTPException(status_code=404):
            return NotFound()
        case HTTPException(status_code=405):
            return MethodNotAllowed()
        case _:
            return ForumError()


def is_api(connection: HTTPConnection[Any]) -> bool:
    """Whether a program is asking rather than a person."""
    path = connection.url.path
    return path.startswith("/api/") or connection.headers.get("accept", "").startswith(
        "application/json"
    )


def problem(request: HTTPConnection[Any], error: ForumError) -> Response:
    """A problem document (RFC 9457) in the reader's language."""
    locale = actor_of(request).locale
    text = say(error, locale)
    body: dict[str, object] = {
        "type": f"/api/v1/docs#{error.code}",
        "title": text,
        "status": error.status,
        "detail": text,
        "code": error.code,
    }
    if isinstance(error, InvalidInput):
        body["errors"] = [
            {
                "pointer": f"#/{fault.field}" if fault.field else "#",
                "detail": say_fault(fault, locale),
            }
            for fault in error.faults
        ]
    return Response(
        json.dumps(body, ensure_ascii=False),
        error.status,
        {**_headers(error), "content-language": locale},
        "application/problem+json",
    )


async def error_page(request: Request[Any], error: ForumError) -> Response:
    """A page that says what happened and what to do."""
    locale = actor_of(request).locale
    context = {"status": error.status, "code": error.code, "detail": say(error, locale)}
    return await page(request, "error.html", context, status=error.status, headers=_headers(error))


def _headers(error: ForumError) -> dict[str, str]:
    match error:
        case TooManyRequests():
            return {"retry-after": str(error.data["seconds"])}
        case NotAvailable():
            return {"retry-after": _RETRY_AFTER}
        case SignInRequired() | InvalidToken():
            return {"www-authenticate": "Bearer"}
        case _:
            return {}


def explain(error: Exception, _who: Actor) -> tuple[int, str] | None:
    """The same for a channel: a code and our word for it, or `None` for a bug."""
    match error:
        case NotFound():
            return 102, "unknown channel"
        case SignInRequired():
            return 101, "unauthorized"
        case ForumError():
            return error.status, error.code
        case ValidationError():
            return InvalidInput(faults(error)).status, InvalidInput.code
        case _:
            return None
