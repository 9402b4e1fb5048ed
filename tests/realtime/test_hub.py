"""Every publication reaches every subscriber once and in order, whatever goes wrong on the way."""

import asyncio
import json
from collections.abc import Collection, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime.bulletin import Written
from realtime.frames import Frame
from realtime.limits import Limits
from realtime.log import Entry, MemoryLog, Page
from realtime.protocol.codes import CloseCode
from tests.realtime.harness import Stage, Talker, running


class SlowLog(MemoryLog):
    """A log whose answers can be held back, or fail."""

    def __init__(self, keep: int = 100) -> None:
        super().__init__(keep)
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()
        self.reads = 0
        self.broken = False

    async def read(self, channel: str, **how: Any) -> Page:
        page = await super().read(channel, **how)
        self.reads += 1
        self.asked.set()
        await self.open.wait()
        if self.broken:
            raise OSError("the log is away")
        return page

    async def heads(self, channels: Collection[str]) -> Mapping[str, tuple[int, str]]:
        if self.broken:
            raise OSError("the log is away")
        return await super().heads(channels)


def commit(stage: Stage, data: object = 0, channel: str = "hall:1") -> Entry:
    """Write to the log without a word to anybody."""
    return stage.log.append(channel, json.dumps(data))


async def announce(stage: Stage, *entries: Entry) -> None:
    await stage.hub.announce("hall:1", stage.log.epoch, entries)


async def joined(stage: Stage, **recover: Any) -> tuple[Talker, dict[str, Any]]:
    talker = await stage.connected()
    return talker, await talker.subscribe(**recover)


async def test_a_lost_announcement_is_made_good_by_the_next() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    commit(stage)
    await announce(stage, commit(stage))
    await ada.until_offset(2)
    assert ada.offsets() == [1, 2]


async def test_a_lost_announcement_is_made_good_by_the_sweep() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    commit(stage)
    await stage.hub.rooms.sweep()
    await ada.until_offset(1)


async def test_the_sweep_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.hub.SWEEP_EVERY", 0.01)
    log = SlowLog()
    stage = Stage(log=log)
    async with running(stage.server):
        ada, _ = await joined(stage)
        log.broken = True
        commit(stage)
        await asyncio.sleep(0.05)
        assert ada.offsets() == []
        log.broken = False
        await ada.until_offset(1)


async def test_announcements_may_come_twice_and_out_of_order() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    one, two, three = commit(stage), commit(stage), commit(stage)
    for entries in ([two], [one], [three, one], [one, two, three]):
        await announce(stage, *entries)
    await ada.until_offset(3)
    await ada.ask("ping")
    assert ada.offsets() == [1, 2, 3]


async def test_what_happens_while_a_reader_joins_comes_once() -> None:
    log = SlowLog()
    stage = Stage(log=log)
    commit(stage)
    await joined(stage)
    bob = await stage.connected()
    log.open.clear()
    log.asked.clear()
    joining = asyncio.create_task(bob.subscribe(recover=True, offset=0, epoch=stage.log.epoch))
    await log.asked.wait()
    await announce(stage, commit(stage))
    commit(stage)
    log.open.set()
    answer = await joining
    assert answer["recovered"] is True
    assert [one["offset"] for one in answer["publications"]] == [1, 2]
    await stage.hub.rooms.sweep()
    await bob.until_offset(3)
    assert bob.offsets() == [3]


async def test_what_is_committed_while_a_channel_is_opened_comes_once() -> None:
    log = SlowLog()
    stage = Stage(log=log)
    ada = await stage.connected()
    log.open.clear()
    joining = asyncio.create_task(ada.subscribe())
    await log.asked.wait()
    await announce(stage, commit(stage))
    log.open.set()
    assert (await joining)["offset"] == 1
    await announce(stage, commit(stage))
    await ada.until_offset(2)
    assert ada.offsets() == [2]


async def test_a_log_that_is_ahead_of_its_announcements_is_caught_up_with_at_joining() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    late = [commit(stage), commit(stage)]
    bob, answer = await joined(stage, recover=True, offset=1, epoch=stage.log.epoch)
    assert [one["offset"] for one in answer["publications"]] == [2]
    await announce(stage, *late)
    await announce(stage, commit(stage))
    await ada.until_offset(3)
    await bob.until_offset(3)
    assert ada.offsets() == [1, 2, 3]
    assert bob.offsets() == [3]


