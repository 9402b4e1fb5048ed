"""What tests of decisions work with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from httpx2 import Response
from sqlmodel import select

from forum.core.actor import Actor
from forum.core.clock import Watch
from forum.core.ids import DecisionId
from forum.core.permissions import Role
from forum.db.tables import LogEntry
from forum.decisions import jobs
from forum.decisions.actions.silence import SETTLE
from forum.jobs.kinds import Batch
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]
SPACE = "board"
WORDS = "Partners share what they teach."


def hours(count: float) -> str:
    """An instant so many hours from now."""
    return (datetime.now(UTC) + timedelta(hours=count)).isoformat()


@dataclass
class Board:
    """A space; `olga` leads there. Of three delegations `fr` has an adviser who decides nothing."""

    client: Client
    people: Mapping[str, Actor]
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    def ask(self, method: str, path: str, who: str = "", **more: Any) -> Response:
        headers = {"accept-language": "en"}
        if who:
            if who not in self.tokens:
                self.tokens[who] = self.client.token(self.people[who])
            headers |= self.tokens[who]
        return self.client.request(method, f"{API}{path}", headers=headers, **more)

    def get(self, path: str, who: str = "") -> Any:
        answer = self.ask("GET", path, who)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Json | None = None, who: str = "olga") -> Response:
        return self.ask("POST", path, who, json={} if body is None else body)

    def draft(self, method: str, **more: Any) -> Json:
        base = {"title": "Share courses", "language": "en", "method": method, "text": WORDS}
        return base | {"is_open": True, "electors": ["fr", "th", "vn"]} | more

    def propose(self, method: str, **more: Any) -> Json:
        answer = self.post(f"/spaces/{SPACE}/polls", self.draft(method, **more))
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    def vote(self, poll: Json, who: str, choice: str = "yes", **more: Any) -> Response:
        return self.post(f"/polls/{poll['id']}/ballots", {"choice": choice, **more}, who)

    def close(self, poll: Json, **more: Any) -> Json:
        answer = self.post(f"/polls/{poll['id']}/close", more)
        assert answer.status_code == 200, answer.text
        closed: Json = answer.json()
        return closed

    def remark(self, poll: Json, kind: str, who: str, version: int = 1, **more: Any) -> Response:
        body = {"words": "We have reasons.", "language": "en", "version": version, **more}
        return self.post(f"/polls/{poll['id']}/{kind}", body, who)

    def elector(self, poll: Json, name: str) -> int:
        return next(int(one["id"]) for one in poll["electors"] if one["name"] == name)

    def events(self, poll: Json) -> list[Json]:
        """What the numbered log of the space says of a decision."""

        async def read(runtime: Runtime) -> list[str]:
            async with runtime.database.reading() as db:
                query = select(LogEntry.data).where(LogEntry.channel == f"space:{SPACE}")
                return [*await db.exec(query.order_by(LogEntry.offset))]  # type: ignore[arg-type]

        found = [json.loads(one) for one in self.client.do(read)]
        return [
            one for one in found if one["event"].startswith("decision.") and one["id"] == poll["id"]
        ]

    def settle(self, poll: Json, after: timedelta, leapt: timedelta = timedelta()) -> None:
        """Do the job of a deadline as if so much time had passed, or the clock had `leapt`."""
        began = datetime.now(UTC)
        clock, passed = [began, began + after].pop, [0.0, (after - leapt).total_seconds()].pop

        async def work(runtime: Runtime) -> None:
            late = replace(runtime, clock=lambda: began + after)
            data = {"decision_id": DecisionId(poll["id"]), "version": 1}
            settle = jobs.kinds(Watch(lambda: clock(0), lambda: passed(0)))[SETTLE]
            assert not isinstance(settle, Batch)
            await settle(late, data)

        self.client.do(work)


def refused(answer: Response) -> tuple[int, str]:
    """How a request was refused."""
    return answer.status_code, answer.json()["code"]


def build(client: Client) -> Board:
    people = {
        "ada": client.member("ada", Role.ADMIN),
        "olga": client.member("olga", Role.MODERATOR),
        **{name: client.member(name) for name in ("camille", "paul", "somchai", "linh", "hoa")},
    }
    client.do(factories.space, SPACE)
    board = Board(client, people)
    acting = {
        "fr": [("camille", "head"), ("paul", "adviser")],
        "th": [("somchai", "alternate")],
        "vn": [("linh", "head"), ("hoa", "observer")],
    }
    for slug, persons in acting.items():
        body = {"slug": slug, "kind": "partner", "partner": slug.upper()}
        assert board.post("/delegations", body, "ada").status_code == 201
        for who, capacity in persons:
            given = {"who": who, "capacity": capacity}
            made = board.post(f"/delegations/{slug}/mandates", given, "ada")
            assert made.status_code == 201, made.text
    return board
