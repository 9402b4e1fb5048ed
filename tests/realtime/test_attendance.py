import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import pytest

from realtime.attendance import TELL_AT_MOST, Attendance
from realtime.presence import PresenceUnavailable, Present
from realtime.presence.memory import MemoryPresence

ADA = Present("hall:1", "c1", "ada", "{}")
BOB = Present("hall:1", "c2", "bob", "{}")


class Fickle(MemoryPresence):
    """A store that is away at times."""

    def __init__(self) -> None:
        super().__init__()
        self.away = True
        self.asked = 0

    async def confirm(self, present: Collection[Present]) -> None:
        self.asked += 1
        if self.away:
            raise PresenceUnavailable
        await super().confirm(present)

    async def remove(self, present: Present) -> None:
        if self.away:
            raise PresenceUnavailable
        await super().remove(present)


class Told:
    def __init__(self) -> None:
        self.frames: list[list[tuple[str, str]]] = []
        self._news = asyncio.Event()

    def push(self, channel: str, pushes: Collection[str]) -> None:
        found = [json.loads(push)["push"] for push in pushes]
        self.frames.append(
            [
                (kind, one[kind]["info"])
                for one in found
                for kind in ("join", "leave")
                if kind in one
            ]
        )
        self._news.set()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.frames) < count:
                self._news.clear()
                await self._news.wait()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.attendance.TELL_EVERY", 0.02)
    monkeypatch.setattr("realtime.attendance.CONFIRM_EVERY", 0.01)


async def test_the_first_is_told_at_once_and_the_rest_together() -> None:
    told = Told()
    attendance = Attendance(MemoryPresence(), told.push)
    for number in range(4):
        attendance.joined("hall:1", f"c{number}", str(number))
    assert told.frames == [[("join", 0)]]
    attendance.left("hall:1", "c0", "0")
    attendance.left("hall:1", "c1", "1")
    await told.until(2)
    assert told.frames[1] == [("join", 2), ("join", 3), ("leave", 0)]


async def test_a_crowd_is_not_told_one_by_one() -> None:
    told = Told()
    attendance = Attendance(MemoryPresence(), told.push)
    for number in range(1000):
        attendance.joined("hall:1", f"c{number}", str(number))
    await told.until(2)
    await asyncio.sleep(0.05)
    assert [len(frame) for frame in told.frames] == [1, TELL_AT_MOST]
    attendance.joined("hall:1", "late", '"late"')
    assert told.frames[-1] == [("join", "late")]


@asynccontextmanager
async def running(presence: MemoryPresence) -> AsyncIterator[Attendance]:
    attendance = Attendance(presence, Told().push)
    task = asyncio.create_task(attendance.run())
    yield attendance
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def until_here(attendance: Attendance) -> None:
    async with asyncio.timeout(5):
        while not await attendance.here("hall:1"):  # noqa: ASYNC110 (a store tells nobody)
            await asyncio.sleep(0.001)


async def test_who_is_here_is_confirmed_again_and_again() -> None:
    presence = MemoryPresence()
    async with running(presence) as attendance:
        await attendance.arrive(ADA)
        await presence.remove(ADA)
        await until_here(attendance)
        attendance.depart("hall:1", "c1")
        attendance.depart("hall:1", "c1")
        await asyncio.sleep(0)
        assert await attendance.here("hall:1") == {}


async def test_a_store_that_lost_its_memory_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.attendance.CONFIRM_EVERY", 3600)
    presence = MemoryPresence()
    async with running(presence) as attendance:
        await attendance.arrive(ADA)
        await presence.remove(ADA)
        attendance.confirm()
        await until_here(attendance)


async def test_a_store_that_is_away_stops_nobody_and_is_told_when_it_is_back(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.attendance.CONFIRM_EVERY", 3600)
    monkeypatch.setattr("realtime.attendance.RETRY_AFTER", 0.01)
    presence = Fickle()
    async with running(presence) as attendance:
        await attendance.arrive(ADA)
        await attendance.arrive(BOB)
        assert presence.asked == 1  # whoever comes while it is away does not wait for it
        async with asyncio.timeout(5):
            while presence.asked < 3:  # noqa: ASYNC110 (a store tells nobody)
                await asyncio.sleep(0.001)
        attendance.depart("hall:1", "c2")
        presence.away = False
        await until_here(attendance)
        assert await attendance.here("hall:1") == {"c1": ADA}
        presence.away = True
        attendance.depart("hall:1", "c1")
        await asyncio.sleep(0.001)
    told = [record for record in caplog.records if "presence is away" in record.message]
    assert len(told) == 2


async def test_each_coming_and_going_is_heard_of_once() -> None:
    attendance, heard = Attendance(MemoryPresence(), Told().push), asyncio.Queue[str]()
    attendance.on_change(heard.put_nowait)
    await attendance.arrive(ADA)
    assert heard.get_nowait() == "hall:1"
    attendance.depart("hall:1", "c1")
    attendance.depart("hall:1", "c1")
    async with asyncio.timeout(5):
        assert await heard.get() == "hall:1"
        assert not await attendance.here("hall:1")
    assert heard.empty()
