"""The floor as programs use it, from asking to the end."""

import pytest

from forum.live.sessions import queries
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from tests.forum.live.floor.hall import CHAIR, LINH, MARC, OBSERVER, STRANGER, VICE, Hall


def test_a_list_that_nobody_has_opened_is_empty_and_closed(hall: Hall) -> None:
    found = hall.get()
    assert (found["state"], found["is_open"], found["waiting"]) == ("closed", False, [])
    assert hall.ask().json()["code"] == "list_closed"


def test_a_delegate_is_called_and_speaks_and_the_clock_is_told(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(LINH)
    assert [one["id"] for one in hall.get()["waiting"]] == [slot]
    hall.acted(slot, "call", "listed")
    speaking = hall.acted(slot, "start", "called")["speaker"]
    assert speaking["state"] == "speaking"
    assert speaking["clock"]["limit"] == 300_000
    assert speaking["clock"]["running_since"] > 0
    paused = hall.acted(slot, "pause", "speaking")["speaker"]["clock"]
    assert paused["running_since"] is None
    assert paused["spent"] >= 0
    hall.acted(slot, "resume", "paused")
    done = hall.acted(slot, "stop", "speaking")
    assert done["speaker"] is None
    assert [(one["id"], one["state"]) for one in done["heard"]] == [(slot, "done")]


def test_a_request_shows_and_records_person_and_delegation(hall: Hall) -> None:
    hall.open()
    shown = hall.ask(LINH).json()
    assert shown["speaker"]["name"] == "Linh Tran"
    assert shown["capacity"] == "alternate"
    assert shown["delegation"]["name"] == "Thailand"
    told = hall.log()[-1]
    assert (told["event"], told["act"]) == ("floor.changed", "ask")
    assert told["by"] == hall.people[LINH].member_id
    assert told["for"] == {"delegation": shown["delegation"]["id"], "capacity": "alternate"}
    assert told["server_now"] == told["at"] > 0
    slot = told["slots"][0]
    assert (slot["id"], slot["capacity"], slot["limit"]) == (shown["id"], "alternate", 300_000)
    assert told["list"]["waiting"] == [shown["id"]]


def test_a_delegation_speaks_on_behalf_of_a_group_that_it_belongs_to(hall: Hall) -> None:
    asean = hall.group("asean", "ASEAN", "th")
    hall.open()
    shown = hall.ask(group_id=asean).json()
    assert (shown["group"]["name"], shown["delegation"]["name"]) == ("ASEAN", "Thailand")
    assert hall.log()[-1]["slots"][0]["group"] == asean
    assert hall.ask(group_id=asean).json()["code"] == "slots_used"
    own = hall.asked()
    marc = hall.asked(MARC)
    assert [one["id"] for one in hall.get()["waiting"]] == [shown["id"], own, marc]
    assert hall.get(who=LINH)["waiting"][0]["is_mine"]
    for group in (asean, 10**9):
        refused = hall.ask(MARC, "intervention", group_id=group)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/group_id")
    assert hall.ask(OBSERVER, group_id=asean).status_code == 422
    assert hall.ask(kind="right_of_reply", group_id=asean).json()["group"] is None
    hall.acted(shown["id"], "withdraw", "listed", LINH)
    people = hall.get("/participants", CHAIR)
    entered = {one["member"]["handle"]: one["id"] for one in people}
    assert hall.ask(CHAIR, participant_id=entered[MARC], group_id=asean).status_code == 422
    by_chair = hall.ask(CHAIR, participant_id=entered[LINH], group_id=asean)
    assert by_chair.json()["group"]["id"] == asean


def test_what_the_chair_does_is_told_of_the_chair_alone(hall: Hall) -> None:
    hall.open()
    hall.acted(hall.asked(MARC), "call", "listed", VICE)
    told = hall.log()[-1]
    assert (told["by"], told["for"]) == (hall.people[VICE].member_id, None)
    assert told["list"]["speaker"] == told["slots"][0]["id"]


def test_only_what_an_act_changed_is_told(hall: Hall) -> None:
    hall.open()
    first, second = hall.asked(LINH), hall.asked(MARC)
    hall.acted(first, "call", "listed")
    assert [one["id"] for one in hall.log()[-1]["slots"]] == [first]
    assert hall.log()[-1]["list"]["waiting"] == [second]


def test_who_sees_an_older_state_changes_nothing(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(LINH)
    hall.acted(slot, "call", "listed")
    heard = len(hall.log())
    assert hall.act(slot, "call", "listed", VICE).json()["code"] == "floor_changed"
    other = hall.asked(MARC)
    assert hall.act(other, "call", "listed", VICE).json()["code"] == "floor_taken"
    assert len(hall.log()) == heard + 1


def test_an_act_repeated_with_its_key_is_done_once(hall: Hall) -> None:
    hall.open()
    body = {"item_id": hall.item, "kind": "statement"}
    headers = {**hall.headers[LINH], "idempotency-key": f"ask-{hall.item}"}
    first, again = (
        hall.client.post(f"{hall.path}/speakers", json=body, headers=headers) for _ in range(2)
    )
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(hall.get()["waiting"]) == 1


def test_requests_are_withdrawn_by_their_own_delegation_and_taken_off_by_the_chair(
    hall: Hall,
) -> None:
    hall.open()
    slot = hall.asked(LINH)
    assert hall.act(slot, "withdraw", "listed", MARC).json()["code"] == "not_your_part"
    assert hall.acted(slot, "withdraw", "listed", LINH)["waiting"] == []
    assert hall.log()[-1]["for"] is not None
    slot = hall.asked(LINH)
    assert hall.acted(slot, "withdraw", "listed", CHAIR)["waiting"] == []
    assert hall.log()[-1]["for"] is None


def test_an_observer_waits_for_the_consent_of_the_chair(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(OBSERVER)
    assert hall.get()["waiting"][0]["state"] == "requested"
    assert hall.act(slot, "call", "requested").json()["code"] == "floor_changed"
    hall.acted(slot, "admit", "requested")
    assert hall.acted(slot, "call", "listed")["speaker"]["id"] == slot


def test_requests_are_moved_and_keep_their_new_order(hall: Hall) -> None:
    hall.open()
    one, two, three = hall.asked(LINH), hall.asked(MARC), hall.asked(LINH, "intervention")
    hall.acted(three, "move", "listed", after=None)
    assert [slot["id"] for slot in hall.get()["waiting"]] == [three, one, two]
    hall.acted(one, "move", "listed", after=two)
    assert [slot["id"] for slot in hall.get()["waiting"]] == [three, two, one]
    assert hall.act(one, "move", "listed", after=10**9).json()["code"] == "floor_changed"


def test_a_point_of_order_interrupts_is_ruled_on_appealed_and_settled(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(LINH)
    hall.acted(slot, "call", "listed")
    hall.acted(slot, "start", "called")
    point = hall.asked(MARC, "point_of_order")
    found = hall.get()
    assert (found["speaker"]["state"], found["point"]["id"]) == ("paused", point)
    assert hall.act(slot, "resume", "paused").json()["code"] == "point_pending"
    assert hall.act(point, "uphold", "called", LINH).json()["code"] == "not_your_part"
    assert hall.acted(point, "dismiss", "called")["appealable"] == point
    hall.acted(point, "appeal", "done", LINH)
    assert hall.log()[-1]["for"]["capacity"] == "alternate"
    assert hall.get()["point"]["appeal"] == "pending"
    settled = hall.acted(point, "overrule", "done")
    assert settled["point"] is None
    assert settled["heard"][0]["appeal"] == "overruled"
    assert hall.act(point, "appeal", "done", LINH).json()["code"] == "not_appealable"


def test_the_chair_enters_a_minister_before_others(hall: Hall) -> None:
    ids = {one["member"]: one["id"] for one in _participants(hall)}
    hall.open()
    body = {"participant_id": ids["marc"], "level": "minister"}
    shown = hall.ask(CHAIR, **body).json()
    assert (shown["level"], shown["delegation"]["name"]) == ("minister", "France")
    assert hall.log()[-1]["act"] == "enter"
    assert hall.ask(MARC, **body).json()["code"] == "not_your_part"
    gone = hall.ask(CHAIR, participant_id=10**9)
    assert gone.status_code == 404
    point = hall.ask(CHAIR, "point_of_order", **body)
    assert point.json()["code"] == "invalid_input"


def _participants(hall: Hall) -> list[dict[str, object]]:
    async def read(runtime: Runtime) -> list[dict[str, object]]:
        async with runtime.database.reading() as db:
            found = await queries.participants(db, hall.session, "en")
        return [{"id": one.id, "member": one.member.handle} for one in found]

    return hall.client.do(read)


def test_a_list_has_stated_times_and_is_closed_by_hand(hall: Hall) -> None:
    late = {"opens_at": "2100-01-01T08:00:00+07:00", "closes_at": "2100-01-01T09:00:00+07:00"}
    found = hall.open(**late).json()
    assert (found["state"], found["is_open"]) == ("open", False)
    assert found["opens_at"] == "2100-01-01T01:00:00Z"
    assert hall.ask().json()["code"] == "list_closed"
    assert hall.open().json()["code"] == "floor_changed"
    body = {"state": "closed", "expected": "open"}
    closed = hall.send("PUT", f"/agenda/{hall.item}/speakers", VICE, body)
    assert closed.json()["state"] == "closed"
    early = {"opens_at": late["closes_at"], "closes_at": late["opens_at"]}
    assert hall.open(**early).json()["code"] == "invalid_input"
    assert hall.open(LINH).json()["code"] == "not_your_part"


def test_a_statement_is_counted_and_read_beforehand_by_those_who_need_it(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(LINH)
    words = "word " * 330
    path = f"/speakers/{slot}/statement"
    shown = hall.send("PUT", path, LINH, {"text": words, "language": "en"}).json()["statement"]
    assert (shown["words"], shown["reading_seconds"], shown["language"]) == (330, 180, "en")
    assert hall.send("PUT", path, MARC, {"text": "x"}).json()["code"] == "not_your_part"

    def text(who: str) -> object:
        return hall.get(f"/speakers/{slot}", who)["statement"]["text"]

    assert text(CHAIR) == text(LINH) == words.strip()
    assert text(MARC) is text(STRANGER) is None
    hall.acted(slot, "call", "listed")
    hall.acted(slot, "start", "called")
    assert text(STRANGER) == words.strip()
    assert hall.log()[-1]["slots"][0]["words"] == 330
    assert words.strip() not in str(hall.log())


def test_a_thai_statement_is_recognised_and_counted_by_its_words(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(LINH)
    text = "ประเทศไทยสนับสนุนการเรียนรู้แบบเปิดสำหรับทุกคนในภูมิภาค"
    path = f"/speakers/{slot}/statement"
    shown = hall.send("PUT", path, LINH, {"text": text}).json()["statement"]
    assert shown["language"] == "th"
    assert shown["words"] > 5
    gone = hall.send("PUT", path, LINH, {"text": ""}).json()
    assert gone["statement"] is None


@pytest.mark.parametrize("state", [SessionState.CLOSED, SessionState.CANCELLED])
def test_nothing_is_done_on_the_floor_of_a_meeting_that_is_over(
    hall: Hall, state: SessionState
) -> None:
    hall.open()
    slot, heard = hall.asked(LINH), len(hall.log())
    hall.move_to(state)
    try:
        refused = [
            hall.ask(MARC),
            hall.ask(MARC, "point_of_order"),
            hall.act(slot, "call", "listed"),
            hall.act(slot, "withdraw", "listed", LINH),
            hall.send("PUT", f"/speakers/{slot}/statement", LINH, {"text": "Too late"}),
        ]
    finally:
        hall.move_to(SessionState.IN_SESSION)
    assert {answer.json()["code"] for answer in refused} == {"not_at_this_stage"}
    assert len(hall.log()) == heard


def test_speakers_are_called_only_while_the_meeting_goes_on(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(LINH)
    hall.move_to(SessionState.SUSPENDED)
    try:
        assert hall.act(slot, "call", "listed").json()["code"] == "not_at_this_stage"
        assert hall.acted(slot, "withdraw", "listed", LINH)["waiting"] == []
    finally:
        hall.move_to(SessionState.IN_SESSION)


def test_clocks_stop_when_the_meeting_is_suspended_and_speakers_have_ended_when_it_closes(
    hall: Hall,
) -> None:
    hall.open()
    slot = hall.asked(LINH)
    hall.acted(slot, "call", "listed")
    hall.acted(slot, "start", "called")
    hall.asked(MARC, "point_of_order")
    try:
        hall.step(SessionState.IN_SESSION, SessionState.SUSPENDED)
        assert hall.get()["speaker"]["state"] == "paused"
        hall.step(SessionState.SUSPENDED, SessionState.IN_SESSION)
        point = hall.get()["point"]["id"]
        hall.acted(point, "start", "called")
        hall.step(SessionState.IN_SESSION, SessionState.SUSPENDED)
        assert (hall.get()["point"]["state"], hall.log()[-1]["act"]) == ("paused", "pause")
        hall.step(SessionState.SUSPENDED, SessionState.CLOSED)
        found = hall.get()
        assert (found["speaker"], found["point"]) == (None, None)
        ended = {one["id"]: one["state"] for one in found["heard"]}
        assert ended == {slot: "done", point: "withdrawn"}
        assert hall.log()[-1]["by"] == hall.people[CHAIR].member_id
    finally:
        hall.move_to(SessionState.IN_SESSION)


def test_nobody_without_a_part_asks_and_there_is_nothing_where_nothing_is(hall: Hall) -> None:
    hall.open()
    assert hall.ask(STRANGER).json()["code"] == "not_your_part"
    assert hall.act(10**9, "call", "listed").status_code == 404
    assert hall.send("PUT", "/agenda/999999/speakers", CHAIR, {}).status_code == 422
    body = {"state": "open", "expected": "closed"}
    assert hall.send("PUT", "/agenda/999999/speakers", CHAIR, body).status_code == 404
    hall.close_item()
    assert hall.client.get(f"{hall.path}/speakers").status_code == 404