async def test_who_joins_while_pushes_wait_is_not_sent_them_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.rooms.rest", lambda readers: 0.02)
    stage = Stage()
    ada, _ = await joined(stage)
    await announce(stage, commit(stage))
    await ada.until_offset(1)
    await announce(stage, commit(stage))
    bob, answer = await joined(stage)
    assert answer["offset"] == 2
    await announce(stage, commit(stage))
    await bob.until_offset(3)
    assert (ada.offsets(), bob.offsets()) == ([1, 2, 3], [3])


async def test_a_thousand_readers_cost_one_question_to_the_log() -> None:
    log = SlowLog()
    stage = Stage(log=log)
    talkers = [await stage.connected() for _ in range(100)]
    await asyncio.gather(*(talker.subscribe() for talker in talkers))
    await asyncio.gather(
        *(talker.subscribe("hall:2", recover=True, epoch=log.epoch) for talker in talkers)
    )
    assert log.reads == 2


@pytest.mark.parametrize(
    ("offset", "epoch"), [(1, "another life"), (99, None), (1, None), (-1, None)]
)
async def test_a_position_that_cannot_be_recovered_is_said_to_be(
    offset: int, epoch: str | None
) -> None:
    stage = Stage(log=MemoryLog(keep=2))
    for _ in range(5):
        commit(stage)
    talker = await stage.connected()
    position = {"recover": True, "offset": offset, "epoch": epoch or stage.log.epoch}
    answer = await talker.subscribe(**position)
    if offset < 0:
        assert answer["error"]["code"] == 107
        return
    assert (answer["was_recovering"], answer["recovered"]) == (True, False)
    assert (answer["publications"], answer["offset"]) == ([], 5)
    other = await stage.connected()
    assert (await other.subscribe(**position, flag=2))["error"]["code"] == 112
    assert other.connection.subs == {}
    await announce(stage, commit(stage))
    await talker.until_offset(6)
    assert other.offsets() == []


async def test_an_empty_epoch_is_taken_on_trust() -> None:
    stage = Stage()
    commit(stage)
    commit(stage)
    _, answer = await joined(stage, recover=True, offset=1, epoch="")
    assert [one["offset"] for one in answer["publications"]] == [2]


async def test_readers_of_a_log_that_began_anew_load_the_state_anew() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    await announce(stage, commit(stage))
    await ada.until_offset(1)
    stage.log._tapes.clear()
    stage.log.epoch = "second life"
    commit(stage)
    await stage.hub.rooms.sweep()
    await ada.wire.until(lambda: any("unsubscribe" in push for push in ada.pushes))
    assert ada.pushes[-1]["unsubscribe"]["code"] == 2500
    answer = await ada.subscribe(recover=True, offset=1, epoch="first life")
    assert (answer["recovered"], answer["epoch"], answer["offset"]) == (False, "second life", 1)


async def test_a_room_that_still_counts_in_an_earlier_life_recovers_nobody() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    for _ in range(5):
        await announce(stage, commit(stage))
    await ada.until_offset(5)
    stage.log._tapes.clear()
    stage.log.epoch = "second life"
    for _ in range(3):
        commit(stage)
    _, answer = await joined(stage, recover=True, offset=2, epoch="second life")
    assert (answer["recovered"], answer["epoch"], answer["offset"]) == (False, "second life", 3)
    await ada.wire.until(lambda: any("unsubscribe" in push for push in ada.pushes))


async def test_a_room_that_is_swept_away_while_somebody_comes_is_opened_again() -> None:
    log = SlowLog()
    stage = Stage(log=log)
    ada = await stage.connected()
    rooms = stage.hub.rooms
    log.open.clear()
    joining = asyncio.create_task(ada.subscribe())
    await log.asked.wait()
    opening = rooms._rooms["hall:1"].opening
    assert opening
    # Called before the task that waits for the opening goes on.
    opening.add_done_callback(lambda _: rooms._rooms.pop("hall:1", None))
    log.open.set()
    await joining
    await announce(stage, commit(stage))
    await ada.until_offset(1)


