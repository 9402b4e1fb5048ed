"""A meeting is opened when enough delegations are in the room, or the chair waives that."""

from forum.live.sessions.states import SessionState
from tests.forum.live.talk.room import Json, Room
from tests.listening import listens

OPEN = {"expected": "lobby", "to": "in_session"}


def in_lobby(room: Room, **rules: object) -> None:
    room.move(SessionState.LOBBY)
    assert room.ask("PATCH", "", "ada", json=rules).status_code == 200


def opened(room: Room, **more: object) -> Json:
    answer: Json = room.post("/steps", OPEN | more, "chair").json()
    return answer


def test_a_meeting_that_needs_a_quorum_is_opened_when_its_delegations_are_here(room: Room) -> None:
    in_lobby(room, profile="unga")
    refused = opened(room)
    assert refused["code"] == "no_quorum"
    assert "1 have to be present; 0 count" in refused["detail"]
    assert room.ask("GET", "", "chair").json()["state"] == "lobby"
    channel = {"channel": f"session:{room.id}"}
    with listens(room.client, room.people.actors["nadja"]) as observer:
        observer.ask(2, subscribe=channel)
        assert opened(room)["code"] == "no_quorum"
        with listens(room.client, room.people.actors["linh"]) as delegate:
            delegate.ask(2, subscribe=channel)
            assert opened(room)["state"] == "in_session"


def test_a_chair_can_waive_the_quorum(room: Room) -> None:
    in_lobby(room, profile="unga")
    client = room.client
    client.sign_in(room.people.actors["chair"])
    desk = f"/sessions/{room.id}"
    for address in (desk, f"{desk}/about"):
        assert client.get(address).text.count('name="waives_quorum"') == 1
    unticked = client.fill_in(f"{desk}/about", {}, f"{desk}/step")
    assert "0 count as present" in unticked.text
    assert opened(room, waives_quorum=True)["state"] == "in_session"
    assert "waives_quorum" not in client.get(desk).text
    client.cookies.clear()


def test_a_meeting_without_a_quorum_in_its_rules_is_opened_by_its_chair(room: Room) -> None:
    in_lobby(room, profile="asem_informal")
    assert opened(room)["state"] == "in_session"
