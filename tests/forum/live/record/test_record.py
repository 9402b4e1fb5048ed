"""The record of a session as people and programs read it."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from forum.core.actor import SYSTEM
from forum.core.ids import MemberId, SessionId
from forum.live.record.reviewed import reviewed_in
from forum.live.record.transcript import Kind
from forum.live.sessions.doing import doing
from forum.live.sessions.events import ParticipantJoined, SessionMoved
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem, LiveSession, Participant
from forum.runtime import Runtime
from forum.translations.rules import Status
from forum.translations.tables import Translation
from tests import factories
from tests.client import running
from tests.factories import prepared
from tests.forum.live.captions.reader import read
from tests.forum.live.talk.room import People, Room, people_of, room_of
from tests.services.databases import Databases


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)]
)
def people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("record")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        yield people_of(client)


@pytest.fixture
def room(people: People) -> Room:
    return room_of(people)


def say(room: Room, text: str) -> int:
    answer = room.post("/chat", {"text": text, "language": "en"})
    number: int = answer.json()["id"]
    return number


def test_a_line_is_in_the_record_with_who_said_it_and_for_whom(room: Room) -> None:
    say(room, "Good <morning>.")
    [one] = room.ask("GET", "/record/transcript").json()["moments"]
    assert (one["text"], one["capacity"], one["delegation_name"]) == (
        "Good <morning>.",
        "alternate",
        "Vietnam",
    )
    counted = room.ask("GET", "/record").json()["statistics"]
    assert counted["languages"]["chat"] == {"en": 1}


def test_only_what_a_person_stands_by_enters_the_record_in_another_language(room: Room) -> None:
    lines = {say(room, "Good morning."): Status.HUMAN, say(room, "Good night."): Status.MACHINE}

    async def translate(runtime: Runtime) -> None:
        async with runtime.unit(SYSTEM) as unit:
            for number, status in lines.items():
                text = f"Bonjour {status}"
                unit.db.add(
                    Translation(
                        subject=f"chat:{number}",
                        language="fr",
                        source="en",
                        source_version=1,
                        status=status,
                        text=text,
                        html=text,
                        made_at=factories.NOON,
                    )
                )

    room.client.do(translate)
    moments = room.ask("GET", "/record/transcript?lang=fr").json()["moments"]
    assert [one["translation"] and one["translation"]["text"] for one in moments] == [
        "Bonjour human",
        None,
    ]
    shown = room.client.get(f"/sessions/{room.id}/record?lang=fr").text
    assert "Bonjour human" in shown
    assert "Bonjour machine" not in shown


@pytest.mark.parametrize("status", [Status.HUMAN, Status.REVIEWED, Status.MACHINE])
def test_titles_of_items_enter_the_record_once_a_person_stands_by_them(
    room: Room, status: Status
) -> None:
    async def read_headings(runtime: Runtime) -> list[str]:
        async with runtime.unit(SYSTEM) as unit:
            session = await unit.db.get(LiveSession, room.id)
            assert session is not None
            session.language = "en"
            for place, title in enumerate(("Opening *now*", "Close"), 1):
                row = AgendaItem(session_id=room.id, place=place, number=str(place), title=title)
                row.minutes = 5
                unit.db.add(row)
            made = Translation(
                subject=f"agenda:{room.id}", language="fr", source="en", source_version=1,
                status=status, text="Ouverture\\*\n\nFin", html="", made_at=factories.NOON,
            )  # fmt: skip
            unit.db.add(made)
            await unit.db.flush()
            found = await reviewed_in(unit.db, session, (), "fr")
            assert await reviewed_in(unit.db, session, (), None) == {}
            assert {kind for kind, _ in found} <= {Kind.ITEM}
            return [one.text for one in found.values()]

    expected = [] if status is Status.MACHINE else ["1 Ouverture*", "2 Fin"]
    assert room.client.do(read_headings) == expected


def test_the_page_has_an_anchor_for_each_moment(room: Room) -> None:
    say(room, "Good <morning>.")
    [one] = room.ask("GET", "/record/transcript").json()["moments"]
    shown = room.client.get(f"/sessions/{room.id}/record").text
    assert f'id="{one["anchor"]}"' in shown
    assert "Good &lt;morning&gt;." in shown


def test_what_was_removed_is_in_no_form_of_the_record(room: Room) -> None:
    line = say(room, "Unspeakable")
    assert room.ask("DELETE", f"/chat/{line}", "chair").status_code == 204
    for path in ("", "/transcript.json", "/transcript.md", "/transcript.vtt"):
        answer = room.client.get(f"/sessions/{room.id}/record{path}")
        assert answer.status_code == 200
        assert "Unspeakable" not in answer.text


def test_the_transcript_is_given_as_captions(room: Room) -> None:
    room.move(SessionState.CLOSED)
    answer = room.client.get(f"/sessions/{room.id}/record/transcript.vtt")
    assert answer.headers["content-type"].startswith("text/vtt")
    assert read(answer.text) == []


async def _let_in(runtime: Runtime, session: SessionId, member: int) -> None:
    async with runtime.unit(factories.ADMIN) as unit:
        query = select(Participant.id).where(
            Participant.session_id == session, Participant.member_id == member
        )
        number = (await unit.db.exec(query)).one()
        assert number is not None
        said = doing(unit, session)
        about = {"participant_id": number, "member_id": MemberId(member)}
        unit.emit(ParticipantJoined(**said, **about, part="delegate"))
        unit.emit(SessionMoved(**said, state="in_session"))


def test_who_took_part_is_told_to_members_and_not_to_visitors(room: Room) -> None:
    room.client.do(_let_in, room.id, room.people.actors["linh"].require_member())
    [one] = room.ask("GET", "/record").json()["attendance"]
    assert (one["part"], one["who"]["capacity"], one["who"]["delegation_name"]) == (
        "delegate",
        "alternate",
        "Vietnam",
    )
    assert one["began"] <= one["ended"]
    assert room.ask("GET", "/record", who="").json()["attendance"] == []
    assert "Members of the site see" in room.client.get(f"/sessions/{room.id}/record").text


def test_who_does_not_follow_a_session_finds_no_record(room: Room) -> None:
    missing = room.client.get("/sessions/999999/record")
    assert missing.status_code == 404
