"""Asking an application where it runs: a fifth of what a client costs, for tests that ask a lot."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What it answered."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Direct:
    """An application, and the state that its lifespan gave."""

    app: Any
    state: Mapping[str, Any]

    async def ask(
        self, method: str, address: str, headers: Mapping[str, str] = NO_HEADERS, body: bytes = b""
    ) -> Answer:
        """Send a request and wait for the whole answer; a bug is answered by 500."""
        given = {"host": "testserver", "content-length": str(len(body)), **headers}
        pairs = [(name.encode(), one.encode()) for name, one in given.items()]
        path, _, query = address.partition("?")
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "root_path": "", "headers": pairs, "server": ("testserver", 80),
            "client": ("203.0.113.9", 1), "state": dict(self.state),
        }  # fmt: skip
        messages: list[Any] = []
        parts = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if not parts:
                await asyncio.Event().wait()  # who asks stays until there is an answer
            return parts.pop()

        async def send(message: Any) -> None:
            messages.append(message)

        with suppress(Exception):  # the answer comes first, then it is raised to the server
            await self.app(scope, receive, send)
        text = b"".join(message.get("body", b"") for message in messages[1:])
        got = {name.decode(): one.decode() for name, one in messages[0]["headers"]}
        return Answer(messages[0]["status"], got, text.decode("utf-8", "replace"))
