"""Consensus and texts under silence, on both databases."""

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from forum.core.ids import DecisionId
from forum.decisions import queries
from forum.decisions.actions.silence import SETTLE
from forum.decisions.queries.showing import row_out
from forum.decisions.verifying import defects
from forum.jobs.tables import Job
from forum.runtime import Runtime
from tests.forum.decisions.board import SPACE, WORDS, Board, hours, refused

AFTER = timedelta(hours=80)


def test_a_text_is_adopted_by_consensus_if_nobody_objects_when_asked(board: Board) -> None:
    poll = board.propose("consensus")
    assert board.remark(poll, "reservations", "linh").status_code == 201
    assert refused(board.vote(poll, "linh")) == (409, "decision_not_open")
    assert board.close(poll)["outcome"] == "adopted"
    poll = board.propose("consensus")
    assert refused(board.remark(poll, "objections", "hoa")) == (403, "not_entitled")
    assert board.remark(poll, "objections", "linh").status_code == 201
    assert board.close(poll)["outcome"] == "rejected"
    assert refused(board.remark(poll, "objections", "camille")) == (409, "decision_not_open")


def test_a_text_under_silence_is_adopted_at_its_deadline_and_not_before(board: Board) -> None:
    near = board.post(f"/spaces/{SPACE}/polls", board.draft("silence", deadline=hours(71)))
    assert refused(near) == (422, "silence_too_short")
    poll = board.propose("silence", deadline=hours(73))
    board.settle(poll, timedelta(hours=72))
    assert board.get(f"/polls/{poll['id']}")["state"] == "open"
    deadline = datetime.fromisoformat(poll["deadline"])
    assert board.client.do(_due, poll["id"]) == [deadline]

    async def late(runtime: Runtime) -> str:
        """What somebody is shown after the deadline, before the job has come."""
        async with runtime.database.reading() as db:
            row = await queries.decision(db, DecisionId(poll["id"]))
        return row_out(row, deadline).state.value

    assert board.client.do(late) == "closed"
    board.settle(poll, AFTER)
    board.settle(poll, AFTER)
    found = board.get(f"/polls/{poll['id']}")
    assert (found["state"], found["outcome"]) == ("closed", "adopted")
    assert datetime.fromisoformat(found["closed_at"]) == deadline
    assert found["digest"] == hashlib.sha256(WORDS.encode()).hexdigest()
    names = [one["event"] for one in board.events(poll)]
    assert names[2:] == ["decision.closed", "decision.decided"]
    assert board.events(poll)[-1]["digest"] == found["digest"]
    assert refused(board.remark(poll, "objections", "linh")) == (409, "silence_over")
    body = {"text": "Other words.", "version": 1, "deadline": hours(80)}
    assert refused(board.post(f"/polls/{poll['id']}/versions", body)) == (409, "silence_over")


def test_one_objection_breaks_silence_and_an_amendment_begins_it_again(board: Board) -> None:
    poll = board.propose("silence", deadline=hours(73))
    assert board.remark(poll, "reservations", "camille").json()["state"] == "open"
    broken = board.remark(poll, "objections", "linh").json()
    assert (broken["state"], broken["outcome"]) == ("closed", "rejected")
    assert board.remark(poll, "objections", "somchai").status_code == 201
    assert refused(board.remark(poll, "reservations", "camille")) == (409, "silence_over")
    board.settle(poll, AFTER)
    assert board.get(f"/polls/{poll['id']}")["outcome"] == "rejected"
    path = f"/polls/{poll['id']}/versions"
    body = {"text": "Partners may share.", "version": 1, "deadline": hours(75)}
    assert refused(board.post(path, body | {"deadline": hours(2)})) == (422, "silence_too_short")
    assert refused(board.post(path, body, "linh")) == (403, "forbidden")
    amended = board.post(path, body).json()
    assert (amended["state"], amended["version"], amended["outcome"]) == ("open", 2, None)
    assert refused(board.post(path, body)) == (409, "text_changed_meanwhile")
    old = board.remark(poll, "objections", "linh", version=1)
    assert refused(old) == (409, "text_changed_meanwhile")
    assert [one["kind"] for one in amended["remarks"]] == ["reservation", *["objection"] * 2]
    board.settle(poll, timedelta(hours=74))  # the job of the first version changes nothing
    assert board.get(f"/polls/{poll['id']}")["state"] == "open"
    board.settle(poll, AFTER)
    assert board.get(f"/polls/{poll['id']}")["outcome"] == "adopted"


def test_a_text_is_not_adopted_by_a_clock_that_leapt(board: Board) -> None:
    poll = board.propose("silence", deadline=hours(73))
    deadline = datetime.fromisoformat(poll["deadline"])
    leapt = timedelta(hours=74)
    board.settle(poll, leapt, leapt)  # nothing has passed
    found = board.get(f"/polls/{poll['id']}")
    assert (found["state"], found["outcome"]) == ("open", None)
    assert board.client.do(_due, poll["id"])[-1] - deadline == pytest.approx(
        leapt, abs=timedelta(seconds=1)
    )
    # The clock is set back: an objection comes in time.
    assert board.remark(poll, "objections", "linh").status_code == 201
    board.settle(poll, AFTER)
    assert board.get(f"/polls/{poll['id']}")["outcome"] == "rejected"


def test_a_leap_that_was_right_puts_off_an_adoption_and_changes_nothing_of_it(board: Board) -> None:
    poll = board.propose("silence", deadline=hours(73))
    leapt = timedelta(hours=2)
    board.settle(poll, timedelta(hours=74), leapt)
    assert board.get(f"/polls/{poll['id']}")["state"] == "open"
    board.settle(poll, timedelta(hours=75, minutes=1), leapt)
    found = board.get(f"/polls/{poll['id']}")
    assert (found["outcome"], found["closed_at"]) == ("adopted", poll["deadline"])


async def _due(runtime: Runtime, number: int) -> list[datetime]:
    """When the jobs of a text's deadline are due."""
    async with runtime.database.reading() as db:
        jobs = await db.exec(select(Job).where(Job.kind == SETTLE).order_by(col(Job.id)))
        return [one.due for one in jobs if one.data["decision_id"] == number]


def test_a_text_taken_back_is_not_adopted(board: Board) -> None:
    poll = board.propose("silence", deadline=hours(73))
    assert board.post(f"/polls/{poll['id']}/withdraw").json()["state"] == "withdrawn"
    board.settle(poll, AFTER)
    assert board.get(f"/polls/{poll['id']}")["state"] == "withdrawn"
    assert refused(board.remark(poll, "objections", "linh")) == (409, "decision_not_open")
    body = {"text": "Other words.", "version": 1, "deadline": hours(80)}
    assert refused(board.post(f"/polls/{poll['id']}/versions", body)) == (409, "silence_over")


def test_nothing_that_was_adopted_has_changed(board: Board) -> None:
    async def check(runtime: Runtime) -> list[str]:
        async with runtime.database.reading() as db:
            return [one async for one in defects(db)]

    assert board.client.do(check) == []
