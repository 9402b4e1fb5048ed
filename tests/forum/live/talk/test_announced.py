"""Titles, agendas and decisions of a session, for readers of another language."""

from forum.app import SUBJECTS
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
from tests.forum.live.talk.room import Room


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
