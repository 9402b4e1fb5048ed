"""Keeps a browser signed in: a new cookie a day, and none where the old one is no longer good.

A renewed cookie may never arrive, as connections break. The cookie before therefore stays good
until the new one has been seen, and then for a minute, for requests that are on their way.
"""

import logging
from datetime import datetime
from enum import Enum, auto
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.accounts import actions, cookies
from forum.accounts.identity import SignedIn
from forum.accounts.rules import GRACE, RENEW_AFTER
from forum.runtime import runtime
from forum.web.identity import SIGN_IN_COOKIE

log = logging.getLogger(__name__)


class Care(Enum):
    """What a cookie needs."""

    NOTHING = auto()
    SETTLE = auto()
    RENEW = auto()


def care(found: SignedIn, now: datetime) -> Care:
    """What the cookie that came needs."""
    age = now - found.renewed_at
    if not found.current:
        lost = not found.settled and age >= GRACE
        return Care.RENEW if lost else Care.NOTHING
    if not found.settled:
        return Care.SETTLE
    return Care.RENEW if age >= RENEW_AFTER else Care.NOTHING


class SignInCare:
    """Pure ASGI middleware, to stand right after `forum.web.identity.Identity`.

    It also names the sign-in rather than the cookie in `scope["sign_in"]`, so that forms which
    lie open outlast the cookie that they were made with.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        connection: HTTPConnection[Any] = HTTPConnection(scope)
        found = await cookies.this_sign_in(connection) if scope.get("sign_in") else None
        if found is not None:
            scope["sign_in"] = str(found.id)
        if scope["type"] == "websocket" or not connection.cookies.get(SIGN_IN_COOKIE):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_private(message):
                await _tend(connection, found, message)
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _is_private(message: Message) -> bool:
    """Whether no cache on the way keeps the answer, and it says nothing about the cookie itself."""
    headers = MutableHeaders(raw=message["headers"])
    public = "public" in headers.get("cache-control", "")
    return not public and not cookies.sets_sign_in(message["headers"])


async def _tend(connection: HTTPConnection[Any], found: SignedIn | None, message: Message) -> None:
    answer = Response()
    if found is not None:
        word = await _cared_for(connection, found)
        if word is None:
            return
        cookies.give(connection, answer, word)
    elif "authorization" in connection.headers:
        return
    else:
        cookies.take(connection, answer)
    message["headers"] = [*message["headers"], cookies.header(answer)]


async def _cared_for(connection: HTTPConnection[Any], found: SignedIn) -> str | None:
    """Do what the cookie needs; gives the word of a new one."""
    resources = runtime(connection)
    needed = care(found, resources.clock())
    if needed is Care.NOTHING:
        return None
    try:
        async with resources.unit(found.actor) as unit:
            if needed is Care.RENEW:
                return await actions.renew(unit, found.id, found.hash, found.renewed_at)
            await actions.settle(unit, found.id)
    except Exception:
        # The answer itself is ready, and the cookie good for weeks: the next request tries again.
        log.exception("could not renew a sign-in")
    return None
