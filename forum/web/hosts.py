"""Requests that are addressed to us: others are refused before anything else is looked at."""

from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from forum.core.errors import N_, ForumError
from forum.settings import Settings
from forum.web.failures import problem, refuse

WATCHED = frozenset({"/healthz", "/readyz"})
"""Asked by number, by whatever watches over the process."""


class WrongHost(ForumError):
    """The request names a host that is not ours (RFC 9110 §15.5.20)."""

    code, status = "wrong_host", 421
    text = N_("Nothing is at the address that you asked. This forum is at {url}.")


class AllowedHosts:
    """Pure ASGI middleware: answers only requests that name one of our hosts, whatever the port.

    What a stranger's name leads to is a page of ours under another site's name (DNS rebinding),
    or an answer that a cache on the way keeps under a name that somebody made up.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._url, self._names = app, settings.public_url, settings.allowed_hosts
        # Where they are for this machine alone, its browsers must not read them for a stranger.
        self._watched = WATCHED | ({"/metrics"} if settings.metrics else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if (
            self._names is None
            or scope["type"] == "lifespan"
            or (refusal := self._refusal(scope)) is None
        ):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await _hang_up(WebSocket(scope, receive, send), refusal)
        else:
            request: Request[Any] = Request(scope, receive)
            await (await refuse(request, refusal))(scope, receive, send)

    def _refusal(self, scope: Scope) -> ForumError | None:
        named = [value for name, value in scope["headers"] if name == b"host"]
        if len(named) == 1 and host_name(named[0]) in (self._names or ()):
            return None
        if scope["path"] in self._watched:
            return None
        # RFC 9112 §3.2: none, or more than one, is no request that can be understood.
        return WrongHost(url=self._url) if len(named) == 1 else ForumError()


def host_name(authority: bytes) -> str:
    """The name, or the number without its brackets, in `host:port`, in small letters."""
    text = authority.decode("latin-1").lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0]


async def _hang_up(socket: WebSocket[Any], refusal: ForumError) -> None:
    if "websocket.http.response" in socket.scope.get("extensions", {}):
        await socket.send_denial_response(problem(socket, refusal))
    else:
        await socket.close()
