"""Somebody is suspended on one process while they are connected to another."""

import asyncio
import json
import time
from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from forum.core.permissions import Scope
from realtime.protocol.codes import CloseCode
from tests.client import API
from tests.journeys.people import People
from tests.journeys.site import Site

SOON = 1.0
"""Seconds from the decision until the line is cut."""
WHY = "It was asked for."


async def test_a_suspension_hangs_up_within_a_second_and_nothing_lets_them_back(
    site: Site, people: People
) -> None:
    member = await site.member("lee")
    headers = await site.token(member, Scope.READ, Scope.WRITE)
    word = headers["authorization"].removeprefix("Bearer ")
    body = {"act": "suspend_member", "target": f"member:{member.member_id}", "reason": WHY}
    async with (
        httpx2.AsyncClient(base_url=site.a.url, headers=people.token) as moderator,
        connect(f"{site.b.url.replace('http', 'ws', 1)}/connection/websocket") as line,
    ):
        assert f"member:{member.member_id}" in (await _greeting(line, word))["subs"]
        answer = await moderator.post(f"{API}/admin/actions", json=body | {"fields": {"days": 3}})
        decided = time.monotonic()
        assert answer.status_code == 200, answer.text
        with pytest.raises(ConnectionClosed) as closed:
            await _everything(line)
        assert time.monotonic() - decided < SOON
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == CloseCode.FORCED
    async with httpx2.AsyncClient(base_url=site.b.url, headers=headers) as program:
        assert (await program.get(f"{API}/me")).status_code == 401
    async with connect(f"{site.b.url.replace('http', 'ws', 1)}/connection/websocket") as line:
        with pytest.raises(ConnectionClosed) as closed:
            await _greeting(line, word)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == CloseCode.INVALID_TOKEN


async def _everything(line: ClientConnection) -> None:
    """Read until the line ends."""
    async with asyncio.timeout(15):
        while True:
            await line.recv()


async def _greeting(line: ClientConnection, word: str) -> dict[str, Any]:
    """What the server says to who connects."""
    await line.send(json.dumps({"id": 1, "connect": {"token": word}}))
    found: dict[str, Any] = json.loads(str(await line.recv()).split("\n")[0])["connect"]
    return found
