"""A client of live channels, for tests of who hears what."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.testclient import WebSocketTestSession

from forum.core.actor import Actor
from tests.client import Client


class Listener:
    """A client of live channels."""

    def __init__(self, wire: WebSocketTestSession) -> None:
        self._wire = wire
        self._heard: list[dict[str, Any]] = []

    def next(self) -> dict[str, Any]:
        """What comes next, but for pings."""
        while not self._heard:
            text = self._wire.receive_text()
            self._heard = [found for found in map(json.loads, text.splitlines()) if found]
        return self._heard.pop(0)

    def next_push(self, kind: str) -> dict[str, Any]:
        """The next push of a kind."""
        while kind not in (push := self.next().get("push", {})):
            pass
        found: dict[str, Any] = push
        return found

    def hear_out(self) -> None:
        """Listen until the server hangs up.

        Raises:
            WebSocketDisconnect: it did.
        """
        while True:
            self.next()

    def ask(self, number: int, **command: Any) -> dict[str, Any]:
        self._wire.send_text(json.dumps({"id": number, **command}))
        return self.next()


@contextmanager
def listens(client: Client, who: Actor) -> Iterator[Listener]:
    """A connection of `who`, by a token."""
    token = client.token(who)["authorization"].removeprefix("Bearer ")
    with client.websocket_connect("/connection/websocket") as wire:
        listener = Listener(wire)
        assert "connect" in listener.ask(1, connect={"token": token})
        yield listener
