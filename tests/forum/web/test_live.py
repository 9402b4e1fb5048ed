"""Who is at the other end of a live connection, and what becomes of the uninvited."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from forum.core.actor import Actor
from forum.spaces.rules import Access
from tests import factories
from tests.client import Client

HERE, ELSEWHERE = "http://testserver", "https://evil.example"
INVALID_TOKEN = 3500
ANOTHER_SITES = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmVkIGJ5IHNvbWVib2R5IGVsc2U"


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@contextmanager
def connected(client: Client, **headers: str) -> Iterator[WebSocketTestSession]:
    with client.websocket_connect("/connection/websocket", headers=headers) as wire:
        yield wire


def ask(wire: WebSocketTestSession, number: int, **command: Any) -> dict[str, Any]:
    wire.send_text(json.dumps({"id": number, **command}))
    while True:
        for line in wire.receive_text().split("\n"):
            if (answer := json.loads(line)).get("id") == number:
                found: dict[str, Any] = answer
                return found


def own_channel(client: Client, who: Actor, token: str = "", **headers: str) -> bool:
    """Whether a new connection is taken for that of `who`."""
    with connected(client, **headers) as wire:
        greeting = ask(wire, 1, connect={"token": token})["connect"]
    return f"member:{who.member_id}" in greeting.get("subs", {})


def test_a_member_comes_by_token_by_header_or_by_cookie_from_our_own_pages(
    client: Client, maria: Actor
) -> None:
    headers = client.token(maria)
    word = headers["authorization"].removeprefix("Bearer ")
    assert own_channel(client, maria, word)
    assert own_channel(client, maria, **headers)
    assert not own_channel(client, maria)
    client.sign_in(maria)
    assert own_channel(client, maria, origin=HERE)


def test_a_page_of_another_site_does_not_come_as_the_member_whose_cookie_it_sends(
    client: Client, maria: Actor
) -> None:
    client.sign_in(maria)
    assert not own_channel(client, maria, origin=ELSEWHERE)


@pytest.mark.parametrize("word", [ANOTHER_SITES, "nonsense", "x" * 5000, "é"])
def test_a_token_that_is_not_ours_is_final(client: Client, maria: Actor, word: str) -> None:
    with connected(client) as wire:
        wire.send_text(json.dumps({"id": 1, "connect": {"token": word}}))
        with pytest.raises(WebSocketDisconnect) as closed:
            wire.receive_text()
    assert closed.value.code == INVALID_TOKEN


def test_a_token_in_the_header_that_is_not_ours_is_final(client: Client, maria: Actor) -> None:
    with connected(client, authorization=f"Bearer {ANOTHER_SITES}") as wire:
        wire.send_text('{"id":1,"connect":{}}')
        with pytest.raises(WebSocketDisconnect) as closed:
            wire.receive_text()
    assert closed.value.code == INVALID_TOKEN


def test_a_channel_that_one_may_not_see_looks_like_one_that_is_not_there(
    client: Client, maria: Actor
) -> None:
    client.do(factories.space, "club", access=Access.PRIVATE)
    olga = client.member("olga", factories.Role.MODERATOR)
    hidden = client.do(factories.topic, olga, "club")
    word = client.token(maria)["authorization"].removeprefix("Bearer ")
    asked = {
        f"topic:{hidden}",
        "topic:999999",
        "topic:99999999999999999999999",
        "topic:x",
        "topic:",
        "space:club",
        "space:nowhere",
        f"member:{olga.member_id}",
        "member:999999",
        "nothing:1",
        "nothing",
    }
    with connected(client) as wire:
        ask(wire, 1, connect={"token": word})
        answers = [
            ask(wire, 2, **{method: {"channel": channel}})["error"]
            for channel in sorted(asked)
            for method in ("subscribe", "history", "presence", "presence_stats")
        ]
    assert {json.dumps(answer, sort_keys=True) for answer in answers} == {
        json.dumps(answers[0], sort_keys=True)
    }
