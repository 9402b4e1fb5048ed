"""What a session leaves open becomes topics, once."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import ItemId, SessionId, SpaceId
from forum.live.floor.events import FloorMoved
from forum.live.floor.rules import SlotKind, SlotState
from forum.live.floor.tables import FloorList, FloorSlot
from forum.live.record.actions import hand_over
from forum.live.sessions.doing import doing
from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.runtime import Runtime
from forum.spaces.rules import Access
from forum.spaces.tables import Space
from tests import factories
from tests.client import API, running
from tests.factories import prepared
from tests.forum.live.talk.room import Json, People, Room, people_of, room_of
from tests.services.databases import Databases


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)]
)
def people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("handing")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        found = people_of(client)
        client.do(factories.space, "courses")
        client.do(factories.space, "office", access=Access.PRIVATE)
        yield found


@dataclass
class Ended:
    """A session that is over, with a statement that was not delivered."""

    room: Room
    item: ItemId

    def hand_over(self, who: str = "chair") -> tuple[int, Json]:
        answer = self.room.ask("POST", "/hand-over", who)
        return answer.status_code, answer.json()

    def topics(self) -> set[int]:
        headers = self.room.people.tokens["linh"]
        answer = self.room.client.get(f"{API}/topics?space=courses&limit=50", headers=headers)
        return {one["id"] for one in answer.json()["items"]}

    def posts(self, topic: int) -> list[Json]:
        answer = self.room.client.get(
            f"{API}/topics/{topic}/posts", headers=self.room.people.tokens["linh"]
        )
        found: list[Json] = answer.json()["items"]
        return found


@pytest.fixture
def ended(people: People) -> Ended:
    room = room_of(people)
    asked = room.post("/questions", {"text": "Who pays?", "language": "en"}, "nadja")
    assert asked.status_code == 201
    linh = people.actors["linh"].require_member()
    return Ended(room, people.client.do(_end, room.id, linh))


async def _end(runtime: Runtime, session: SessionId, linh: int) -> ItemId:
    async with runtime.unit(factories.ADMIN) as unit:
        row = await unit.db.get(LiveSession, session)
        assert row is not None
        row.space_id, row.state = await _space(unit.db, "courses"), SessionState.CLOSED
        item = AgendaItem(session_id=session, place=1, number="1", title="Courses")
        unit.db.add(item)
        await unit.db.flush()
        assert item.id is not None
        unit.db.add(FloorList(item_id=item.id))
        await unit.db.flush()
        slot = FloorSlot(
            item_id=item.id,
            member_id=linh,
            level=1,
            kind=SlotKind.STATEMENT,
            place=1,
            state=SlotState.LISTED,
            limit_ms=1,
            requested_at=datetime.now(UTC),
            statement="Chúng tôi cảm ơn.",
            language="vi",
            words=4,
        )
        unit.db.add(slot)
        await unit.db.flush()
        facts = {"id": slot.id, "kind": "statement", "state": "listed", "member": linh, "words": 4}
        said = doing(unit, session)
        unit.emit(
            FloorMoved(
                **said, item_id=item.id, act="ask", slots=[facts], list={}, server_now=said["at"]
            )
        )
        return item.id


async def _space(db: AsyncSession, slug: str) -> SpaceId | None:
    return (await db.exec(select(Space.id).where(Space.slug == slug))).one()


async def _place(runtime: Runtime, session: SessionId, slug: str, access: SessionAccess) -> None:
    async with runtime.unit(factories.ADMIN) as unit:
        row = await unit.db.get(LiveSession, session)
        assert row is not None
        row.access = access
        row.space_id = await _space(unit.db, slug) if slug else None


def test_a_statement_becomes_a_post_of_its_author_in_its_language(ended: Ended) -> None:
    status, made = ended.hand_over()
    assert status == 200, made
    [topic] = made["topics"]
    assert topic["item_id"] == ended.item
    first, post = ended.posts(topic["topic_id"])
    assert (first["author"]["handle"], post["author"]["handle"]) == ("chair", "linh")
    assert post["language"] == "vi"
    assert f"/sessions/{ended.room.id}/record#" in first["body"]["source"]


def test_handing_over_twice_changes_nothing(ended: Ended) -> None:
    _, made = ended.hand_over()
    topic = made["topics"][0]["topic_id"]
    posts = ended.posts(topic)
    assert ended.hand_over() == (200, made)
    assert ended.posts(topic) == posts


@pytest.mark.racing
def test_two_who_hand_over_at_once_make_one_topic_of_an_item(ended: Ended) -> None:
    chair = ended.room.people.actors["chair"]

    async def one(runtime: Runtime) -> None:
        async with runtime.unit(chair) as unit:
            await hand_over(unit, ended.room.id)

    async def both(runtime: Runtime) -> None:
        await asyncio.gather(one(runtime), one(runtime))

    before = ended.topics()
    ended.room.client.do(both)
    _, made = ended.hand_over()
    assert len(made["topics"]) == 1
    assert ended.topics() - before == {made["topics"][0]["topic_id"]}


def test_a_delegate_does_not_hand_over(ended: Ended) -> None:
    status, refusal = ended.hand_over("linh")
    assert (status, refusal["code"]) == (403, "not_your_part")


def test_a_session_that_goes_on_is_not_handed_over(ended: Ended) -> None:
    ended.room.move(SessionState.IN_SESSION)
    status, refusal = ended.hand_over()
    assert (status, refusal["code"]) == (409, "not_at_this_stage")


@pytest.mark.parametrize(
    ("space", "access", "code"),
    [
        ("", SessionAccess.PUBLIC, "no_space_for_topics"),
        ("courses", SessionAccess.MEMBERS, "topics_too_open"),
        ("courses", SessionAccess.ACCREDITED, "topics_too_open"),
    ],
)
def test_nothing_is_shown_to_more_people(
    ended: Ended, space: str, access: SessionAccess, code: str
) -> None:
    ended.room.client.do(_place, ended.room.id, space, access)
    status, refusal = ended.hand_over()
    assert (status, refusal["code"]) == (409, code)


def test_the_button_on_the_page_makes_topics(ended: Ended) -> None:
    client, address = ended.room.client, f"/sessions/{ended.room.id}/record"
    assert "hand-over" not in client.get(address).text
    client.sign_in(ended.room.people.actors["chair"])
    answer = client.fill_in(address, {}, f"{address}/hand-over")
    assert answer.status_code == 303
    assert 'href="/t/' in client.get(address).text
    client.cookies.clear()
