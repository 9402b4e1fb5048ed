"""A session with people in it, for tests of what is said and written there."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from httpx2 import Response

from forum.core.actor import Actor
from forum.core.ids import DelegationId, SessionId
from forum.delegations import actions as delegations
from forum.delegations.rules import Capacity, DelegationKind
from forum.delegations.schemas import DelegationDraft
from forum.live.parts import Part
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.live.speech import queries
from forum.live.speech.desk import Desk
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]


@dataclass
class People:
    """Who takes part in the sessions of one application, and how each is known to the API."""

    client: Client
    delegation: DelegationId
    actors: dict[str, Actor] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)


PARTS = {
    "chair": Part.CHAIR,
    "linh": Part.DELEGATE,
    "nadja": Part.OBSERVER,
    "somchai": Part.CAPTIONER,
    "ines": Part.INTERPRETER,
}


def people_of(client: Client) -> People:
    """Everybody, and the delegation of Viet Nam."""
    ada = client.member("ada", factories.Role.ADMIN)
    found = People(client, client.do(_delegation, ada))
    for handle in (*PARTS, "stranger"):
        found.actors[handle] = client.member(handle, languages=["en"])
        found.tokens[handle] = client.token(found.actors[handle])
    found.actors["ada"], found.tokens["ada"] = ada, client.token(ada)
    return found


async def _delegation(runtime: Runtime, ada: Actor) -> DelegationId:
    async with runtime.unit(ada) as unit:
        draft = DelegationDraft(slug="vn", kind=DelegationKind.PARTNER, partner="VN")
        made = (await delegations.make_delegation(unit, draft)).id
    assert made is not None
    return made


@dataclass
class Room:
    """A session that is under way.

    Attributes:
        pushed: what was sent without a number, with its channel.
    """

    people: People
    id: SessionId
    pushed: list[tuple[str, Json]] = field(default_factory=list)

    @property
    def client(self) -> Client:
        return self.people.client

    def ask(self, method: str, path: str, who: str = "linh", **more: Any) -> Response:
        headers = {**self.people.tokens[who], **more.pop("headers", {})} if who else {}
        address = f"{API}/sessions/{self.id}{path}"
        answer: Response = self.client.request(method, address, headers=headers, **more)
        return answer

    def post(self, path: str, body: Json, who: str = "linh") -> Response:
        return self.ask("POST", path, who, json=body)

    def items(self, path: str, who: str = "nadja") -> list[Json]:
        answer = self.ask("GET", path, who)
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["items"]
        return found

    def read_in(self, *languages: str) -> None:
        """Somebody reads the session in these languages."""
        self.client.do(_note, self.id, languages)

    def settle(self) -> None:
        """Wait until what was said is translated."""
        desk: Desk = self.client.app_state["desk"]

        async def wait(_runtime: Runtime) -> None:
            await desk.settled()

        self.client.do(wait)

    def move(self, state: SessionState) -> None:
        self.client.do(_move, self.id, state)

    def log(self) -> list[Json]:
        """The session's numbered log, read in portions: more than a few are not given at once."""

        async def read(runtime: Runtime) -> list[Json]:
            found: list[Json] = []
            while True:
                page = await runtime.log.read(f"session:{self.id}", after=len(found), limit=100)
                assert page.complete
                if not page.entries:
                    return found
                found += (json.loads(entry.data) for entry in page.entries)

        return self.client.do(read)

    def sent(self, event: str) -> list[tuple[str, Json]]:
        """What was sent as an event: language of the channel, and data."""
        prefix = f"session:{self.id}"
        return [
            (channel.removeprefix(prefix).removeprefix(":"), data)
            for channel, data in self.pushed
            if channel.startswith(prefix) and data["event"] == event
        ]


def room_of(people: People) -> Room:
    """A session of this application with everybody in it but the stranger."""
    client = people.client
    now = datetime.now(UTC)
    times = {"starts_at": now, "ends_at": now + timedelta(hours=1)}
    session = client.do(
        factories.live_session, people.actors["ada"], state=SessionState.IN_SESSION, **times
    )
    for handle, part in PARTS.items():
        more: Json = {}
        if part is Part.DELEGATE:
            more = {"delegation_id": people.delegation, "capacity": Capacity.ALTERNATE}
        client.do(factories.participant, session, people.actors[handle], part, **more)
    return Room(people, session)


async def _note(runtime: Runtime, session: SessionId, languages: tuple[str, ...]) -> None:
    async with runtime.database.writer() as db, db.begin():
        read = [(session, language) for language in languages]
        await queries.note_languages(db, read, runtime.clock())


async def _move(runtime: Runtime, session: SessionId, state: SessionState) -> None:
    async with runtime.database.writer() as db, db.begin():
        row = await db.get(LiveSession, session)
        assert row is not None
        row.state = state


def milliseconds() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)
