"""Asking by one call gives what Starlette's own client gives."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from tests.transport import OneCall

DONE: list[str] = []


async def echo(request: Request) -> Response:
    """Everything that the application is told."""
    scope = request.scope
    told = {name: str(scope[name]) for name in ("headers", "path", "raw_path", "query_string")}
    told |= {name: str(scope[name]) for name in ("client", "scheme", "server", "http_version")}
    told["body"] = (await request.body()).decode("latin-1")
    return JSONResponse(told, headers={"set-cookie": "sort=new; Path=/"})


async def pieces(_: Request) -> Response:
    return StreamingResponse(iter([b"one ", b"", b"two"]), media_type="text/plain")


async def after(_: Request) -> Response:
    return PlainTextResponse("soon", background=BackgroundTask(DONE.append, "done"))


async def left(request: Request) -> Response:
    await request.body()

    async def note(asked: Request) -> None:
        DONE.append((await asked.receive())["type"])

    return PlainTextResponse("bye", background=BackgroundTask(note, request))


async def away(_: Request) -> Response:
    return Response(status_code=303, headers={"location": "/echo"})


async def broken(_: Request) -> Response:
    raise LookupError("broken")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(await websocket.receive_text())
    await websocket.close()


class Unruly:
    """Sends what no application may."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self.messages = messages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for message in self.messages:
            await send(message)


def app() -> Starlette:
    pages = (pieces, after, left, away, broken)
    routes = [Route(f"/{page.__name__}", page) for page in pages]
    every = Route("/{path:path}", echo, methods=["GET", "POST", "PUT", "DELETE"])
    return Starlette(routes=[*routes, WebSocketRoute("/socket", socket), every])


@pytest.fixture(scope="module")
def clients() -> Iterator[tuple[TestClient, TestClient]]:
    """Starlette's client, and one that asks by one call."""
    with TestClient(app()) as usual, TestClient(app()) as ours:
        ours._transport = OneCall(ours)
        yield usual, ours


ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/echo", {}),
    ("GET", "/ä/%2F?q=%C3%A4&q=2", {"headers": {"X-One": "1", "accept": "*/*"}}),
    ("GET", "http://other.example:8080/echo", {}),
    ("GET", "https://secure.example/echo", {}),
    ("HEAD", "/echo", {}),
    ("POST", "/echo", {"json": {"a": 1}}),
    ("POST", "/echo", {"data": {"a": "b", "c": "ü"}}),
    ("PUT", "/echo", {"content": [b"in ", b"pieces"]}),
    ("POST", "/echo", {"content": b"\xff\x00"}),
    ("PATCH", "/echo", {}),
    ("GET", "/pieces", {}),
    ("HEAD", "/pieces", {}),
    ("GET", "/after", {}),
    ("GET", "/left", {}),
    ("GET", "/away", {}),
    ("GET", "/away", {"follow_redirects": False}),
]


@pytest.mark.parametrize(("method", "address", "more"), ASKED, ids=str)
def test_an_answer_is_the_same(
    clients: tuple[TestClient, TestClient], method: str, address: str, more: dict[str, Any]
) -> None:
    answers = []
    for client in clients:
        client.cookies.clear()
        values = dict(more)
        if isinstance(more.get("content"), list):
            values["content"] = iter(more["content"])  # sent piece by piece
        one = client.request(method, address, **values)
        answers.append(
            (one.status_code, one.headers.raw, one.content, str(one.url), dict(client.cookies))
        )
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("path", "said"), [("/after", "done"), ("/left", "http.disconnect")])
def test_what_comes_after_the_answer_is_done_when_it_is_handed_over(
    clients: tuple[TestClient, TestClient], path: str, said: str
) -> None:
    for client in clients:
        DONE.clear()
        client.get(path)
        assert [said] == DONE


def test_what_an_application_raises_is_raised(clients: tuple[TestClient, TestClient]) -> None:
    for client in clients:
        with pytest.raises(LookupError, match="broken"):
            client.get("/broken")


def test_a_socket_is_opened(clients: tuple[TestClient, TestClient]) -> None:
    for client in clients:
        with client.websocket_connect("/socket") as found:
            found.send_text("hello")
            assert found.receive_text() == "hello"


START = {"type": "http.response.start", "status": 200, "headers": []}
END = {"type": "http.response.body", "body": b"end"}


@pytest.mark.parametrize(
    "messages", [[], [START, START], [END], [START, END, END], [START, END, START]], ids=len
)
def test_an_application_that_breaks_the_order_is_a_fault(messages: list[dict[str, Any]]) -> None:
    with TestClient(app()) as client:
        client._transport = OneCall(client)
        client.app = Unruly(messages)
        with pytest.raises(AssertionError):
            client.get("/")


def test_who_has_not_entered_asks_as_ever() -> None:
    client = TestClient(app())
    client._transport = OneCall(client)
    assert client.get("/pieces").text == "one two"
