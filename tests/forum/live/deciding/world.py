"""A meeting in which decisions are taken, as its tests talk to it."""

import json
from types import SimpleNamespace
from typing import Any

from forum.core.actor import Actor
from forum.core.ids import DelegationId, SessionId
from forum.delegations.rules import Capacity, DelegationKind
from forum.delegations.tables import Delegation
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions.queries import participants
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client
from tests.factories import NOON


class World(SimpleNamespace):
    """A session in progress by the rules of the General Assembly: two delegations and others."""

    client: Client
    people: dict[str, Actor]
    session: SessionId

    def post(self, path: str, body: dict[str, Any], who: str) -> Any:
        headers = self.client.token(self.people[who])
        return self.client.post(f"{API}{path}", json=body, headers=headers)

    def move(self, kind: str, who: str) -> Any:
        return self.post(f"/sessions/{self.session}/motions", {"kind": kind}, who)

    def act(self, motion: int, act: str, who: str) -> Any:
        return self.post(f"/sessions/{self.session}/motions/{motion}/acts", {"act": act}, who)

    def explain(self, poll: int, who: str, words: str) -> Any:
        said = {"words": words, "language": "en", "version": 1}
        return self.post(f"/polls/{poll}/explanations", said, who)

    def room(self, who: str, page: str = "") -> str:
        """What somebody is shown in the room, or on another page of the session."""
        self.client.cookies.clear()
        self.client.sign_in(self.people[who])
        return str(self.client.get(f"/sessions/{self.session}{page}").text)

    def heard(self, session: SessionId | None = None) -> list[dict[str, Any]]:
        """The entries of the session's channel, or of another one's."""
        channel = f"session:{session or self.session}"

        async def read(runtime: Runtime) -> list[dict[str, Any]]:
            found = await runtime.log.read(channel, after=0, limit=5_000)
            return [json.loads(one.data) for one in found.entries]

        return self.client.do(read)

    def propose(self, method: str, **more: Any) -> Any:
        draft = {"title": "Share", "language": "en", "method": method, "text": "Words."}
        draft |= {"is_open": True, **more}
        return self.post(f"/sessions/{self.session}/polls", draft, "chanda")


async def furnished(runtime: Runtime, client: Client) -> World:
    names = ("chanda", "linh", "camille", "paul", "gaspard")
    people = {name: await factories.member(runtime, name) for name in names}
    values = {"state": SessionState.IN_SESSION, "profile": ProfileName.UNGA}
    session = await factories.live_session(runtime, people["chanda"], **values)
    rows = await _delegations(runtime, people["chanda"], "vn", "fr")
    await factories.participant(runtime, session, people["chanda"], Part.CHAIR)
    await factories.participant(runtime, session, people["gaspard"], Part.OBSERVER)
    for name, row, capacity in (
        ("linh", rows[0], Capacity.HEAD),
        ("camille", rows[1], Capacity.ALTERNATE),
        ("paul", rows[1], Capacity.ADVISER),
    ):
        more = {"delegation_id": row, "capacity": capacity}
        await factories.participant(runtime, session, people[name], Part.DELEGATE, **more)
    return World(client=client, people=people, session=session)


async def assembly(runtime: Runtime, world: World) -> SessionId:
    """A session like that, by rules with proxies and straw polls; Thailand votes as well."""
    methods = ["show_of_hands", "roll_call", "secret", "straw"]
    overrides = {"base": "unga", "proxies": 1, "methods": methods}
    values = {"state": SessionState.IN_SESSION, "profile": ProfileName.CUSTOM}
    people = world.people
    session = await factories.live_session(runtime, people["chanda"], overrides=overrides, **values)
    people["somchai"] = await factories.member(runtime, "somchai")
    [thailand] = await _delegations(runtime, people["chanda"], "th")
    async with runtime.database.reading() as db:
        here = await participants(db, world.session, "en")
    for one in here:
        who = next(name for name, actor in people.items() if actor.member_id == one.member.id)
        more = {"delegation_id": one.delegation and one.delegation.id, "capacity": one.capacity}
        await factories.participant(runtime, session, people[who], one.part, **more)
    more = {"delegation_id": thailand, "capacity": Capacity.HEAD}
    await factories.participant(runtime, session, people["somchai"], Part.DELEGATE, **more)
    return session


async def _delegations(runtime: Runtime, who: Actor, *slugs: str) -> list[DelegationId]:
    rows = [
        Delegation(slug=slug, kind=DelegationKind.PARTNER, partner=slug.upper(), created_at=NOON)
        for slug in slugs
    ]
    async with runtime.unit(who) as unit:
        unit.db.add_all(rows)
    return [DelegationId(row.id or 0) for row in rows]
