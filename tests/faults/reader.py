"""A client of the live channels that comes back after every cut, and notes what it was told."""

import asyncio
import json
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

Message = dict[str, Any]
CUT = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, TimeoutError, EOFError)
TEMPORARY = 100, 111
"""Codes of refusals that a client meets by trying again."""


@dataclass(slots=True)
class Heard:
    """What a client knows of one channel since it last loaded its state.

    Attributes:
        start: offset of the state that it loaded.
        texts: what came after it, by offset, in the order of arrival.
        renewals: how often it was told to load the state anew.
        wrong: what must never happen.
    """

    epoch: str = ""
    start: int = 0
    texts: dict[int, str] = field(default_factory=dict)
    renewals: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def offset(self) -> int:
        """How far the client has come."""
        return self.start + len(self.texts)

    def take(self, publication: Message) -> None:
        """Note one publication, if it has a number."""
        if (offset := publication.get("offset")) is None:
            return  # what has no number may be lost
        if offset != self.offset + 1:
            self.wrong.append(f"{offset} came after {self.offset}")
        self.texts[offset] = json.dumps(publication["data"], sort_keys=True)

    def subscribed(self, result: Message) -> None:
        """Note where a subscription begins."""
        if result.get("recovered"):
            for publication in result["publications"]:
                self.take(publication)
            if self.offset != result["offset"]:
                self.wrong.append(f"recovered to {self.offset}, not to {result['offset']}")
        else:
            self.renewals += bool(self.epoch)
            self.start, self.texts = result["offset"], {}
        self.epoch = result["epoch"]


class Reader:
    """Hears `channels` by WebSocket from one of the servers at `urls`, whichever answers."""

    def __init__(self, urls: Sequence[str], channels: Sequence[str], chance: random.Random) -> None:
        self.heard = {channel: Heard() for channel in channels}
        self.connections = 0
        self._urls = [url.replace("http", "ws", 1) + "/connection/websocket" for url in urls]
        self._chance = chance
        self._socket: ClientConnection | None = None
        self._at_home = asyncio.Event()
        self._at_home.set()
        self._news = asyncio.Condition()

    def cut(self) -> None:
        """End the connection as a broken line does, without a word."""
        if self._socket is not None:
            self._socket.transport.abort()

    def leave(self) -> None:
        """The same, and stay away until `come_back`."""
        self._at_home.clear()
        self.cut()

    def come_back(self) -> None:
        """Connect again."""
        self._at_home.set()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while await self._at_home.wait():
            url = self._chance.choice(self._urls)
            with suppress(*CUT):
                async with connect(url, compression=None, proxy=None, open_timeout=5) as socket:
                    self._socket = socket
                    self.connections += 1
                    await self._converse(socket)
            self._socket = None
            # As real clients do: a crowd that comes back at once would be a fault of its own.
            await asyncio.sleep(self._chance.uniform(0.05, 0.5))

    async def reach(self, heads: dict[str, int]) -> None:
        """Return when everything up to `heads` has been heard."""
        async with self._news:
            await self._news.wait_for(
                lambda: all(one.offset >= heads[name] for name, one in self.heard.items())
            )

    async def _converse(self, socket: ClientConnection) -> None:
        asked = dict(enumerate(self.heard, start=2))
        await socket.send('{"id":1,"connect":{}}')
        for number, channel in asked.items():
            await socket.send(self._ask(number, channel))
        async for frame in socket:
            for line in str(frame).split("\n"):
                if line == "{}":
                    await socket.send("{}")
                else:
                    await self._hear(json.loads(line), asked)

    def _ask(self, number: int, channel: str) -> str:
        heard = self.heard[channel]
        ask: Message = {"channel": channel}
        if heard.epoch:
            ask |= {"recover": True, "epoch": heard.epoch, "offset": heard.offset}
        return json.dumps({"id": number, "subscribe": ask})

    async def _hear(self, message: Message, asked: dict[int, str]) -> None:
        async with self._news:
            if "error" in message:
                self._refused(message)
            elif "subscribe" in message:
                self.heard[asked[message["id"]]].subscribed(message["subscribe"])
            elif "unsubscribe" in message.get("push", {}):
                raise ConnectionResetError  # from here on as after a cut
            elif "pub" in message.get("push", {}):
                self.heard[message["push"]["channel"]].take(message["push"]["pub"])
            self._news.notify_all()

    def _refused(self, message: Message) -> None:
        if message["error"]["code"] not in TEMPORARY:
            for heard in self.heard.values():
                heard.wrong.append(f"refused: {message['error']}")
        raise ConnectionResetError
