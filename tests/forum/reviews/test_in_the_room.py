"""The page of a room keeps what is alike for everybody: corrections reach it all the same."""

from collections.abc import Callable

import pytest

from forum.core.ids import SessionId
from forum.live.profiles import ProfileName
from forum.live.sessions.states import SessionState
from tests import factories
from tests.forum.reviews.conftest import Desk
from tests.forum.reviews.test_keeping import act
from tests.forum.reviews.test_texts import line, of, question, session

Said = Callable[[Desk, int], str]
"""Says something in a session, and gives its name as a text."""


def poll(desk: Desk, session_id: int) -> str:
    draft = {"title": "ຫຼັກສູດ", "language": "lo", "method": "straw", "voters": "members"}
    desk.client.do(factories.participant, SessionId(session_id), desk.seng)
    path = f"/sessions/{session_id}/polls"
    made = desk.ask(desk.olga, "POST", path, {**draft, "is_open": True})
    assert made.status_code == 201, made.text
    return f"poll_title:{made.json()['id']}"


SHOWN: dict[str, tuple[Said, str]] = {
    "agenda": (lambda _desk, number: f"agenda:{number}", "Ouverture\n\nClôture"),
    "chat": (lambda desk, number: f"chat:{line(desk, number)}", "Bonjour"),
    "poll_title": (poll, "Cours ouverts"),
    "question": (lambda desk, number: f"question:{question(desk, number)}", "Bonjour ?"),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_who_comes_in_reads_a_correction_at_once_and_none_that_was_removed(
    desk: Desk, kind: str
) -> None:
    say, words = SHOWN[kind]
    profile = ProfileName.ASEAN_CONSENSUS
    number = session(desk, state=SessionState.IN_SESSION, profile=profile)
    name, first = say(desk, number), words.split("\n\n")[0]
    assert first not in _room(desk, number)
    sent = desk.ask(desk.anouk, "PUT", of(name), {"body": words})
    desk.decide(desk.remy, sent.json()["id"])
    assert first in _room(desk, number)
    assert act(desk, "purge_text", name).status_code == 200
    assert first not in _room(desk, number)


def _room(desk: Desk, number: int) -> str:
    desk.client.sign_in(desk.anouk)
    page = desk.client.get(f"/sessions/{number}?lang=fr")
    desk.client.cookies.clear()
    assert page.status_code == 200
    return page.text
