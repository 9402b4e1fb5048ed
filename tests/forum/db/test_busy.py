"""A process that does not keep up says so, and loses nothing."""

from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest

from forum.core.actor import Actor
from forum.db import engine
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client, running

WELCOME = {"space": "general", "title": "Welcome", "body": "To all.", "language": "en"}


@pytest.fixture
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A process in which nobody waits for long."""
    monkeypatch.setattr(engine, "LONGEST_WAIT", 0.05)
    url = f"sqlite+aiosqlite:///{tmp_path}/forum.db"
    factories.prepared(url)
    with running(url, tmp_path) as client:
        client.do(factories.space)
        yield client


@contextmanager
def all_connections_taken(client: Client) -> Iterator[None]:
    held = AsyncExitStack()

    async def take(runtime: Runtime) -> None:
        unit = await held.enter_async_context(runtime.unit(Actor()))
        await unit.connection()

    async def give_back(_runtime: Runtime) -> None:
        await held.aclose()

    client.do(take)
    yield
    client.do(give_back)


def test_what_has_no_turn_is_put_off_and_can_be_sent_again(busy: Client) -> None:
    asked = {**busy.token(busy.member("maria")), "idempotency-key": "once"}
    with all_connections_taken(busy):
        answer = busy.post(f"{API}/topics", json=WELCOME, headers=asked)
    assert (answer.status_code, answer.json()["code"]) == (503, "not_available")
    assert answer.headers["retry-after"] == "10"
    again = busy.post(f"{API}/topics", json=WELCOME, headers=asked)
    assert again.status_code == 201
    assert "idempotency-replayed" not in again.headers
    assert len(busy.get(f"{API}/topics").json()["items"]) == 1
