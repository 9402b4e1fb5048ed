"""How large a request may be."""

from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.core.errors import TooLarge

MAX_BODY = 1_000_000
"""Bytes; where files are taken, a handler allows more by `allow_body`."""

_ALLOWED = "body_allowed"


def allow_body(connection: HTTPConnection[Any], most: int) -> None:
    """Let the body of this one request be as long as `most` bytes; call it before reading it."""
    connection.scope[_ALLOWED] = most


def check_size(size: int, most: int) -> None:
    """Refuse what is longer than `most` bytes.

    Raises:
        TooLarge: it is.
    """
    if size > most:
        raise TooLarge(limit=_in_words(most))


class BodyLimit:
    """Pure ASGI middleware: whoever reads a body that is too large meets a refusal.

    Inside of Starlette's exception handlers, so that it is told as every refusal is.
    """

    def __init__(self, app: ASGIApp, most: int = MAX_BODY) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        scope[_ALLOWED] = self._most
        declared, taken = _declared(scope), 0

        async def limited() -> Message:
            nonlocal taken
            check_size(declared, scope[_ALLOWED])
            message = await receive()
            taken += len(message.get("body", b""))
            check_size(taken, scope[_ALLOWED])
            return message

        await self._app(scope, limited, send)


def _declared(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


def _in_words(size: int) -> str:
    return f"{size // 1_000_000} MB"