async def test_a_lagging_reader_is_tried_again_when_the_log_is_back() -> None:
    log = SlowLog()
    stage = Stage(log=log)
    ada, _ = await joined(stage)
    ada.wire.full = True
    await announce(stage, commit(stage))
    await asyncio.sleep(0.001)
    ada.wire.full, log.broken = False, True
    ada.connection.drained()
    await asyncio.sleep(0.001)
    assert ada.offsets() == []
    log.broken = False
    await stage.hub.rooms.sweep()
    await ada.until_offset(1)


async def test_who_was_subscribed_by_the_server_connects_anew_then() -> None:
    stage = Stage()
    ada = await stage.connected("ada+1")
    stage.log.epoch = "second life"
    commit(stage)
    await stage.hub.rooms.sweep()
    await ada.wire.until(lambda: ada.wire.closed is not None)
    assert ada.wire.closed is CloseCode.INSUFFICIENT_STATE


async def test_a_reader_that_does_not_keep_up_reads_on_from_the_log() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    await announce(stage, commit(stage))
    await ada.until_offset(1)
    ada.wire.full = True
    for _ in range(3):
        await announce(stage, commit(stage))
        await asyncio.sleep(0.001)
    await stage.hub.publish("hall:1", '"lost"')
    assert stage.hub.counters.lagged == 1
    ada.wire.full = False
    ada.connection.drained()
    await ada.until_offset(4)
    await announce(stage, commit(stage))
    await ada.until_offset(5)
    assert ada.offsets() == [1, 2, 3, 4, 5]
    assert not any(push.get("pub", {}).get("data") == "lost" for push in ada.pushes)


async def test_a_socket_that_says_itself_when_it_is_full_is_never_written_to_then() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    ada.wire.is_straight = True
    await ada.subscribe()
    ada.wire.chokes = ada.connection.stalled
    for _ in range(2):
        await announce(stage, commit(stage))
        await asyncio.sleep(0.001)
    assert ada.offsets() == [1]
    ada.wire.full, ada.wire.chokes = False, ada.connection.stalled
    ada.connection.drained()
    await ada.until_offset(2)  # and full again, while it catches up
    await announce(stage, commit(stage))
    await asyncio.sleep(0.001)
    assert ada.offsets() == [1, 2]
    ada.wire.full = False
    ada.connection.drained()
    await ada.until_offset(3)
    await announce(stage, commit(stage))
    await ada.until_offset(4)
    assert ada.offsets() == [1, 2, 3, 4]
    assert stage.hub.counters.lagged == 1


async def test_a_socket_that_was_closed_unnoticed_keeps_nobody_from_the_news() -> None:
    stage = Stage()
    ada, bob = await stage.connected("ada"), await stage.connected("bob")
    for talker in (ada, bob):
        talker.wire.is_straight = True
    ada.wire.room = 0
    ada.wire._take = closed_transport  # type: ignore[method-assign]
    for talker in (ada, bob):
        await talker.subscribe()
    await announce(stage, commit(stage))
    await bob.until_offset(1)
    assert ada.offsets() == []


def closed_transport(_data: bytes) -> None:
    raise RuntimeError("the handler is closed")


async def test_a_lagging_reader_is_sent_what_it_missed_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.rooms.RESUME_BY", 2)
    stage = Stage()
    ada, _ = await joined(stage)
    ada.wire.full = True
    for _ in range(7):
        await announce(stage, commit(stage))
        await asyncio.sleep(0.001)
    write = ada.wire.write

    def fill_up(frame: Frame) -> None:
        write(frame)
        ada.wire.full = len(ada.offsets()) in (2, 4)

    monkeypatch.setattr(ada.wire, "write", fill_up)
    for expected in (2, 4, 7):
        ada.wire.full = False
        ada.connection.drained()
        ada.connection.drained()
        await ada.until_offset(expected)
        await asyncio.sleep(0.001)
    commit(stage)
    await stage.hub.rooms.sweep()
    await ada.until_offset(8)
    assert ada.offsets() == list(range(1, 9))


