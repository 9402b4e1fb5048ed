import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.core.actor import SYSTEM
from forum.jobs import queries, rules
from forum.jobs.bell import Bell
from forum.jobs.runner import Pace
from forum.runtime import Runtime
from tests.forum.jobs.workshop import Failed, Workshop

IN_A_MINUTE = timedelta(minutes=1)
# With what JSON can say, and a text in a database cannot: NUL, and half a character.
_TEXTS = st.text(st.characters(exclude_categories=()))
_WORDS = st.text("abcdef", min_size=1).filter(lambda word: word not in {"kind", "due"})
_VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXTS


async def test_a_job_is_done_once_and_forgotten(workshop: Workshop) -> None:
    await workshop.add("a")
    assert await workshop.worker().drain() == 1
    assert workshop.done == ["a"]
    assert await workshop.jobs() == []
    assert await workshop.worker().drain() == 0


@given(data=st.dictionaries(_WORDS, st.recursive(_VALUES, st.lists), min_size=1))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
async def test_a_job_is_given_what_it_was_left_with(
    workshop: Workshop, data: dict[str, Any]
) -> None:
    given: list[Mapping[str, Any]] = []

    async def take(_runtime: Runtime, data: Mapping[str, Any]) -> None:
        given.append(data)

    async with workshop.runtime.unit(SYSTEM) as unit:
        unit.later("take", **data)
        unit.later("take", **data)
    assert await workshop.worker(kinds={"take": take}).drain() == 2
    assert given == [data, data]


async def test_a_change_that_fails_leaves_no_job_behind(workshop: Workshop) -> None:
    async def change() -> None:
        async with workshop.runtime.unit(SYSTEM) as unit:
            unit.later("note", name="a")
            raise Failed

    with pytest.raises(Failed):
        await change()
    assert await workshop.jobs() == []


async def test_jobs_are_begun_in_the_order_of_their_hour(workshop: Workshop) -> None:
    await workshop.add("later", after=timedelta(seconds=2))
    await workshop.add("soon", after=timedelta(seconds=1))
    await workshop.add("first", "second")
    workshop.move(seconds=5)
    await workshop.worker(Pace(parallel=1)).drain()
    assert workshop.done == ["first", "second", "soon", "later"]


async def test_a_job_waits_for_its_hour(workshop: Workshop) -> None:
    await workshop.add("a", after=IN_A_MINUTE)
    assert await workshop.worker().drain() == 0
    workshop.move(minutes=1)
    assert await workshop.worker().drain() == 1


async def test_jobs_of_unknown_kinds_are_left_to_other_workers(workshop: Workshop) -> None:
    await workshop.add("a", kind="new")
    assert await workshop.worker().drain() == 0
    (job,) = await workshop.jobs()
    assert job.attempts == 0
    assert await workshop.worker(kinds={"new": workshop.note}).drain() == 1


async def test_racing_workers_do_each_job_once(workshop: Workshop) -> None:
    names = [f"job {number}" for number in range(60)]
    await workshop.add(*names)
    workers = [workshop.worker(Pace(parallel=3)) for _ in range(4)]
    attempts = await asyncio.gather(*(worker.drain() for worker in workers))
    assert sum(attempts) == 60
    assert sorted(map(str, workshop.done)) == sorted(names)
    assert await workshop.jobs() == []


