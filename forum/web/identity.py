"""From a request to an actor: a browser's cookie or a token (RFC 6750)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from forum.core.actor import Actor
from forum.runtime import Runtime
from forum.web.locale import locale_of

SIGN_IN_COOKIE = "sign_in"

ByWord = Callable[[Runtime, str], Awaitable[Actor | None]]
"""Finds whom a word stands for; `None` when it is not, or no longer, good."""


def bearer(connection: HTTPConnection[Any]) -> str | None:
    """The token of the `Authorization` header, `None` without one; "" if it is of another kind."""
    header = connection.headers.get("authorization")
    if header is None:
        return None
    scheme, _, word = header.partition(" ")
    return word.strip() if scheme.lower() == "bearer" else ""


class Identity:
    """Pure ASGI middleware: puts the `Actor` into `scope["user"]`.

    A cookie that is no longer good makes a visitor; a token that is not good is refused, but only
    once somebody needs it, so that `scope["user"]` can be asked for anywhere.
    """

    def __init__(self, app: ASGIApp, *, by_sign_in: ByWord, by_token: ByWord) -> None:
        self._app, self._by_sign_in, self._by_token = app, by_sign_in, by_token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] in {"http", "websocket"}:
            connection: HTTPConnection[Any] = HTTPConnection(scope)
            actor = await self._find(connection)
            scope["user"] = replace(actor, locale=locale_of(connection, actor))
        await self._app(scope, receive, send)

    async def _find(self, connection: HTTPConnection[Any]) -> Actor:
        runtime: Runtime = connection.scope["state"]["runtime"]
        if (word := bearer(connection)) is not None:
            actor = await self._by_token(runtime, word) if word else None
            connection.scope["bad_token"] = actor is None
            return actor or Actor()
        cookie = connection.cookies.get(SIGN_IN_COOKIE)
        actor = await self._by_sign_in(runtime, cookie) if cookie else None
        if actor is not None:
            connection.scope["sign_in"] = cookie
        return actor or Actor()


def actor_of(connection: HTTPConnection[Any]) -> Actor:
    """Who is asking; a visitor where nothing has been found out (an error on the way in)."""
    found = connection.scope.get("user")
    return found if isinstance(found, Actor) else Actor(locale=locale_of(connection, Actor()))


__all__ = ["SIGN_IN_COOKIE", "ByWord", "Identity", "actor_of", "bearer"]
