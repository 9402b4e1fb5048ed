"""All acts lock a decision before its session, so that no two wait for each other."""

import asyncio
import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from tests.direct import Answer, Direct
from tests.forum.live.deciding.world import World

LOCKING = re.compile(r"FROM (poll|live_session)\b.* FOR (UPDATE|SHARE)", re.DOTALL)
FIRST_THE_DECISION = ["poll", "live_session"]
ONLY_THE_SESSION = ["live_session"]


def locked_by(world: World, act: Callable[[], Any]) -> list[str]:
    """Which of the two tables' rows an act locks, in the order of the first lock of each."""
    found: dict[str, None] = {}
    engine = world.client.runtime.database.engines[0].sync_engine

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if (lock := LOCKING.search(statement)) is not None:
            found.setdefault(lock[1])

    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code in {200, 201, 303}, answer.text
    return [*found]


def test_a_decision_is_locked_before_its_session_by_program_and_by_form(world: World) -> None:
    poll = world.propose("show_of_hands").json()
    at, step = f"/polls/{poll['id']}", f"/sessions/{world.session}/steps"
    states = ("in_session", "suspended", "in_session")

    def form(who: str, path: str, **fields: str) -> Any:
        world.client.cookies.clear()
        world.client.sign_in(world.people[who])
        return world.client.fill_in(at, fields, path)

    by_decision = [
        lambda: world.post(f"{at}/ballots", {"choice": "yes"}, "linh"),
        lambda: form("camille", f"{at}/vote", choice="no"),
        lambda: form("chanda", f"{at}/close"),
        lambda: world.explain(poll["id"], "linh", "We share."),
        lambda: form("camille", f"{at}/explain", words="Nous partageons.", language="fr"),
    ]
    by_session = [
        *(
            lambda was=was, to=to: world.post(step, {"expected": was, "to": to}, "chanda")
            for was, to in pairwise(states)
        ),
        lambda: world.propose("show_of_hands", is_open=False),
    ]
    found = [locked_by(world, act) for act in (*by_decision, *by_session)]
    if world.client.runtime.database.dialect == "sqlite":
        assert found == [[]] * len(found)  # a change has the only lock there is from its beginning
    else:
        assert found[: len(by_decision)] == [FIRST_THE_DECISION] * len(by_decision)
        assert found[len(by_decision) :] == [ONLY_THE_SESSION] * len(by_session)


@pytest.mark.racing
def test_votes_their_end_and_that_of_the_meeting_at_once_wait_in_no_circle(world: World) -> None:
    poll = world.propose("show_of_hands").json()
    at, step = f"/polls/{poll['id']}", f"/sessions/{world.session}/steps"
    direct = Direct(world.client.app, world.client.app_state)
    tokens = {who: world.client.token(world.people[who]) for who in ("linh", "camille", "chanda")}
    suspend = {"expected": "in_session", "to": "suspended"}

    async def one(who: str, path: str, body: dict[str, str]) -> Answer:
        headers = {"content-type": "application/json", "idempotency-key": uuid4().hex}
        sent = json.dumps(body).encode()
        return await direct.ask("POST", f"/api/v1{path}", headers | tokens[who], sent)

    async def storm(_runtime: Runtime) -> list[Answer]:
        votes = [one(who, f"{at}/ballots", {"choice": "yes"}) for who in ("linh", "camille")]
        ends = [one("chanda", step, suspend), one("chanda", f"{at}/close", {})]
        return await asyncio.wait_for(asyncio.gather(*votes, *ends), 20)

    answers = world.client.do(storm)
    assert all(answer.status < 500 for answer in answers), answers
    taken = sum(answer.status == 201 for answer in answers)
    recount = world.client.get(f"/api/v1{at}/recount").json()
    assert (recount["agrees"], recount["sums"]["yes"][0]) == (True, taken)
    back = world.post(step, {"expected": SessionState.SUSPENDED, "to": "in_session"}, "chanda")
    assert back.status_code == 200
