import asyncio
import json
from collections.abc import Collection, Mapping

import pytest

from realtime.attendance import TELL_AT_MOST, Attendance
from realtime.presence import PresenceUnavailable, Present
from realtime.presence.memory import MemoryPresence

ADA = Present("hall:1", "c1", "ada", "{}")


class Away:
    async def confirm(self, present: Collection[Present]) -> None:
        raise PresenceUnavailable

    async def remove(self, present: Present) -> None:
        raise PresenceUnavailable

    async def here(self, channel: str) -> Mapping[str, Present]:
        raise PresenceUnavailable

    async def aclose(self) -> None: ...


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


async def test_who_is_here_is_confirmed_again_and_again() -> None:
    presence = MemoryPresence()
    attendance = Attendance(presence, Told().push)
    running = asyncio.create_task(attendance.run())
    await attendance.arrive(ADA)
    await presence.remove(ADA)
    async with asyncio.timeout(5):
        while not await attendance.here("hall:1"):  # noqa: ASYNC110 (a store tells nobody)
            await asyncio.sleep(0.001)
    attendance.depart("hall:1", "c1")
    attendance.depart("hall:1", "c1")
    await asyncio.sleep(0)
    assert await attendance.here("hall:1") == {}
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_store_that_is_away_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    attendance = Attendance(Away(), Told().push)
    running = asyncio.create_task(attendance.run())
    await attendance.arrive(ADA)
    async with asyncio.timeout(5):
        while len(caplog.records) < 3:  # noqa: ASYNC110 (a log tells nobody)
            await asyncio.sleep(0.001)
    attendance.depart("hall:1", "c1")
    await asyncio.sleep(0.001)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert "presence is away" in caplog.text
