"""The floor as people use it, by plain forms."""

import re
from collections.abc import Iterator

import pytest
from starlette.requests import Request

from forum.live.floor.pages.showing import panel
from forum.live.panels import PanelView
from forum.live.sessions import queries
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from tests.client import find_form
from tests.forum.live.floor.hall import CHAIR, LINH, MARC, STRANGER, Hall


class Desk:
    """The page of an item's list, as somebody has it open."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    @property
    def address(self) -> str:
        return f"/sessions/{self.hall.session}/floor/{self.hall.item}"

    def sit(self, who: str) -> str:
        """Sign somebody in, and show them the page."""
        client = self.hall.client
        client.cookies.clear()
        client.sign_in(self.hall.people[who])
        answer = client.get(self.address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, who: str, to: str = "", **values: str) -> str:
        """Send a form of the page; gives where it leads, or the page with what was refused."""
        form = find_form(self.sit(who), f"{self.address}{to}")
        answer = self.hall.client.post(form.action, data={**form.fields, **values})
        if answer.status_code == 303:
            return answer.headers["location"]
        assert answer.status_code == 422, answer.text
        return answer.text


@pytest.fixture
def desk(hall: Hall) -> Iterator[Desk]:
    yield Desk(hall)
    hall.client.cookies.clear()


def test_a_speaker_asks_is_called_and_ends_by_forms_alone(desk: Desk) -> None:
    assert "The list is closed." in desk.sit(STRANGER)
    assert desk.send(CHAIR, "/list") == desk.address
    assert desk.send(LINH, kind="statement") == desk.address
    slot = desk.hall.get()["waiting"][0]["id"]
    assert "You are next." in desk.sit(LINH)
    to = f"/slots/{slot}"
    for act, told in (("call", "Please begin"), ("start", "You are speaking")):
        desk.send(CHAIR, to, act=act)
        assert told in desk.sit(LINH)
    page = desk.sit(STRANGER)
    assert "Linh Tran</bdi>, alternate, " in page
    assert "data-until" in page
    assert "<progress" in page
    desk.send(CHAIR, to, act="stop")
    assert "Nobody has the floor." in desk.sit(STRANGER)


def test_what_was_refused_is_said_on_the_page(desk: Desk) -> None:
    desk.hall.open()
    slot = desk.hall.asked(LINH)
    to = f"/slots/{slot}"
    form = find_form(desk.sit(CHAIR), f"{desk.address}{to}")
    desk.hall.acted(slot, "withdraw", "listed", LINH)
    answer = desk.hall.client.post(form.action, data={**form.fields, "act": "call"})
    assert answer.status_code == 422
    assert "Somebody changed the list before you." in answer.text


def test_each_sees_the_controls_that_are_theirs(desk: Desk) -> None:
    desk.hall.open()
    desk.hall.asked(MARC)
    assert 'value="call"' in desk.sit(CHAIR)
    assert 'name="participant_id"' in desk.sit(CHAIR)
    other = desk.sit(LINH)
    assert 'value="call"' not in other
    assert 'value="statement"' in other
    assert 'value="point_of_order"' in other
    own = desk.sit(MARC)
    assert 'value="withdraw"' in own
    assert 'value="statement"' not in own
    assert "<form" not in desk.sit(STRANGER).partition('id="floor-now"')[2].partition("</main")[0]


def test_the_chair_is_not_offered_what_would_be_refused(desk: Desk) -> None:
    desk.hall.open()
    slot = desk.hall.asked(LINH)
    desk.hall.asked(MARC)
    desk.hall.acted(slot, "call", "listed")
    assert 'value="call"' not in desk.sit(CHAIR)
    desk.hall.acted(slot, "start", "called")
    assert 'value="resume"' not in desk.sit(CHAIR)
    point = desk.hall.asked(MARC, "point_of_order")
    page = desk.sit(CHAIR)
    assert 'value="resume"' not in page
    assert 'value="uphold"' in page
    desk.hall.acted(point, "uphold", "called")
    assert 'value="resume"' in desk.sit(CHAIR)
    assert 'value="appeal"' in desk.sit(LINH)


def test_on_behalf_of_which_group_is_chosen_and_said(desk: Desk) -> None:
    asean = desk.hall.group("asean", "ASEAN", "th")
    desk.hall.open()
    assert 'name="group_id"' not in desk.sit(MARC)
    assert f'<option value="{asean}" lang="en">ASEAN</option>' in desk.sit(LINH)
    assert desk.send(LINH, kind="statement", group_id=str(asean)) == desk.address
    plain = " ".join(re.sub(r"<[^>]+>", "", desk.sit(STRANGER)).split())
    assert "Linh Tran, alternate, Thailand, on behalf of ASEAN" in plain
    assert 'value="statement"' in desk.sit(LINH)  # their own is still to be asked for
    assert 'id="floor-enter-group"' in desk.sit(CHAIR)


def test_requests_are_moved_by_a_form(desk: Desk) -> None:
    desk.hall.open()
    first, second = desk.hall.asked(LINH), desk.hall.asked(MARC)
    desk.send(CHAIR, f"/slots/{second}", act="move", after="0")
    assert [one["id"] for one in desk.hall.get()["waiting"]] == [second, first]


def test_times_of_a_list_are_those_of_the_time_zone_of_the_chair(desk: Desk) -> None:
    desk.send(CHAIR, "/list", opens_at="2100-01-01T08:00", closes_at="2100-01-01T09:30")
    found = desk.hall.get()
    assert (found["opens_at"], found["closes_at"]) == (
        "2100-01-01T08:00:00Z",
        "2100-01-01T09:30:00Z",
    )
    assert "The list opens:" in desk.sit(STRANGER)


def test_a_statement_is_handed_in_by_its_own_page(desk: Desk) -> None:
    desk.hall.open()
    slot = desk.hall.asked(LINH)
    desk.sit(LINH)
    page = f"{desk.address}/slots/{slot}/statement"
    sent = desk.hall.client.fill_in(page, {"text": "Courses for all.", "language": "en"})
    assert sent.headers["location"] == desk.address
    assert "Courses for all." in desk.sit(CHAIR)
    assert "3 words" in desk.sit(STRANGER)
    assert "Courses for all." not in desk.sit(STRANGER)
    desk.sit(MARC)
    assert desk.hall.client.get(page).status_code == 404


def test_the_panel_shows_the_item_that_is_open(desk: Desk) -> None:
    desk.hall.open()
    desk.hall.asked(LINH)
    view = _panel(desk)
    assert view.summary == "Nobody has the floor. 1 speaker is on the list."
    assert view.asks == "You are next."
    assert view.state["item_id"] == desk.hall.item


def test_while_no_item_is_open_the_panel_has_points_of_order_and_the_way_to_all_lists(
    desk: Desk,
) -> None:
    hall = desk.hall
    hall.open()
    hall.asked(LINH)
    hall.close_item()
    view = _panel(desk)
    assert (view.summary, view.asks, view.state) == ("", "", {})
    assert [one[0] for one in view.context["asking"]] == ["point_of_order"]  # type: ignore[attr-defined]
    shown = hall.client.get(f"/sessions/{hall.session}").text
    assert "No item of the agenda is open." in shown
    assert 'value="point_of_order"' in shown
    assert 'value="statement"' not in shown
    point = hall.asked(LINH, "point_of_order")
    assert _panel(desk).summary.startswith("A point of order is before the meeting")
    hall.acted(point, "dismiss", "called")


def _panel(desk: Desk) -> PanelView:
    """What Linh is shown, who is signed in then."""
    hall = desk.hall
    desk.sit(LINH)

    async def show(runtime: Runtime) -> PanelView:
        scope = {"type": "http", "query_string": b"", "user": hall.people[LINH]}
        scope["state"] = {"runtime": runtime}
        request: Request[object] = Request(scope)
        async with runtime.database.reading() as db:
            who = hall.people[LINH]
            session = await queries.session_of(db, who, hall.session)
            standing = await queries.standing_of(db, session, who, runtime.clock())
        return await panel(request, session, standing)

    return hall.client.do(show)


def test_the_floor_of_a_meeting_that_is_over_has_no_controls(desk: Desk) -> None:
    desk.hall.open()
    desk.hall.asked(LINH)
    desk.hall.move_to(SessionState.CLOSED)
    try:
        shown = [desk.sit(who).partition('id="floor-now"')[2] for who in (CHAIR, LINH)]
    finally:
        desk.hall.move_to(SessionState.IN_SESSION)
    assert not any("<form" in page.partition("</main")[0] for page in shown)
