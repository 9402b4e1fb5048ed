"""Blocked words, approval, mutes and silences reach what is written in sessions, too."""

from typing import Any

import pytest

from forum.core.ids import SpaceId
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.runtime import Runtime
from forum.spaces import queries as spaces_queries
from tests import factories
from tests.client import API
from tests.forum.live.talk.room import Json, Room

KINDS = {"chat": "chat", "questions": "question"}


@pytest.fixture
def ruled(room: Room) -> Room:
    """A session in a space of its own that refuses one word, and lets another wait."""
    slug = f"ruled-{room.id}"

    async def move(runtime: Runtime) -> None:
        await factories.space(runtime, slug)
        async with runtime.unit(room.people.actors["ada"]) as unit:
            space = await spaces_queries.space_by_slug(unit.db, unit.actor, slug)
            (await unit.db.get_one(LiveSession, room.id)).space_id = SpaceId(space.id or 0)

    room.client.do(move)
    for word, consequence in (("การพนัน", "refuse"), ("casino", "hold")):
        body = {"word": word, "consequence": consequence, "space": slug}
        headers = room.people.tokens["ada"]
        made = room.client.post(f"{API}/admin/blocked-words", json=body, headers=headers)
        assert made.status_code == 201, made.text
    return room


def write(room: Room, where: str, text: str, who: str = "linh") -> Any:
    return room.post(f"/{where}", {"text": text}, who)


@pytest.mark.parametrize("where", KINDS)
def test_a_refused_word_is_named_and_nothing_is_said(ruled: Room, where: str) -> None:
    refused = write(ruled, where, "เว็บไซต์การพนันออนไลน์")
    assert (refused.status_code, refused.json()["code"]) == (422, "word_refused")
    assert "การพนัน" in refused.json()["detail"]
    assert (ruled.items(f"/{where}"), ruled.log()) == ([], [])
    assert write(ruled, where, "เว็บไซต์การพนันออนไลน์", "chair").status_code == 201


@pytest.mark.parametrize("where", KINDS)
def test_what_waits_is_seen_by_its_author_and_who_leads_until_one_lets_it_be_read(
    ruled: Room, where: str
) -> None:
    kind = KINDS[where]
    ruled.read_in("en", "th")
    waiting = write(ruled, where, "Casinos offer no courses.")
    assert waiting.status_code == 201  # no whole word
    ruled.settle()
    ruled.pushed.clear()
    waiting = write(ruled, where, "A casino offers courses.")
    assert waiting.status_code == 202
    number = waiting.json()["id"]
    ruled.settle()
    assert ruled.sent(f"{kind}.text") == []
    last = ruled.log()[-1]
    assert (last["event"], last["by"], last["for"]) == (f"{kind}.waiting", None, None)

    def seen(who: str) -> set[int]:
        return {one["id"] for one in ruled.items(f"/{where}", who)}

    assert number not in seen("nadja") | seen("stranger")
    assert all(number in seen(who) for who in ("linh", "chair", "ada"))
    for who in ("nadja", "linh"):
        refused = ruled.ask("POST", f"/{where}/{number}/approval", who)
        assert refused.json()["code"] == "not_your_part", who
    for _ in range(2):  # pressing twice says it once
        assert ruled.ask("POST", f"/{where}/{number}/approval", "chair").status_code == 200
    ruled.settle()
    told = ruled.log()[-1]
    assert (told["id"], told["by"]) == (number, ruled.people.actors["linh"].member_id)
    assert told["for"]["capacity"] == "alternate"
    assert [one["event"] for one in ruled.log()].count(f"{kind}.waiting") == 1
    assert number in seen("nadja")
    assert {at for at, one in ruled.sent(f"{kind}.text") if one["translation"]} == {"th"}


def test_a_question_that_waits_is_there_for_nobody_else(ruled: Room) -> None:
    number = write(ruled, "questions", "Is there a casino?").json()["id"]
    assert ruled.ask("GET", f"/questions/{number}", "nadja").status_code == 404
    assert ruled.ask("PUT", f"/questions/{number}/vote", "nadja").status_code == 404
    body = {"text": "No."}
    assert ruled.post(f"/questions/{number}/answer", body, "chair").status_code == 404
    assert ruled.ask("DELETE", f"/questions/{number}", "linh").status_code == 204


def test_who_leads_lets_a_line_be_read_by_a_button_and_nobody_after_the_meeting(
    ruled: Room,
) -> None:
    client, people = ruled.client, ruled.people
    numbers = {where: write(ruled, where, "A casino.").json()["id"] for where in KINDS}
    for where, number in numbers.items():
        page = f"/sessions/{ruled.id}/{where}"
        client.sign_in(people.actors["linh"])
        assert "Waiting for a moderator" in client.get(page).text
        assert f"{number}/approve" not in client.get(page).text
        client.sign_in(people.actors["chair"])
        done = client.fill_in(page, {}, f"{page}/{number}/approve")
        assert (done.status_code, "Waiting for a moderator" in client.get(page).text) == (
            303,
            False,
        )
    late = write(ruled, "chat", "Another casino.").json()["id"]
    ruled.move(SessionState.CLOSED)
    refused = ruled.ask("POST", f"/chat/{late}/approval", "chair")
    assert refused.json()["code"] == "not_at_this_stage"


def test_who_is_under_approval_waits_and_who_is_silenced_says_nothing(room: Room) -> None:
    member = room.client.member(f"under{room.id}")
    room.people.actors["under"], room.people.tokens["under"] = member, room.client.token(member)
    room.client.do(factories.participant, room.id, member)

    def decide(kind: str) -> None:
        body = {"member_id": member.member_id, "kind": kind, "reason": "Because."}
        headers = room.people.tokens["ada"]
        done = room.client.post(f"{API}/admin/sanctions", json=body, headers=headers)
        assert done.is_success, done.text

    decide("approval")
    assert write(room, "chat", "Good morning.", "under").status_code == 202
    decide("silence")
    for where in KINDS:
        silenced = write(room, where, "Good morning.", "under")
        assert (silenced.status_code, silenced.json()["code"]) == (403, "silenced")
    applause = room.post("/reactions", {"name": "applause"}, "under")
    assert applause.json()["code"] == "silenced"


def mute(room: Room, who: str, minutes: int) -> None:
    rows: list[Json] = room.ask("GET", "/participants", "ada").json()
    member = room.people.actors[who].member_id
    number = next(one["id"] for one in rows if one["member"]["id"] == member)
    muted = room.post(f"/requests/{number}/mute", {"minutes": minutes, "reason": "Calm."}, "chair")
    assert muted.status_code == 204, muted.text


def test_who_is_muted_writes_nothing_until_that_is_taken_back(room: Room) -> None:
    mute(room, "linh", 5)
    for where in KINDS:
        assert write(room, where, "Good morning.").json()["code"] == "muted_here"
    assert room.post("/reactions", {"name": "applause"}).json()["code"] == "muted_here"
    mute(room, "linh", 0)
    assert write(room, "chat", "Good morning.").status_code == 201