async def test_a_lagging_reader_may_be_ahead_of_the_announcements() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    bob, _ = await joined(stage)
    ada.wire.full = True
    await announce(stage, commit(stage))
    await bob.until_offset(1)
    late = commit(stage)
    ada.wire.full = False
    ada.connection.drained()
    await ada.until_offset(2)
    await announce(stage, late)
    await announce(stage, commit(stage))
    await ada.until_offset(3)
    await bob.until_offset(3)
    assert ada.offsets() == bob.offsets() == [1, 2, 3]


async def test_a_reader_that_lags_too_far_behind_loads_the_state_anew() -> None:
    stage = Stage(log=MemoryLog(keep=2))
    ada, _ = await joined(stage)
    bob, _ = await joined(stage)
    ada.wire.full = True
    for _ in range(5):
        await announce(stage, commit(stage))
        await asyncio.sleep(0.001)
    ada.wire.full = False
    ada.connection.drained()
    await ada.wire.until(lambda: any("unsubscribe" in push for push in ada.pushes))
    assert ada.offsets() == []
    assert stage.hub.counters.reloads == 1
    assert not any("unsubscribe" in push for push in bob.pushes)
    await announce(stage, commit(stage))
    await bob.until_offset(6)
    assert bob.offsets() == [1, 2, 3, 4, 5, 6]


async def test_a_reader_that_lags_too_long_is_hung_up_on() -> None:
    stage = Stage(limits=Limits(slow_after=0))
    ada, _ = await joined(stage)
    ada.wire.full = True
    await announce(stage, commit(stage))
    await asyncio.sleep(0.001)
    await stage.hub.rooms.sweep()
    assert ada.wire.closed is CloseCode.SLOW


async def test_empty_rooms_are_closed_by_the_sweep() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    ada.connection.lost()
    assert len(stage.hub.rooms) == 1
    await stage.hub.rooms.sweep()
    assert len(stage.hub.rooms) == 0


async def test_a_log_that_is_away_at_joining_is_a_temporary_failure() -> None:
    log = SlowLog()
    stage = Stage(log=log)
    commit(stage)
    ada = await stage.connected()
    log.broken = True
    assert (await ada.subscribe())["error"]["temporary"] is True
    log.broken = False
    assert (await ada.subscribe())["offset"] == 1
    bob = await stage.connected()
    log.broken = True
    refused = await bob.subscribe(recover=True, offset=0, epoch=log.epoch)
    assert refused["error"]["code"] == 100
    assert not stage.hub.rooms._rooms["hall:1"].joining


