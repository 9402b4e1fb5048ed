"""A session on whose floor tests act: a chair, and delegates of Thailand and France."""

import json
from dataclasses import dataclass
from typing import Any

from httpx2 import Response
from sqlmodel import select

from forum.core.actor import Actor
from forum.core.ids import DelegationId, ItemId, SessionId
from forum.core.permissions import Role
from forum.delegations import actions as delegations
from forum.delegations.rules import Capacity, DelegationKind
from forum.delegations.schemas import DelegationDraft
from forum.delegations.tables import Delegation
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions import actions as sessions
from forum.live.sessions.schemas import SessionStep
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]
CHAIR, VICE, LINH, MARC, OBSERVER, STRANGER = "chair", "vice", "linh", "marc", "obs", "stranger"


@dataclass
class Hall:
    """A meeting under the rules of the General Assembly; each test has an item of its own.

    `chair` and `vice` lead it, `linh` (alternate) speaks for Thailand, `marc` (head) for France,
    `obs` observes, `stranger` follows it without a part.
    """

    client: Client
    people: dict[str, Actor]
    headers: dict[str, dict[str, str]]
    session: SessionId
    item: ItemId

    @property
    def path(self) -> str:
        return f"{API}/sessions/{self.session}"

    def get(self, path: str = "/speakers", who: str = STRANGER) -> Json:
        shown = f"?item={self.item}" if path == "/speakers" else ""
        answer = self.client.get(f"{self.path}{path}{shown}", headers=self.headers[who])
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def send(self, method: str, path: str, who: str, body: Json) -> Response:
        return self.client.request(
            method, f"{self.path}{path}", json=body, headers=self.headers[who]
        )

    def ask(self, who: str = LINH, kind: str = "statement", **more: Any) -> Response:
        return self.send("POST", "/speakers", who, {"item_id": self.item, "kind": kind, **more})

    def asked(self, who: str = LINH, kind: str = "statement", **more: Any) -> int:
        answer = self.ask(who, kind, **more)
        assert answer.status_code == 201, answer.text
        number: int = answer.json()["id"]
        return number

    def act(self, slot: int, act: str, expected: str, who: str = CHAIR, **more: Any) -> Response:
        body = {"act": act, "expected": expected, **more}
        return self.send("POST", f"/speakers/{slot}/acts", who, body)

    def acted(self, slot: int, act: str, expected: str, who: str = CHAIR, **more: Any) -> Json:
        answer = self.act(slot, act, expected, who, **more)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def group(self, slug: str, name: str, *members: str) -> int:
        """A group of delegations; its number."""
        draft = DelegationDraft(slug=slug, kind=DelegationKind.GROUP, name=name, members=members)

        async def make(runtime: Runtime) -> int:
            async with runtime.unit(factories.ADMIN) as unit:
                found = await unit.db.exec(select(Delegation.id).where(Delegation.slug == slug))
                if (known := found.first()) is not None:
                    return known
                return (await delegations.make_delegation(unit, draft)).id or 0

        return self.client.do(make)

    def open(self, who: str = CHAIR, **more: Any) -> Response:
        body = {"state": "open", "expected": "closed", **more}
        return self.send("PUT", f"/agenda/{self.item}/speakers", who, body)

    def move_to(self, state: SessionState) -> None:
        self._change(state=state)

    def _change(self, **values: object) -> None:
        async def change(runtime: Runtime) -> None:
            async with runtime.unit(self.people[CHAIR]) as unit:
                query = select(LiveSession).where(LiveSession.id == self.session)
                row = (await unit.db.exec(query)).one()
                for name, value in values.items():
                    setattr(row, name, value)

        self.client.do(change)

    def step(self, seen: SessionState, to: SessionState) -> None:
        """Have the chair move the meeting on."""
        given = SessionStep(expected=seen, to=to)

        async def change(runtime: Runtime) -> None:
            async with runtime.unit(self.people[CHAIR]) as unit:
                await sessions.step_session(unit, self.session, given)

        self.client.do(change)

    def open_item(self, item: ItemId | None = None) -> None:
        self._change(open_item_id=item or self.item)

    def close_item(self) -> None:
        self._change(open_item_id=None)

    def new_item(self) -> None:
        async def add(runtime: Runtime) -> ItemId:
            row = AgendaItem(session_id=self.session, place=self.item, number="1", title="Courses")
            async with runtime.unit(self.people[CHAIR]) as unit:
                unit.db.add(row)
            assert row.id is not None
            return row.id

        self.item = self.client.do(add)
        self.open_item()

    def log(self, *, everything: bool = False) -> list[Json]:
        """What the session's channel has heard of this item, or of all, the oldest first."""
        channel = f"session:{self.session}"

        async def read(runtime: Runtime) -> list[str]:
            page = await runtime.log.read(channel, after=0, limit=500)
            return [entry.data for entry in page.entries]

        found = [json.loads(text) for text in self.client.do(read)]
        return [one for one in found if everything or one.get("item_id") == self.item]


def build(client: Client, state: SessionState = SessionState.IN_SESSION) -> Hall:
    people = {
        name: client.member(name, name=NAMES.get(name, name.title()))
        for name in (CHAIR, VICE, LINH, MARC, OBSERVER, STRANGER)
    }
    ada = client.member("ada", Role.ADMIN)

    async def prepare(runtime: Runtime) -> SessionId:
        ids = [await _delegation(runtime, ada, code) for code in ("TH", "FR")]
        session = await factories.live_session(runtime, ada, state=state, profile=ProfileName.UNGA)
        await factories.participant(runtime, session, people[CHAIR], Part.CHAIR)
        await factories.participant(runtime, session, people[VICE], Part.VICE_CHAIR)
        await factories.participant(runtime, session, people[OBSERVER], Part.OBSERVER)
        for name, delegation, capacity in zip(
            (LINH, MARC), ids, (Capacity.ALTERNATE, Capacity.HEAD), strict=True
        ):
            more = {"delegation_id": delegation, "capacity": capacity}
            await factories.participant(runtime, session, people[name], Part.DELEGATE, **more)
        return session

    session = client.do(prepare)
    headers = {name: client.token(who) for name, who in people.items()}
    hall = Hall(client, people, headers, session, ItemId(0))
    hall.new_item()
    return hall


NAMES = {LINH: "Linh Tran", MARC: "Marc Petit", CHAIR: "Somchai Chair"}


async def _delegation(runtime: Runtime, by: Actor, code: str) -> DelegationId:
    draft = DelegationDraft(slug=code.lower(), kind=DelegationKind.PARTNER, partner=code)
    async with runtime.unit(by) as unit:
        row = await delegations.make_delegation(unit, draft)
    assert row.id is not None
    return row.id
