"""The room: one page of all its parts, and a state from which nothing is missed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from bleach._vendor import html5lib

from forum.core.actor import Actor
from forum.core.ids import SessionId
from forum.live.parts import Part
from forum.live.room.present import grouped
from forum.live.room.registry import PANELS
from forum.live.sessions.doing import doing
from forum.live.sessions.events import SessionMoved
from forum.live.sessions.presence import counted
from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from realtime.presence import Present
from tests import factories
from tests.client import API, Client, running
from tests.factories import prepared
from tests.listening import listens
from tests.services.databases import SqliteDatabases

VIDEO = "https://video.example/hall?lang=en"


class World(SimpleNamespace):
    """A session in progress that everybody follows, and one for those who were let in."""

    client: Client
    chair: Actor
    guest: Actor
    session: SessionId
    closed: SessionId


@pytest.fixture(scope="module")
def world(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("room")
    with sqlite_databases.fresh(prepared) as url, running(url, folder) as client:
        yield client.do(furnished, client)


async def furnished(runtime: Runtime, client: Client) -> World:
    chair = await factories.member(runtime, "chanda")
    guest = await factories.member(runtime, "gaspard", locale="fr")
    values: dict[str, Any] = {"state": SessionState.IN_SESSION}
    session = await factories.live_session(runtime, chair, **values)
    values |= {"access": SessionAccess.ACCREDITED, "video_url": VIDEO}
    closed = await factories.live_session(runtime, chair, **values)
    await factories.participant(runtime, session, chair, Part.CHAIR)
    await factories.participant(runtime, session, guest, Part.OBSERVER)
    return World(client=client, chair=chair, guest=guest, session=session, closed=closed)


@pytest.fixture
def client(world: World) -> Client:
    """Of a visitor, until somebody signs in."""
    world.client.cookies.clear()
    return world.client


def test_whoever_follows_a_session_finds_all_its_parts_in_its_room(
    world: World, client: Client
) -> None:
    for who in (None, world.guest, world.chair):
        if who is not None:
            client.sign_in(who)
        page = client.get(f"/sessions/{world.session}")
        assert page.status_code == 200
        found = re.findall(r'<section id="(\w+)"[^>]* aria-labelledby="(\w+)-name"', page.text)
        named = [one.name for one in PANELS if one.name != "desk" or who == world.chair]
        assert found == [(name, name) for name in named]
        assert all(f'href="#{name}"' in page.text for name in named)


def test_every_act_in_the_room_is_a_link_or_a_button_that_the_tab_key_reaches(
    world: World, client: Client
) -> None:
    client.sign_in(world.chair)
    page = html5lib.parse(
        client.get(f"/sessions/{world.session}").text, namespaceHTMLElements=False
    )
    main = page.find(".//main")
    forms = [one for one in main.iter("form") if one.get("method") == "post"]
    assert len(forms) >= 5
    assert all(any(True for _ in one.iter("button")) for one in forms)
    for one in main.iter():
        assert not [name for name in one.keys() if name.startswith("on")]  # noqa: SIM118
        assert one.tag in {"main", "section"} or one.get("tabindex") in {None, "0"}
        assert one.get("role") in {None, "status", "alert"}
        assert one.tag != "a" or one.get("href")
    keys = [one.get("accesskey") for one in main.iter("a") if one.get("accesskey")]
    assert len(keys) == len(set(keys)) >= len(PANELS)


def test_a_room_is_not_there_for_those_who_do_not_follow_its_session(
    world: World, client: Client
) -> None:
    address = f"/sessions/{world.closed}"
    assert client.get(address).status_code == 404
    for who in (None, world.guest):
        if who is not None:
            client.sign_in(who)
        for part in (f"{address}/panels", f"{API}{address}/state"):
            assert client.get(part).status_code == 404
    told = client.get(address)
    assert (told.status_code, told.headers["location"]) == (303, f"{address}/about")
    client.sign_in(world.chair)
    assert client.get(address).status_code == 200


def test_the_video_room_is_one_link_away_for_those_who_follow_the_session_and_for_no_other(
    world: World, client: Client
) -> None:
    room = f"/sessions/{world.closed}"
    places = (room, f"{room}/about", f"{API}{room}", f"{room}/calendar.ics")
    for who in (None, world.guest):
        if who is not None:
            client.sign_in(who)
        assert [VIDEO in client.get(place).text for place in places] == [False] * 4
    client.sign_in(world.chair)
    for place in (room, f"{room}/about"):
        page = html5lib.parse(client.get(place).text, namespaceHTMLElements=False)
        (link,) = [one for one in page.iter("a") if one.get("href") == VIDEO]
        assert "noopener" in str(link.get("rel"))
    assert client.get(f"{API}{room}").json()["video_url"] == VIDEO
    calendar = client.get(f"{room}/calendar.ics").text.replace("\r\n ", "")
    assert VIDEO in calendar


def test_nothing_is_missed_between_a_page_and_its_first_subscription(
    world: World, client: Client
) -> None:
    client.sign_in(world.guest)
    page = client.get(f"/sessions/{world.session}").text
    state = client.get(f"{API}/sessions/{world.session}/state").json()
    channel, position = f"session:{world.session}", state["position"]
    assert f'"{channel}": [{position["offset"]}, "{position["epoch"]}"]' in page
    client.do(moved, world, SessionState.SUSPENDED)
    client.do(moved, world, SessionState.IN_SESSION)
    with listens(client, world.guest) as listener:
        since = {"recover": True, "offset": position["offset"], "epoch": position["epoch"]}
        joined = listener.ask(2, subscribe={"channel": channel, **since})["subscribe"]
        text = listener.ask(3, subscribe={"channel": state["text_channel"]})
    assert joined["recovered"]
    heard = [one["data"] for one in joined["publications"]]
    assert [(one["event"], one["state"]) for one in heard] == [
        ("session.state", "suspended"),
        ("session.state", "in_session"),
    ]
    assert "subscribe" in text


async def moved(runtime: Runtime, world: World, state: SessionState) -> None:
    """As an action announces it."""
    async with runtime.unit(world.chair) as unit:
        unit.emit(SessionMoved(**doing(unit, world.session), state=state))


def test_who_has_the_room_open_is_counted_once_and_named_by_delegation(
    world: World, client: Client
) -> None:
    def here() -> tuple[int, list[int]]:
        state = client.get(f"{API}/sessions/{world.session}/state").json()
        return state["people"], state["panels"]["present"]["members"]

    assert here() == (0, [])
    nobody = client.get(f"/sessions/{world.session}/panels?names=present").text
    assert "Not here" in nobody
    assert "Gaspard" not in nobody
    with listens(client, world.guest) as one, listens(client, world.guest) as other:
        for listener in (one, other):
            listener.ask(2, subscribe={"channel": f"session:{world.session}"})
        assert here() == (1, [world.guest.member_id])
        assert "Gaspard" in client.get(f"/sessions/{world.session}/panels?names=present").text


def test_a_room_is_told_calmly_that_somebody_came_or_went(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.live.room.calling.EVERY", 0.1)
    channel = f"session:{world.session}"
    with listens(client, world.chair) as chair:
        chair.ask(2, subscribe={"channel": channel})
        assert chair.next_push("pub")["pub"]["data"] == {"event": "present.changed"}  # the chair
        for _ in range(2):  # two windows, open and closed within a moment, are one piece of news
            with listens(client, world.guest) as guest:
                guest.ask(2, subscribe={"channel": channel})
        assert chair.next_push("pub")["pub"]["data"] == {"event": "present.changed"}
        chair.ask(3, unsubscribe={"channel": channel})


def test_a_piece_is_the_part_that_the_page_has(world: World, client: Client) -> None:
    client.sign_in(world.chair)
    page = _without_words(client.get(f"/sessions/{world.session}").text)
    names = [one.name for one in PANELS]
    pieces = client.get(f"/sessions/{world.session}/panels?names={','.join(names)}").text
    sections = re.findall(r"<section.*?</section>", _without_words(pieces), re.DOTALL)
    assert len(sections) == len(PANELS)
    assert all(section in page for section in sections)
    one = client.get(f"/sessions/{world.session}/panels?names={names[0]},nothing").text
    assert re.findall(r'<section id="(\w+)"', one) == names[:1]


def _without_words(html: str) -> str:
    """Without what differs from one form to the next."""
    return re.sub(r'name="(csrf|once)" value="[^"]*"', "", html)


def test_plain_text_needs_no_script_and_a_wall_asks_for_nothing(
    world: World, client: Client
) -> None:
    client.sign_in(world.chair)
    address = f"/sessions/{world.session}"
    plain = client.get(f"{address}?view=text").text
    assert "room.js" not in plain
    assert "room.css" not in plain
    assert "Load it again" in plain
    wall = client.get(f"{address}?view=projector").text
    shown = re.findall(r'<section id="(\w+)"', wall)
    assert shown == [one.name for one in PANELS if one.is_projected]
    assert "Leading the session" in plain
    assert not re.search(r"<section.*<form.*</section>", wall, re.DOTALL)


def test_the_state_says_what_time_it_is(world: World, client: Client) -> None:
    before = datetime.now(UTC).timestamp() * 1000
    now = client.get(f"{API}/sessions/{world.session}/state").json()["server_now"]
    after = datetime.now(UTC).timestamp() * 1000
    assert before - 1 <= now <= after + 1


@pytest.mark.parametrize(
    ("asked", "for_visitors", "for_members"),
    [("fr", ":fr", ":fr"), ("km", None, ":km"), ("", ":en", ":en")],
)
def test_texts_come_live_in_what_a_session_offers_and_to_members_in_any_language(
    world: World, client: Client, asked: str, for_visitors: str | None, for_members: str
) -> None:
    address = f"{API}/sessions/{world.session}/state?lang={asked}"
    channel = f"session:{world.session}"
    found = client.get(address).json()["text_channel"]
    assert found == (for_visitors and channel + for_visitors)
    headers = client.token(world.chair)
    assert client.get(address, headers=headers).json()["text_channel"] == channel + for_members


def test_a_member_counts_once_and_each_visitor_for_themselves() -> None:
    users = {"a": "7", "b": "7", "c": "8", "d": "", "e": ""}
    found = {client: Present("session:1", client, user, "{}") for client, user in users.items()}
    assert counted(found).people == 4
    assert counted(found).members == {7, 8}


def test_delegations_come_by_name_and_who_has_two_parts_comes_once() -> None:
    def one(member: int, part: Part, delegation: str = "") -> Any:
        whom = SimpleNamespace(id=delegation, name=delegation) if delegation else None
        return SimpleNamespace(member=SimpleNamespace(id=member), part=part, delegation=whom)

    groups = grouped(
        [
            one(1, Part.CHAIR),
            one(2, Part.DELEGATE, "Viet Nam"),
            one(3, Part.DELEGATE, "France"),
            one(4, Part.DELEGATE, "france"),
            one(2, Part.INTERPRETER),
        ],
        frozenset({1, 2, 3}),
    )
    named = [one.of.delegation.name if one.of.delegation else one.of.part for one in groups]
    assert named == ["France", "france", "Viet Nam", Part.CHAIR]
    assert [len(one.here) for one in groups] == [1, 0, 1, 1]