async def test_announcements_are_heard_by_who_listens_for_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = Stage()
    heard: list[tuple[str, int]] = []
    stage.hub.on_announce(lambda channel, offset, _: 1 // 0)
    stage.hub.on_announce(lambda channel, offset, _: heard.append((channel, offset)))
    await announce(stage, commit(stage), commit(stage))
    await stage.hub.announce("hall:1", stage.log.epoch, [])
    assert heard == [("hall:1", 2)]
    assert "a listener failed" in caplog.text


async def test_what_readers_hear_from_elsewhere_makes_caches_stale_before() -> None:
    stage = Stage()
    ada, _ = await joined(stage)
    had: list[list[int]] = []
    stage.hub.on_announce(lambda _channel, _offset, _entries: had.append(ada.offsets()))
    stage.hub._hear(Written("hall:1", stage.log.epoch, [commit(stage)]))
    await ada.until_offset(1)
    assert had == [[]]


STEPS = st.lists(
    st.sampled_from(
        [
            "write",
            "write silently",
            "announce late",
            "choke",
            "fill",
            "drain",
            "narrow",
            "shut",
            "widen",
            "cut",
            "leave",
            "sweep",
            "turn",
        ]
    ),
    max_size=60,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.integers(0, 10**9))
async def test_every_reader_ends_with_the_same_list_or_is_told_to_load_anew(
    steps: list[str], seed: int
) -> None:
    world = _World(keep=3 + seed % 30)
    for index, step in enumerate(steps):
        await world.take(step, (seed + index) % 3)
    await world.settle()
    for reader in world.readers:
        reader.check(world.stage.log)


class _Reader:
    """A client that comes back after cuts and keeps what it got, as the published ones do."""

    def __init__(self, stage: Stage, *, is_straight: bool) -> None:
        self.stage, self.is_straight = stage, is_straight
        self.talker: Talker | None = None
        self.got: list[int] = []
        self.offset, self.epoch = 0, ""
        self.recover = False

    async def come(self) -> None:
        if self.talker and not self.talker.wire.closed:
            return
        self.talker = await self.stage.connected()
        self.talker.wire.is_straight = self.is_straight
        await self._subscribe()

    async def _subscribe(self) -> None:
        assert self.talker
        position = {"recover": True, "offset": self.offset, "epoch": self.epoch}
        answer = await self.talker.subscribe(**position if self.recover else {})
        if answer.get("recovered"):
            self.got += [one["offset"] for one in answer["publications"]]
        else:  # it loads the state, which holds everything up to here
            self.got = list(range(1, answer["offset"] + 1))
        self.offset, self.epoch, self.recover = answer["offset"], answer["epoch"], True

    def read(self) -> bool:
        """Take what was pushed; whether it has to subscribe again."""
        if self.talker is None:
            return False
        pushes = self.talker.pushes
        self.talker.wire.messages.clear()
        for push in pushes:
            if "unsubscribe" in push:
                return True
            if "pub" in push:
                self.got.append(push["pub"]["offset"])
                self.offset = self.got[-1]
        return False

    async def catch_up(self) -> None:
        await self.come()
        if self.read():
            await self._subscribe()

    def check(self, log: MemoryLog) -> None:
        assert self.got == list(range(1, log._stands("hall:1") + 1))


class _World:
    def __init__(self, keep: int) -> None:
        self.stage = Stage(log=MemoryLog(keep=keep), limits=Limits(rate=1e6, burst=1e6))
        self.readers = [
            _Reader(self.stage, is_straight=straight) for straight in (False, True, True)
        ]
        self.late: list[Entry] = []

    async def take(self, step: str, which: int) -> None:
        reader = self.readers[which]
        await reader.catch_up()
        assert reader.talker
        match step:
            case "write":
                await announce(self.stage, commit(self.stage))
            case "write silently":
                self.late.append(commit(self.stage))
            case "announce late" if self.late:
                await announce(self.stage, self.late.pop(len(self.late) // 2))
            case "choke":
                reader.talker.wire.chokes = reader.talker.connection.stalled
            case "fill":
                reader.talker.wire.full = True
                if reader.talker.wire.is_straight:
                    reader.talker.connection.stalled()
            case "drain":
                reader.talker.wire.full = False
                reader.talker.connection.drained()
            case "narrow" | "shut" | "widen":
                reader.talker.wire.room = {"narrow": 7, "shut": 0, "widen": None}[step]
            case "cut":
                reader.read()
                reader.talker.connection.close(CloseCode.NORMAL)
            case "leave":
                await reader.talker.ask("unsubscribe", {"channel": "hall:1"})
                reader.read()
                await reader._subscribe()
            case "sweep":
                await self.stage.hub.rooms.sweep()
            case _:
                await asyncio.sleep(0)

    async def settle(self) -> None:
        for reader in self.readers:
            await reader.catch_up()
            assert reader.talker
            reader.talker.wire.chokes = None
            reader.talker.wire.full = False
            reader.talker.connection.drained()
        for _ in range(5):
            await self.stage.hub.rooms.sweep()
            await asyncio.sleep(0.001)
            for reader in self.readers:
                await reader.catch_up()


async def test_those_who_come_back_together_are_read_for_once() -> None:
    log = SlowLog()
    stage = Stage(log=log)
    for _ in range(3):
        commit(stage)
    await joined(stage)
    position = {"recover": True, "offset": 0, "epoch": stage.log.epoch}
    _, first = await joined(stage, **position)
    reads = log.reads
    await announce(stage, commit(stage))
    for offset in (0, 2):
        _, answer = await joined(stage, **position | {"offset": offset})
        assert [one["offset"] for one in answer["publications"]] == list(range(offset + 1, 5))
    assert log.reads == reads
    assert first["recovered"]