async def test_a_job_whose_worker_is_killed_comes_back(workshop: Workshop) -> None:
    begun, worker = asyncio.Event(), workshop.worker()

    async def hang(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        begun.set()
        await asyncio.Event().wait()

    await workshop.add("a", kind="hang")
    killed = workshop.worker(kinds={"hang": hang})
    (task,) = await killed.take()
    await begun.wait()
    task.cancel()
    await asyncio.wait([task])
    heir = workshop.worker(kinds={"hang": workshop.note})
    workshop.move(seconds=59)
    assert await worker.drain() == await heir.drain() == 0
    workshop.move(seconds=1)
    assert await heir.drain() == 1
    assert workshop.done == ["a"]


async def test_a_heartbeat_keeps_a_long_job(workshop: Workshop) -> None:
    go, begun = asyncio.Event(), asyncio.Event()

    async def slow(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        begun.set()
        await go.wait()

    await workshop.add("a", kind="slow")
    owner, rival = (workshop.worker(kinds={"slow": slow}) for _ in range(2))
    (task,) = await owner.take()
    await begun.wait()
    for _ in range(3):
        workshop.move(seconds=40)
        await owner.beat()
        assert not await rival.take()
    go.set()
    await task
    assert await workshop.jobs() == []


async def test_who_has_lost_a_job_does_not_end_it_for_its_heir(workshop: Workshop) -> None:
    go = [asyncio.Event(), asyncio.Event()]
    turns = iter(go)

    async def slow(_runtime: Runtime, data: Mapping[str, object]) -> None:
        await next(turns).wait()
        workshop.done.append(data["name"])

    await workshop.add("a", kind="slow")
    first, second = (workshop.worker(kinds={"slow": slow}) for _ in range(2))
    (stalled,) = await first.take()
    await asyncio.sleep(0)
    workshop.move(minutes=2)
    (heir,) = await second.take()
    await asyncio.sleep(0)
    go[0].set()
    await stalled
    (job,) = await workshop.jobs()
    assert job.attempts == 2
    go[1].set()
    await heir
    assert workshop.done == ["a", "a"]
    assert await workshop.jobs() == []


async def test_a_job_that_fails_is_tried_again_later_and_later(workshop: Workshop) -> None:
    await workshop.add("a")
    workshop.failing = True
    waits = []
    for attempt in range(1, 4):
        assert await workshop.worker().drain() == 1
        (job,) = await workshop.jobs()
        assert (job.attempts, job.claim, job.dead_at) == (attempt, None, None)
        assert job.last_error.rstrip().endswith("Failed: not today")
        waits.append(job.due - workshop.now)
        assert await workshop.worker().drain() == 0
        workshop.now = job.due
    assert all(
        rules.delay(n, 0) <= wait <= rules.delay(n, 1) for n, wait in enumerate(waits, start=1)
    )
    workshop.failing = False
    assert await workshop.worker().drain() == 1
    assert workshop.done == ["a"]


async def test_a_hopeless_job_is_laid_aside_and_can_be_seen(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    await workshop.add("a")
    workshop.failing = True
    for _ in range(rules.MOST_ATTEMPTS):
        assert await workshop.worker().drain() == 1
        workshop.move(days=1)
    assert await workshop.worker().drain() == 0
    async with workshop.runtime.database.reading() as db:
        (job,) = await queries.dead(db)
    assert job.data == {"name": "a"}
    assert job.dead_at is not None
    assert "given up" in caplog.text


async def test_a_job_that_kills_its_workers_is_laid_aside(workshop: Workshop) -> None:
    begun = 0

    async def deadly(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        nonlocal begun
        begun += 1
        await asyncio.Event().wait()

    await workshop.add("a", kind="deadly")
    for _ in range(rules.MOST_ATTEMPTS):
        (task,) = await workshop.worker(kinds={"deadly": deadly}).take()
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        workshop.move(minutes=2)
    await workshop.worker(kinds={"deadly": deadly}).drain()
    assert begun == rules.MOST_ATTEMPTS
    (job,) = await workshop.jobs()
    assert "killed" in job.last_error
    assert job.dead_at is not None


async def test_a_handler_that_hangs_counts_as_failed(workshop: Workshop) -> None:
    async def hang(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        await asyncio.Event().wait()

    await workshop.add("a", kind="hang")
    await workshop.worker(Pace(longest=0.01), kinds={"hang": hang}).drain()
    (job,) = await workshop.jobs()
    assert "TimeoutError" in job.last_error


async def test_no_more_than_so_many_are_done_at_once(workshop: Workshop) -> None:
    running = most = 0

    async def count(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    await workshop.add(*map(str, range(20)), kind="count")
    assert await workshop.worker(Pace(parallel=3), kinds={"count": count}).drain() == 20
    assert most == 3


async def test_a_worker_is_woken_by_the_change_that_adds_a_job(workshop: Workshop) -> None:
    done = asyncio.Event()

    async def ring(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        done.set()

    asleep = Pace(poll=3600.0)
    async with workshop.worker(asleep, kinds={"ring": ring}).at_work():
        await asyncio.sleep(0)
        await workshop.add("a", kind="ring")
        async with asyncio.timeout(10):
            await done.wait()


async def test_a_worker_finds_what_other_processes_add(workshop: Workshop) -> None:
    done = asyncio.Event()

    async def ring(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        done.set()

    worker = workshop.worker(Pace(poll=0.01), bell=Bell(), kinds={"ring": ring})
    async with worker.at_work():
        await workshop.add("a", kind="ring")
        async with asyncio.timeout(10):
            await done.wait()


async def test_stopping_waits_for_what_is_under_way_and_takes_nothing_new(
    workshop: Workshop,
) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow(_runtime: Runtime, data: Mapping[str, object]) -> None:
        begun.set()
        await go.wait()
        workshop.done.append(data["name"])

    worker = workshop.worker(Pace(parallel=1), kinds={"slow": slow})
    await workshop.add("a", "b", kind="slow")
    task = asyncio.create_task(worker.run())
    await begun.wait()
    worker.stop()
    await asyncio.sleep(0)
    assert not task.done()
    go.set()
    await task
    assert workshop.done == ["a"]
    assert [job.attempts for job in await workshop.jobs()] == [0]


async def test_what_does_not_end_in_time_is_left_for_the_next_worker(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()

    async def hang(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        begun.set()
        await asyncio.Event().wait()

    await workshop.add("a", kind="hang")
    async with workshop.worker(Pace(grace=0.01), kinds={"hang": hang}).at_work():
        await begun.wait()
    assert "did not end in time" in caplog.text
    workshop.move(minutes=2)
    assert await workshop.worker(kinds={"hang": workshop.note}).drain() == 1


async def test_a_database_that_is_away_for_a_while_ends_no_worker(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done, is_any_due, times = asyncio.Event(), queries.is_any_due, 0

    async def sometimes(*values: object) -> bool:
        nonlocal times
        times += 1
        if times < 3:
            raise OSError("away")
        return await is_any_due(*values)  # type: ignore[arg-type]

    async def ring(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        done.set()

    monkeypatch.setattr(queries, "is_any_due", sometimes)
    await workshop.add("a", kind="ring")
    async with workshop.worker(Pace(poll=0.001), kinds={"ring": ring}).at_work():
        async with asyncio.timeout(10):
            await done.wait()
    assert "could not look for jobs" in caplog.text


async def test_a_job_whose_end_cannot_be_stored_is_done_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_values: object) -> None:
        raise OSError("away")

    await workshop.add("a")
    with monkeypatch.context() as patch:
        patch.setattr(queries, "finish", away)
        (task,) = await workshop.worker().take()
        await asyncio.wait([task])
        await asyncio.sleep(0)
    assert "could not store how" in caplog.text
    workshop.move(minutes=2)
    await workshop.worker().drain()
    assert workshop.done == ["a", "a"]


async def test_claims_are_extended_while_the_worker_lives(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, extended = asyncio.Event(), asyncio.Event(), asyncio.Event()
    extend = queries.extend

    async def noted(*values: Any) -> None:
        await extend(*values)
        extended.set()

    monkeypatch.setattr(queries, "extend", noted)

    async def slow(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        begun.set()
        await go.wait()

    await workshop.add("a", kind="slow")
    lease = timedelta(milliseconds=30)
    async with workshop.worker(Pace(lease=lease), kinds={"slow": slow}).at_work():
        await begun.wait()
        workshop.move(hours=1)
        async with asyncio.timeout(10):
            for _ in range(2):  # the first one may have been under way before the clock moved
                extended.clear()
                await extended.wait()
        until = (await workshop.jobs())[0].claimed_until
        go.set()
    assert until == workshop.now + lease
    assert await workshop.jobs() == []


async def test_a_heartbeat_that_fails_is_noted_and_tried_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, beaten = asyncio.Event(), asyncio.Event()

    async def away(*_values: object) -> None:
        if "could not extend" in caplog.text:
            beaten.set()
        raise OSError("away")

    async def slow(_runtime: Runtime, _data: Mapping[str, object]) -> None:
        begun.set()
        await beaten.wait()

    monkeypatch.setattr(queries, "extend", away)
    await workshop.add("a", kind="slow")
    pace = Pace(lease=timedelta(milliseconds=6))
    async with workshop.worker(pace, kinds={"slow": slow}).at_work():
        async with asyncio.timeout(10):
            await beaten.wait()


async def test_a_worker_with_nothing_to_do_stops_at_once(workshop: Workshop) -> None:
    async with asyncio.timeout(10):
        async with workshop.worker(Pace(poll=3600.0, grace=3600.0)).at_work():
            await asyncio.sleep(0)
    assert workshop.done == []
