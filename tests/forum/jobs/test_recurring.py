import asyncio
from collections.abc import Mapping
from datetime import timedelta

from forum.jobs import rules
from forum.jobs.runner import Runner
from forum.runtime import Runtime
from tests.forum.jobs.workshop import Failed, Workshop

HOURLY = {"tick": timedelta(hours=1)}


class Ticks:
    def __init__(self) -> None:
        self.count, self.failing = 0, False

    async def __call__(self, _runtime: Runtime, _data: Mapping[str, object]) -> None:
        self.count += 1
        if self.failing:
            raise Failed


def worker(workshop: Workshop, ticks: Ticks, recurring: Mapping[str, timedelta] = HOURLY) -> Runner:
    return workshop.worker(kinds={"tick": ticks}, recurring=recurring)


async def test_a_recurring_job_is_done_once_a_period(workshop: Workshop) -> None:
    ticks = Ticks()
    found = worker(workshop, ticks)
    await found.set_up()
    for _ in range(3):
        assert await found.drain() == 1
        assert await found.drain() == 0
        workshop.move(hours=1)
    assert ticks.count == 3


async def test_workers_that_start_at_once_share_one_recurring_job(workshop: Workshop) -> None:
    ticks = Ticks()
    workers = [worker(workshop, ticks) for _ in range(4)]
    await asyncio.gather(*(one.set_up() for one in workers))
    await asyncio.gather(*(one.drain() for one in workers))
    assert ticks.count == len(await workshop.jobs()) == 1


async def test_setting_up_again_moves_no_hour(workshop: Workshop) -> None:
    ticks = Ticks()
    await worker(workshop, ticks).set_up()
    await worker(workshop, ticks).drain()
    workshop.move(minutes=30)
    await worker(workshop, ticks).set_up()
    assert await worker(workshop, ticks).drain() == 0
    workshop.move(minutes=30)
    assert await worker(workshop, ticks).drain() == 1


async def test_what_is_due_at_the_start_waits_for_no_hour(workshop: Workshop) -> None:
    ticks = Ticks()
    for _ in range(2):
        found = workshop.worker(kinds={"tick": ticks}, recurring=HOURLY, at_start={"tick"})
        await found.set_up()
        assert await found.drain() == 1
    assert len(await workshop.jobs()) == 1


async def test_a_new_period_counts_from_the_next_time_on(workshop: Workshop) -> None:
    ticks = Ticks()
    await worker(workshop, ticks).set_up()
    daily = worker(workshop, ticks, {"tick": timedelta(days=1)})
    await daily.set_up()
    await daily.drain()
    workshop.move(hours=23)
    assert await daily.drain() == 0
    workshop.move(hours=1)
    assert await daily.drain() == 1


async def test_what_is_no_longer_recurring_goes_and_other_jobs_stay(workshop: Workshop) -> None:
    await workshop.add("a")
    await worker(workshop, Ticks()).set_up()
    await worker(workshop, Ticks(), {}).set_up()
    assert [job.kind for job in await workshop.jobs()] == ["note"]


async def test_a_recurring_job_that_fails_is_tried_again_and_never_given_up(
    workshop: Workshop,
) -> None:
    ticks = Ticks()
    found = worker(workshop, ticks)
    await found.set_up()
    ticks.failing = True
    while ticks.count < rules.MOST_ATTEMPTS:
        await found.drain()
        workshop.move(hours=7)
    (job,) = await workshop.jobs()
    assert (job.dead_at, job.attempts) == (None, 0)
    assert "Failed" in job.last_error
    ticks.failing = False
    assert await found.drain() == 1
    (job,) = await workshop.jobs()
    assert (job.last_error, job.due) == ("", workshop.now + timedelta(hours=1))
