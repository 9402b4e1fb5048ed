"""Decisions of a live session: who leads and votes there, and their part of the room."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from sqlmodel import select

from forum.core.ids import DecisionId
from forum.core.permissions import Role
from forum.db.unit import Unit
from forum.decisions import actions as decisions
from forum.decisions import queries as decided
from forum.decisions.rules import DecisionNotOpen
from forum.decisions.schemas import Closing, Vote
from forum.decisions.venues import Asked
from forum.live.deciding.venues import SessionVenues
from forum.live.sessions import actions as sessions
from forum.live.sessions.schemas import SessionStep
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.runtime import Runtime
from tests.client import API
from tests.forum.decisions.board import hours, refused
from tests.forum.live.deciding.world import World

Over = Callable[[Unit, World, DecisionId], Awaitable[None]]
"""What ends a meeting, or a vote."""


def test_delegations_with_somebody_who_decides_vote_and_the_chair_leads(world: World) -> None:
    by_delegate = world.post(
        f"/sessions/{world.session}/polls",
        {"title": "x", "language": "en", "method": "roll_call"},
        "linh",
    )
    assert refused(by_delegate) == (403, "not_leading")
    assert refused(world.propose("straw")) == (422, "method_not_allowed_here")  # not of the UNGA
    poll = world.propose("roll_call").json()
    assert sorted(one["name"] for one in poll["electors"]) == ["France", "Vietnam"]
    ballots = f"/polls/{poll['id']}/ballots"
    for who in ("gaspard", "paul", "chanda"):  # an observer, an adviser, the chair
        assert refused(world.post(ballots, {"choice": "yes"}, who)) == (403, "not_entitled")
    assert world.post(ballots, {"choice": "yes"}, "linh").status_code == 201
    assert refused(world.post(ballots, {"choice": "no"}, "linh")) == (409, "already_voted")
    closed = world.post(f"/polls/{poll['id']}/close", {"present": 2}, "chanda").json()
    assert closed["outcome"] == "adopted"
    voted = [one for one in world.heard() if one["event"] == "decision.voted"]
    assert [(one["by"], one["for"]["capacity"]) for one in voted] == [
        (world.people["linh"].member_id, "head")
    ]


def test_the_room_asks_who_votes_to_vote_and_leads_back(world: World) -> None:
    poll = world.propose("show_of_hands").json()
    secret = world.propose("secret").json()
    world.client.cookies.clear()
    world.client.sign_in(world.people["camille"])
    room = world.client.get(f"/sessions/{world.session}")
    assert room.status_code == 200
    assert 'data-asks="Please vote: Share"' in room.text
    assert f'href="/polls/{secret["id"]}#vote"' in room.text  # its receipt needs a page
    to = f"/polls/{poll['id']}/vote"
    sent = world.client.fill_in(f"/sessions/{world.session}", {"choice": "yes"}, to)
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        f"/sessions/{world.session}#decisions",
    )
    state = world.client.get(f"{API}/sessions/{world.session}/state").json()["panels"]["decisions"]
    votes = {one["id"]: (one["count"] or {}).get("cast") for one in state["polls"]}
    assert votes[poll["id"]] == 1
    assert votes[secret["id"]] is None
    world.client.cookies.clear()
    world.client.sign_in(world.people["gaspard"])
    seen = world.client.get(f"/sessions/{world.session}").text
    assert to not in seen
    assert 'data-asks="Please vote' not in seen
    for one in (poll, secret):
        assert world.post(f"/polls/{one['id']}/close", {}, "chanda").status_code == 200
    listed = world.client.get(f"/sessions/{world.session}/polls").text
    assert f'href="{poll["url"]}"' in listed


def test_votes_stop_with_the_meeting_and_silence_does_not(world: World) -> None:
    vote = world.propose("show_of_hands").json()
    silent = world.propose("silence", deadline=hours(73)).json()

    async def move(runtime: Runtime, state: SessionState) -> None:
        async with runtime.unit(world.people["chanda"]) as unit:
            query = select(LiveSession).where(LiveSession.id == world.session)
            (await unit.db.exec(query)).one().state = state

    world.client.do(move, SessionState.CLOSED)
    cast = world.post(f"/polls/{vote['id']}/ballots", {"choice": "yes"}, "linh")
    assert refused(cast) == (409, "not_in_meeting")
    assert refused(world.propose("show_of_hands")) == (409, "not_in_meeting")
    assert world.post(f"/polls/{vote['id']}/close", {}, "chanda").status_code == 200
    said = {"words": "Không.", "language": "vi", "version": 1}
    broken = world.post(f"/polls/{silent['id']}/objections", said, "linh")
    assert (broken.status_code, broken.json()["outcome"]) == (201, "rejected")
    world.client.do(move, SessionState.IN_SESSION)


@pytest.mark.racing
def test_a_ballot_that_meets_the_end_of_its_meeting_or_vote_is_counted_or_refused(
    world: World,
) -> None:
    for over in (_meeting_over, _vote_over):
        poll = world.propose("show_of_hands").json()
        taken = world.client.do(_meets, world, DecisionId(poll["id"]), over)
        world.post(f"/polls/{poll['id']}/close", {}, "chanda")
        world.client.do(_resume, world)
        recount = world.client.get(f"{API}/polls/{poll['id']}/recount").json()
        assert (recount["agrees"], recount["sums"]["yes"][0]) == (True, taken)


async def _meets(runtime: Runtime, world: World, poll: DecisionId, over: Over) -> int:
    """The ballots taken of one that has come as far as its venue when something is over."""
    done, linh = asyncio.Event(), world.people["linh"]

    async def end() -> None:
        async with runtime.unit(world.people["chanda"]) as unit:
            await over(unit, world, poll)
        done.set()

    try:
        async with runtime.unit(linh) as unit:
            seen = await decided.decision(unit.db, poll)
            asked = Asked(linh, str(world.session), unit.now, is_act=True)
            venue = await SessionVenues().enter(unit.db, asked)
            ending = asyncio.create_task(end())
            with suppress(TimeoutError):
                async with asyncio.timeout(0.3):  # a meeting that is held open does not end here
                    await done.wait()
            assert over is not _meeting_over or not done.is_set()
            assert seen.id == poll
            await decisions.cast(unit, venue, poll, Vote(choice="yes"))
    except DecisionNotOpen:
        return 0
    finally:
        await ending
    return 1


async def _meeting_over(unit: Unit, world: World, _poll: DecisionId) -> None:
    step = SessionStep(expected=SessionState.IN_SESSION, to=SessionState.CLOSED)
    await sessions.step_session(unit, world.session, step)


async def _vote_over(unit: Unit, world: World, poll: DecisionId) -> None:
    asked = Asked(world.people["chanda"], str(world.session), unit.now, is_act=True)
    venue = await SessionVenues().enter(unit.db, asked)
    await decisions.close(unit, venue, poll, Closing())


async def _resume(runtime: Runtime, world: World) -> None:
    async with runtime.unit(world.people["chanda"]) as unit:
        query = select(LiveSession).where(LiveSession.id == world.session)
        (await unit.db.exec(query)).one().state = SessionState.IN_SESSION


def test_a_poll_of_persons_is_of_those_who_were_let_in(world: World) -> None:
    poll = world.propose("secret", voters="members").json()
    assert len(poll["electors"]) == 5
    ballots = f"/polls/{poll['id']}/ballots"
    assert world.post(ballots, {"choice": "yes"}, "gaspard").json()["receipt"]
    stranger = world.client.member("stranger", Role.MEMBER)
    headers = world.client.token(stranger)
    answer = world.client.post(f"{API}{ballots}", json={"choice": "yes"}, headers=headers)
    assert refused(answer) == (403, "not_entitled")
    assert world.post(f"/polls/{poll['id']}/close", {}, "chanda").is_success


def test_motions_are_put_in_their_order_and_decided_at_once(world: World) -> None:
    closing = world.move("close_debate", "camille").json()
    assert (closing["speakers_for"], closing["speakers_against"]) == (0, 2)
    assert refused(world.move("close_debate", "linh")) == (409, "motion_pending")
    assert refused(world.move("adjourn_debate", "gaspard")) == (403, "not_your_part")
    suspending = world.move("suspend_meeting", "linh").json()
    assert refused(world.act(closing["id"], "put", "chanda")) == (409, "other_motion_first")
    assert refused(world.act(suspending["id"], "put", "linh")) == (403, "not_your_part")
    shown = world.room("chanda")
    assert shown.index("Suspend the meeting</b>") < shown.index("Close the debate on this item</b>")
    assert 'value="put"' in shown
    put = world.act(suspending["id"], "put", "chanda").json()
    poll = world.client.get(f"{API}/polls/{put['decision_id']}").json()
    assert (poll["title"], poll["state"], poll["method"]) == (
        "Suspend the meeting", "open", "show_of_hands",
    )  # fmt: skip
    assert refused(world.move("adjourn_meeting", "linh")) == (409, "voting_goes_on")
    assert refused(world.explain(poll["id"], "linh", "Because.")) == (409, "voting_goes_on")
    for who, choice in (("linh", "yes"), ("camille", "no")):
        assert world.post(f"/polls/{poll['id']}/ballots", {"choice": choice}, who).is_success
    closed = world.post(f"/polls/{poll['id']}/close", {"present": 2}, "chanda").json()
    assert closed["outcome"] == "rejected"  # a tie does not suspend the meeting
    assert refused(world.act(suspending["id"], "withdraw", "linh")) == (409, "motion_changed")
    assert refused(world.act(closing["id"], "withdraw", "linh")) == (403, "not_your_part")
    assert world.act(closing["id"], "withdraw", "paul").json()["state"] == "withdrawn"
    aside = world.move("close_debate", "linh").json()
    assert world.act(aside["id"], "set_aside", "chanda").json()["state"] == "set_aside"
    told = [one for one in world.heard() if one["event"].startswith("motion.")]
    assert [one["event"].partition(".")[2] for one in told] == [
        "moved", "moved", "put", "ended", "moved", "ended",
    ]  # fmt: skip
    assert told[0]["for"]["capacity"] == "alternate"
    listed = world.room("gaspard", "/motions")
    assert (listed.count("Withdrawn"), 'name="act"' in listed) == (1, False)


def test_motions_are_moved_by_forms_of_the_room(world: World) -> None:
    room, to = f"/sessions/{world.session}", f"/sessions/{world.session}/motions"
    world.room("linh")
    sent = world.client.fill_in(room, {"kind": "adjourn_meeting"}, to)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{room}#decisions")
    again = world.client.fill_in(room, {"kind": "adjourn_meeting"}, to)
    assert (again.status_code, "before the meeting already" in again.text) == (422, True)
    motion = world.client.get(f"{API}{to}").json()[0]["id"]
    gone = world.client.fill_in(room, {"act": "withdraw"}, f"{to}/{motion}")
    assert gone.status_code == 303


def test_a_vote_is_explained_before_it_and_after_and_the_room_shows_both(world: World) -> None:
    poll = world.propose("show_of_hands", is_open=False).json()
    at = f"/polls/{poll['id']}"
    headers = {who: world.client.token(world.people[who]) for who in ("linh", "gaspard")}
    seen = {who: world.client.get(f"{API}{at}", headers=headers[who]) for who in headers}
    assert (seen["linh"].status_code, seen["gaspard"].status_code) == (200, 404)
    form = f'action="{at}/explain"'
    assert form in world.room("linh")
    assert f'href="{at}"' not in world.room("gaspard")
    assert world.explain(poll["id"], "linh", "We shall abstain.").status_code == 201
    assert world.post(f"{at}/open", {}, "chanda").is_success
    assert form not in world.room("linh")
    assert world.post(f"{at}/close", {}, "chanda").is_success
    assert world.explain(poll["id"], "camille", "We did not vote.").status_code == 201
    shown = world.room("gaspard")
    assert all(text in shown for text in ("We shall abstain.", "before the vote", "after the vote"))
