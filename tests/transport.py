"""Requests to an application in its own thread, each by one call.

Starlette's client lets a response be read while it is written, for which it calls the thread where
the application runs eight times for a request: a third of what a short request costs. Tests read
whole responses.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import anyio
from anyio.from_thread import BlockingPortal
from httpx2 import BaseTransport, ByteStream, Request, Response
from starlette.testclient import TestClient
from starlette.types import Message

Headers = list[tuple[bytes, bytes]]
PORTS = {"http": 80, "https": 443}


class OneCall(BaseTransport):
    """What a client that is entered sends by; sockets go the way of Starlette's client.

    A response is handed over when the application has ended the request, with all that it does
    after its answer. What the application raises is raised here.
    """

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._usual = client._transport

    def handle_request(self, request: Request) -> Response:
        """The whole response."""
        portal = self._client.portal
        if portal is None or request.url.scheme not in PORTS:
            return self._usual.handle_request(request)
        exchange = Exchange(request.read())
        _run(portal, self._client.app, _scope(request, self._client.app_state), exchange)
        return exchange.response(request)

    def close(self) -> None:
        """See `BaseTransport`."""
        self._usual.close()


def _run(portal: BlockingPortal, app: Any, scope: dict[str, Any], exchange: "Exchange") -> None:
    async def ask() -> None:
        exchange.ended = anyio.Event()
        await app(scope, exchange.receive, exchange.send)

    portal.call(ask)


def _scope(request: Request, state: dict[str, Any]) -> dict[str, Any]:
    """What an ASGI server tells of a request, as Starlette's client does."""
    url = request.url
    pairs = request.headers.multi_items()
    return {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "path": unquote(url.path),
        "raw_path": url.raw_path.split(b"?", 1)[0],
        "root_path": "",
        "scheme": url.scheme,
        "query_string": url.query,
        "headers": [(name.lower().encode(), value.encode()) for name, value in pairs],
        "client": ("testclient", 50000),
        "server": [url.raw_host.decode("ascii"), url.port or PORTS[url.scheme]],
        "extensions": {},
        "state": state.copy(),
    }


@dataclass
class Exchange:
    """A request and what became of it, held to the order that ASGI wants."""

    body: bytes
    is_asked: bool = False
    is_whole: bool = False
    status: int = 0
    headers: Headers = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    ended: anyio.Event | None = None

    async def receive(self) -> Message:
        """The request; then, once it is answered, that nobody is there any more."""
        if self.is_asked:
            assert self.ended is not None
            await self.ended.wait()
            return {"type": "http.disconnect"}
        self.is_asked = True
        return {"type": "http.request", "body": self.body}

    async def send(self, message: Message) -> None:
        """Note a part of the response."""
        kind = message["type"]
        if kind == "http.response.start":
            assert not self.status, "the response began twice"
            self.status, self.headers = message["status"], list(message.get("headers", []))
        elif kind == "http.response.body":
            self._add(bytes(message.get("body", b"")), more=message.get("more_body", False))
        else:
            raise AssertionError(f"the application sent {kind}")

    def _add(self, part: bytes, *, more: bool) -> None:
        assert self.status, "the body came before the response began"
        assert not self.is_whole, "the body went on after its end"
        self.parts.append(part)
        if not more:
            self.is_whole = True
            assert self.ended is not None
            self.ended.set()

    def response(self, request: Request) -> Response:
        """What the application answered."""
        assert self.status, "the application did not answer"
        body = b"" if request.method == "HEAD" else b"".join(self.parts)
        headers = [(name.decode(), value.decode()) for name, value in self.headers]
        return Response(self.status, headers=headers, stream=ByteStream(body), request=request)
