"""A live connection lasts no longer than what was shown when it was opened."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.app import create_app, open_product
from forum.core.actor import SYSTEM, Actor
from forum.core.clock import system_clock
from forum.core.permissions import Scope
from forum.runtime import Runtime
from realtime import connection
from realtime.protocol.codes import CloseCode
from tests import factories
from tests.realtime.harness import serving
from tests.services.databases import Databases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database with tables, of each kind in turn."""
    with databases.fresh(factories.prepared) as found:
        yield found


@pytest_asyncio.fixture
async def runtime(url: str, tmp_path: Path) -> AsyncIterator[Runtime]:
    """Another part of the forum that `address` serves."""
    async with open_product(factories.settings(url, tmp_path)) as product:
        yield product.runtime


@pytest_asyncio.fixture
async def address(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """Where a forum listens that leaves nobody time to renew anything."""
    monkeypatch.setattr(connection, "GRACE", 0.0)
    async with serving(create_app(runtime.settings)) as found:
        yield f"ws://{found}/connection/websocket"


async def token(runtime: Runtime, who: Actor, lasts: timedelta) -> str:
    """A token of `who` that ends after `lasts`."""
    end = system_clock() + lasts
    draft = TokenDraft(name="test", scopes=[Scope.READ], expires_at=end)
    async with runtime.unit(SYSTEM) as unit:
        return (await add_token(unit, who.require_member(), draft))[1]


async def greeted(wire: ClientConnection, word: str = "") -> None:
    """Connect, by a token where one is given."""
    await wire.send(json.dumps({"id": 1, "connect": {"token": word}}))
    assert "error" not in json.loads(await wire.recv())


async def test_a_connection_ends_with_the_token_that_opened_it(
    runtime: Runtime, address: str
) -> None:
    maria = await factories.member(runtime)
    begun = time.monotonic()
    short = await token(runtime, maria, timedelta(seconds=1))
    headers = {"authorization": f"Bearer {short}"}
    async with connect(address) as said, connect(address, additional_headers=headers) as shown:
        await greeted(said, short)
        await greeted(shown)
        for wire in (said, shown):
            with pytest.raises(ConnectionClosed) as closed:
                await wire.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == CloseCode.EXPIRED
    assert 0.9 < time.monotonic() - begun < 5
