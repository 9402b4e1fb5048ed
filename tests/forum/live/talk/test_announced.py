"""Titles, agendas, decisions and statements of a session, for readers of another language."""

from sqlmodel import select

from forum.app import SUBJECTS
from forum.core.actor import SYSTEM
from forum.jobs.runner import Runner
from forum.live.agenda import actions as agenda
from forum.live.agenda.schemas import ItemDraft
from forum.live.profiles import ProfileName
from forum.live.sessions import actions as sessions
from forum.live.sessions.schemas import SessionChange
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from forum.translations.engines import Engines
from forum.translations.jobs import kinds
from forum.translations.rules import Status
from forum.translations.tables import Translation
from tests.client import API
from tests.forum.live.talk.room import Json, Room


def work(room: Room) -> None:
    """Make the translations that were asked for."""
    engines: Engines = room.client.app_state["engines"]

    async def drain(runtime: Runtime) -> None:
        await Runner(runtime, kinds(engines, SUBJECTS)).drain()

    room.client.do(drain)


def change(room: Room, change: SessionChange | None = None, item: str = "") -> None:
    """Change the session, which is announced, or add an item to its agenda, as its host."""
    room.move(SessionState.ANNOUNCED)

    async def act(runtime: Runtime) -> None:
        async with runtime.unit(room.people.actors["ada"]) as unit:
            if change is not None:
                await sessions.change_session(unit, room.id, change)
            if item:
                await agenda.add_item(unit, room.id, ItemDraft(title=item))

    room.client.do(act)


def read(room: Room, path: str) -> str:
    """A page in French, once what was missing is made."""
    address = f"{path}?lang=fr"
    room.client.cookies.clear()
    assert room.client.get(address).status_code == 200
    work(room)
    return str(room.client.get(address).text)


def test_a_session_is_announced_in_the_readers_language(room: Room) -> None:
    change(room, SessionChange(description="Bring **questions**."), "Opening")
    about = read(room, f"/sessions/{room.id}/about")
    assert about.count('data-translation="machine"') == 3
    assert "Opening" in about
    assert "Machine translation from English by pseudo" in about
    change(room, item="Any other business")
    assert about.count('data-translation="machine"') == 3
    again = read(room, f"/sessions/{room.id}/about")
    assert again.count('data-translation="machine"') == 4
    assert 'data-translation="machine"' in read(room, "/sessions")
    agenda = room.client.get(f"/sessions/{room.id}?lang=fr").text
    assert agenda.count('<small class="soft" lang="fr"') == 2


def test_who_reads_the_language_of_a_session_is_shown_it_alone(room: Room) -> None:
    change(room, item="Opening")
    page = room.client.get(f"/sessions/{room.id}/about?lang=en").text
    assert "data-translation" not in page


def test_a_decision_is_read_beside_its_translation(room: Room) -> None:
    change(room, SessionChange(profile=ProfileName.ASEAN_CONSENSUS))
    room.move(SessionState.IN_SESSION)
    draft = {
        "title": "Where we meet",
        "language": "en",
        "method": "straw",
        "text": "We meet once a year.\n\nThe hosts take turns.",
        "options": ["In Hanoi", "In Vienna"],
        "is_open": True,
    }
    made = room.post("/polls", draft, "chair")
    assert made.status_code == 201, made.text
    poll = made.json()
    page = read(room, poll["url"])
    assert "We meet once a year." in page
    assert "What is decided on is the text above." in page
    assert page.count('data-translation="machine"') == 4  # title, text, two options
    assert 'data-translation="machine"' in room.client.get(f"/sessions/{room.id}?lang=fr").text
    listed = room.client.get(f"/sessions/{room.id}/polls?lang=fr").text
    assert 'data-translation="machine"' in listed


def test_a_statement_is_translated_once_everybody_may_read_it(room: Room) -> None:
    change(room, item="Opening")
    room.move(SessionState.IN_SESSION)
    (item,) = room.ask("GET", "/agenda").json()
    assert room.post("/agenda/open", {"item_id": item["id"]}, "chair").is_success
    listed = {"state": "open", "expected": "closed"}
    path = f"/agenda/{item['id']}/speakers"
    assert room.ask("PUT", path, "chair", json=listed).status_code == 200
    slot = room.post("/speakers", {"kind": "statement"}).json()["id"]
    words = "We welcome this.\n\nTwo courses * each."
    hand_in(room, slot, words)
    shown = f"/sessions/{room.id}/floor/{item['id']}"
    assert MADE not in read(room, shown)
    room.client.sign_in(room.people.actors["chair"])
    assert words in room.client.get(f"{shown}?lang=fr").text
    work(room)
    assert speakers(room)["waiting"][0]["statement"]["translation"] is None
    for act, expected in (("call", "listed"), ("start", "called")):
        order = {"act": act, "expected": expected}
        assert room.post(f"/speakers/{slot}/acts", order, "chair").status_code == 200
    page = read(room, shown)
    assert words in page
    assert page.count(MADE) == 1
    assert f"/texts/statement:{slot}/translations/fr" in page
    assert MADE in room.client.get(f"/sessions/{room.id}?lang=fr").text
    made = speakers(room)["speaker"]["statement"]["translation"]
    assert made["status"] == "machine"
    assert made["text"].count("\n\n") == 1
    assert "* " in made["text"]
    alone = room.ask("GET", f"/speakers/{slot}?lang=fr", "nadja").json()
    assert alone["statement"]["translation"] == made
    assert speakers(room, "en")["speaker"]["statement"]["translation"] is None
    assert [one["translation"] for one in speeches(room)] == [None]
    room.client.do(stand_by, f"statement:{slot}")
    assert [one["translation"]["text"] for one in speeches(room)] == [made["text"]]
    hand_in(room, slot, "We welcome that.")
    assert speakers(room)["speaker"]["statement"]["translation"]["status"] == "outdated"
    hand_in(room, slot, "")
    assert room.client.get(f"{API}/texts/statement:{slot}/translations/fr").status_code == 404


MADE = 'data-translation="machine"'


def hand_in(room: Room, slot: int, text: str) -> None:
    body = {"text": text, "language": "en"}
    assert room.ask("PUT", f"/speakers/{slot}/statement", json=body).status_code == 200


async def stand_by(runtime: Runtime, subject: str) -> None:
    async with runtime.unit(SYSTEM) as unit:
        query = select(Translation).where(Translation.subject == subject)
        (await unit.db.exec(query)).one().status = Status.HUMAN


def speeches(room: Room) -> list[Json]:
    """Moments of the record at which somebody began to speak."""
    moments = room.ask("GET", "/record/transcript?lang=fr").json()["moments"]
    return [one for one in moments if one["kind"] == "speech"]


def speakers(room: Room, language: str = "fr") -> Json:
    """The speakers' list of the open item as the chair reads it."""
    return room.ask("GET", f"/speakers?lang={language}", "chair").json()
