"""Jobs that are done together."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from forum.jobs.kinds import Batch
from forum.jobs.runner import Pace
from forum.runtime import Runtime
from tests.forum.jobs.workshop import Failed, Workshop


class Together:
    """A handler that notes what it was given at once; it fails at what is bad."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []
        self.bad: set[str] = set()

    async def __call__(self, _runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
        names = [job["name"] for job in jobs]
        if self.bad.intersection(names):
            raise Failed
        self.given.append(names)

    def kinds(self, most: int = 100) -> dict[str, Batch]:
        return {"note": Batch(self, most)}


@pytest.fixture
def together() -> Together:
    return Together()


async def test_what_waits_is_done_at_once_in_its_order(
    workshop: Workshop, together: Together
) -> None:
    await workshop.add("late", after=timedelta(seconds=1))
    await workshop.add(*"abcdefgh")
    workshop.move(seconds=1)
    assert await workshop.worker(Pace(parallel=2), kinds=together.kinds()).drain() == 1
    assert together.given == [[*"abcdefgh", "late"]]
    assert await workshop.jobs() == []


async def test_no_more_are_done_at_once_than_the_handler_takes(
    workshop: Workshop, together: Together
) -> None:
    await workshop.add(*"abcdefgh")
    await workshop.worker(Pace(parallel=1), kinds=together.kinds(most=3)).drain()
    assert together.given == [["a", "b", "c"], ["d", "e", "f"], ["g", "h"]]


async def test_what_is_not_due_is_left_for_later(workshop: Workshop, together: Together) -> None:
    await workshop.add("a")
    await workshop.add("b", after=timedelta(minutes=1))
    await workshop.worker(kinds=together.kinds()).drain()
    assert together.given == [["a"]]
    assert len(await workshop.jobs()) == 1


async def test_one_that_cannot_be_done_keeps_no_other_from_it(
    workshop: Workshop, together: Together
) -> None:
    together.bad = {"b"}
    await workshop.add("a", "b", "c")
    worker = workshop.worker(kinds=together.kinds())
    assert await worker.drain() == 1
    assert together.given == []
    assert [job.attempts for job in await workshop.jobs()] == [1, 1, 1]
    await workshop.add("new")
    workshop.move(hours=1)
    await worker.drain()
    assert sorted(map(tuple, together.given)) == [("a",), ("c",), ("new",)]
    assert [job.data for job in await workshop.jobs()] == [{"name": "b"}]


async def test_what_people_wait_for_is_not_gathered(workshop: Workshop, together: Together) -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    async def begin(runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
        await together(runtime, jobs)
        begun.set()

    async def end(_runtime: Runtime, _jobs: Sequence[Mapping[str, Any]]) -> None:
        done.set()

    kinds = {"note": Batch(begin), "prompt": Batch(end, gathers=False)}
    await workshop.add("first")
    worker = workshop.worker(Pace(gather=3600), kinds=kinds)
    async with asyncio.timeout(10), worker.at_work():
        await begun.wait()
        await workshop.add("gathered")
        await workshop.add("now", kind="prompt")
        await done.wait()
    assert together.given == [["first"]]


async def test_a_worker_that_is_gone_leaves_all_of_them_to_others(
    workshop: Workshop, together: Together
) -> None:
    await workshop.add("a", "b")
    gone = workshop.worker(kinds=together.kinds())
    for task in await gone.take():
        task.cancel()
    workshop.move(hours=1)
    await workshop.worker(kinds=together.kinds()).drain()
    assert sorted(name for some in together.given for name in some) == ["a", "b"]
