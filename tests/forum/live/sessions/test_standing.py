"""Who sees a session, and what their place in it is, as the database tells it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import DelegationId, SessionId
from forum.core.permissions import Role
from forum.delegations import actions as delegations
from forum.delegations.rules import Capacity, DelegationKind, OnBehalf
from forum.delegations.schemas import DelegationDraft, MandateDraft
from forum.live.parts import Part
from forum.live.sessions import queries
from forum.live.sessions.queries.standings import standing_of
from forum.live.sessions.rules import RequestState, SessionAccess, Standing
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from tests import factories
from tests.client import Client, running
from tests.factories import NOON, prepared
from tests.services.databases import Databases

VISITOR = Actor()


@pytest.fixture
def client(databases: Databases, tmp_path: Path) -> Iterator[Client]:
    with databases.fresh(prepared) as url, running(url, tmp_path) as client:
        yield client


async def sees(runtime: Runtime, who: Actor, session_id: SessionId) -> tuple[bool, bool]:
    """Whether somebody is told of a session, and whether they follow it."""
    found = []
    async with runtime.database.reading() as db:
        for look in (queries.announced_session, queries.session_of):
            try:
                await look(db, who, session_id)
            except NotFound:
                found.append(False)
            else:
                found.append(True)
    return found[0], found[1]


async def place(runtime: Runtime, who: Actor, session_id: SessionId) -> Standing:
    async with runtime.database.reading() as db:
        session = await queries.session_of(db, who, session_id)
        return await standing_of(db, session, who, NOON + timedelta(minutes=1))


async def delegation(runtime: Runtime, ada: Actor) -> DelegationId:
    async with runtime.unit(ada) as unit:
        draft = DelegationDraft(slug="vn", kind=DelegationKind.PARTNER, partner="VN")
        made = (await delegations.make_delegation(unit, draft)).id
    assert made is not None
    return made


def test_who_follows_a_session_and_who_is_told_of_it(client: Client) -> None:
    ada, olga = client.member("ada", Role.ADMIN), client.member("olga", Role.MODERATOR)
    linh, hoa = client.member("linh"), client.member("hoa")
    client.do(factories.space, "closed", access="private")
    closed: dict[str, Any] = {"space_id": 1}
    made = {
        name: client.do(factories.live_session, linh, **more)
        for name, more in {
            "public": {},
            "members": {"access": SessionAccess.MEMBERS},
            "accredited": {"access": SessionAccess.ACCREDITED},
            "draft": {"state": SessionState.DRAFT},
            "closed": closed,
        }.items()
    }
    asked = {"state": RequestState.RECEIVED}
    client.do(factories.participant, made["accredited"], hoa, **asked)
    known = {
        (name, who.handle): client.do(sees, who, session_id)
        for name, session_id in made.items()
        for who in (VISITOR, hoa, olga, linh, ada)
    }
    assert known == {
        (name, handle): told
        for name, row in {
            "public": [(True, True)] * 5,
            "members": [(False, False), *[(True, True)] * 4],
            "accredited": [(False, False), (True, False), *[(True, True)] * 3],
            "draft": [*[(False, False)] * 3, (True, True), (True, True)],
            "closed": [(False, False), (False, False), *[(True, True)] * 3],
        }.items()
        for handle, told in zip(("", "hoa", "olga", "linh", "ada"), row, strict=True)
    }
    client.do(factories.participant, made["accredited"], hoa, Part.CAPTIONER)
    assert client.do(sees, hoa, made["accredited"]) == (True, True)


def test_the_accreditation_says_for_whom_somebody_acts(client: Client) -> None:
    ada, linh = client.member("ada", Role.ADMIN), client.member("linh")
    held = client.do(factories.live_session, ada)
    vn = client.do(delegation, ada)
    assert client.do(place, VISITOR, held) == Standing(is_known=False)
    assert client.do(place, ada, held) == Standing(is_host=True)
    client.do(factories.participant, held, linh, Part.RAPPORTEUR)
    head = {"delegation_id": vn, "capacity": Capacity.HEAD}
    client.do(factories.participant, held, linh, Part.DELEGATE, **head)
    asked = {"state": RequestState.RECEIVED}
    client.do(factories.participant, held, linh, Part.CHAIR, **asked)
    parts = frozenset({Part.DELEGATE, Part.RAPPORTEUR})
    behalf = OnBehalf(vn, Capacity.HEAD)
    assert client.do(place, linh, held) == Standing(parts, behalf, "Vietnam")


def test_who_was_named_by_a_mandate_acts_only_as_long_as_it_counts(client: Client) -> None:
    ada, linh = client.member("ada", Role.ADMIN), client.member("linh")
    held = client.do(factories.live_session, ada)
    vn = client.do(delegation, ada)
    head = {"delegation_id": vn, "capacity": Capacity.HEAD}
    client.do(factories.participant, held, linh, Part.DELEGATE, **head)

    async def name(runtime: Runtime) -> None:
        async with runtime.unit(ada) as unit:
            draft = MandateDraft(who="linh", capacity=Capacity.HEAD, first_day=NOON.date())
            await delegations.give_mandate(unit, "vn", draft)

    async def end(runtime: Runtime) -> None:
        async with runtime.unit(ada) as unit:
            mandate = await delegations.end_mandate(unit, "vn", 1)  # type: ignore[arg-type]
            mandate.ended_at = NOON

    client.do(name)
    assert client.do(place, linh, held).on_behalf == OnBehalf(vn, Capacity.HEAD)
    client.do(end)
    assert client.do(place, linh, held) == Standing(frozenset({Part.DELEGATE}))


def test_somebody_muted_is_so_until_the_time_that_was_said(client: Client) -> None:
    ada, linh = client.member("ada", Role.ADMIN), client.member("linh")
    held = client.do(factories.live_session, ada)
    for minutes, is_muted in ((0, False), (5, True)):
        until = {"muted_until": NOON + timedelta(minutes=minutes)}
        part = Part.OBSERVER if minutes else Part.STAKEHOLDER
        client.do(factories.participant, held, linh, part, **until)
        assert client.do(place, linh, held).is_muted is is_muted
