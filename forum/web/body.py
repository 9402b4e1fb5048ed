"""How large a request may be."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.core.errors import TooLarge

MAX_BODY = 1_000_000
"""Bytes; uploads have a limit of their own."""


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
        left = self._most
        declared = _declared(scope)

        async def limited() -> Message:
            nonlocal left
            if declared > self._most:
                raise TooLarge(limit=_in_words(self._most))
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLarge(limit=_in_words(self._most))
            return message

        await self._app(scope, limited, send)


def _declared(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


def _in_words(size: int) -> str:
    return f"{size // 1_000_000} MB"
