"""What tests of live sessions work with."""

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from httpx2 import Response

from forum.core.actor import Actor
from forum.core.ids import SessionId
from forum.core.permissions import Role
from forum.runtime import Runtime
from tests.client import API, Client

Json = dict[str, Any]
TIMES = {"starts_at": "2027-03-01T08:00:00Z", "ends_at": "2027-03-01T10:30:00Z"}
DRAFT = {"title": "Open courses, together", "language": "en", "zone": "Asia/Bangkok", **TIMES}


@dataclass
class Hall:
    """`ada` looks after sessions; `linh`, `hoa` and `camille` are members."""

    client: Client
    ada: Actor
    linh: Actor
    hoa: Actor
    camille: Actor

    def call(self, method: str, path: str, who: Actor | None = None, /, **more: Any) -> Response:
        headers = self.client.token(who or self.ada)
        return self.client.request(method, f"{API}{path}", headers=headers, **more)

    def ask(self, method: str, path: str, who: Actor | None = None, /, **body: Any) -> Json:
        """What an operation answers that is to succeed."""
        answer = self.call(method, path, who, **({"json": body} if method != "GET" else {}))
        assert answer.is_success, answer.text
        found: Json = answer.json() if answer.content else {}
        return found

    def refused(self, method: str, path: str, who: Actor | None = None, /, **body: Any) -> str:
        """The code by which an operation refuses."""
        answer = self.call(method, path, who, **({"json": body} if method != "GET" else {}))
        assert answer.is_client_error, answer.text
        code: str = answer.json()["code"]
        return code

    def session(self, **more: Any) -> str:
        """The address of a new session, below the API."""
        return str(self.ask("POST", "/sessions", **DRAFT | more)["url"])

    def step(self, url: str, *states: str) -> Json:
        """Move a session through states, the first of which it is in."""
        found = {}
        for expected, to in pairwise(states):
            found = self.ask("POST", f"{url}/steps", expected=expected, to=to)
        return found

    def log(self, url: str) -> list[Json]:
        """The entries of a session's channel."""

        async def read(runtime: Runtime) -> list[Json]:
            number = SessionId(int(url.rpartition("/")[2]))
            entries = (await runtime.log.read(f"session:{number}", after=0)).entries
            return [json.loads(one.data) for one in entries]

        return self.client.do(read)


def build(client: Client) -> Hall:
    ada = client.member("ada", Role.ADMIN)
    return Hall(client, ada, *(client.member(name) for name in ("linh", "hoa", "camille")))
