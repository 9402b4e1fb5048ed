"""Sums of votes that go on, as they are pushed, on both databases."""

import asyncio
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from forum.core.ids import DecisionId
from forum.decisions.events import BallotCast
from forum.decisions.tally_pushes import TallyPushes
from forum.runtime import Runtime
from tests.forum.decisions.board import SPACE, Board


async def pushed(runtime: Runtime, poll: int, bursts: int) -> list[dict[str, Any]]:
    """What is pushed after bursts of ten ballots each, the next one once a push has come."""
    said: list[dict[str, Any]] = []
    came = asyncio.Event()

    async def publish(channel: str, data: str) -> None:
        assert channel == f"space:{SPACE}"
        said.append(json.loads(data))
        came.set()

    fake = replace(runtime, hub=SimpleNamespace(publish=publish))  # type: ignore[arg-type]
    pushes = TallyPushes(every=0.01)
    for _ in range(bursts):
        came.clear()
        for _ in range(10):
            await pushes.heard(fake, BallotCast(f"space:{SPACE}", DecisionId(poll)))
        await came.wait()
    await pushes.aclose()
    return said


def test_a_burst_of_ballots_is_one_push_of_what_can_be_shown(board: Board) -> None:
    poll = board.propose("show_of_hands", weights={"vn": 2})
    board.vote(poll, "linh")
    said = board.client.do(pushed, poll["id"], 2)
    assert len(said) == 2
    assert said[1] == {
        "event": "tally",
        "id": poll["id"],
        "entitled": 3,
        "counts": {"cast": 1, "yes": 2, "no": 0, "abstain": 0},
    }


def test_of_a_secret_ballot_only_how_many_have_voted_is_pushed(board: Board) -> None:
    poll = board.propose("secret")
    board.vote(poll, "linh")
    said = board.client.do(pushed, poll["id"], 1)
    assert [one["counts"] for one in said] == [{"cast": 1}]
