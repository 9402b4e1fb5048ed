"""Kept values never outlive what they were made from."""

import asyncio
import json
from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.db.kept import Kept, Only, named
from realtime.log import Entry


class Log:
    """Where channels stand, as a test says."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {}
        self.asked = 0

    async def heads(self, channels: Collection[str]) -> Mapping[str, tuple[int, str]]:
        self.asked += 1
        return {name: (self.at[name], "e") for name in channels if name in self.at}


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def kept(log: Log) -> Kept[str]:
    return Kept(log, most=10, size=len)  # type: ignore[arg-type]


def maker(*texts: str) -> "Maker":
    return Maker(list(texts))


class Maker:
    """Makes one text after the other, and counts."""

    def __init__(self, texts: list[str]) -> None:
        self.texts, self.made = texts, 0

    async def __call__(self) -> str:
        self.made += 1
        return self.texts.pop(0)


async def test_a_value_is_made_once(kept: Kept[str]) -> None:
    make = maker("old")
    assert [await kept.get("k", ["a"], make) for _ in range(3)] == ["old"] * 3
    assert kept.peek("k") == "old"
    assert make.made == 1


async def test_an_announcement_makes_it_stale_at_once(kept: Kept[str]) -> None:
    make = maker("old", "new")
    await kept.get("k", ["a", "b"], make)
    await kept.get("other", ["c"], maker("x"))
    kept.stale("b", 3)
    assert kept.peek("k") is None
    assert kept.peek("other") == "x"
    assert await kept.get("k", ["a", "b"], make) == "new"


async def test_what_was_begun_before_a_change_is_given_only_to_who_asked_before(
    kept: Kept[str],
) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow() -> str:
        begun.set()
        await go.wait()
        return "old"

    early = asyncio.create_task(kept.get("k", ["a"], slow))
    await begun.wait()
    kept.stale("a")
    assert await kept.get("k", ["a"], maker("new")) == "new"
    go.set()
    assert await early == "old"
    assert kept.peek("k") == "new"


async def test_those_who_ask_together_wait_for_one_making(kept: Kept[str]) -> None:
    make = maker("one")
    assert await asyncio.gather(*(kept.get("k", ["a"], make) for _ in range(5))) == ["one"] * 5
    assert make.made == 1


async def test_a_waiter_that_goes_away_stops_nobody(kept: Kept[str]) -> None:
    go = asyncio.Event()

    async def slow() -> str:
        await go.wait()
        return "one"

    first = asyncio.create_task(kept.get("k", ["a"], slow))
    second = asyncio.create_task(kept.get("k", ["a"], slow))
    await asyncio.sleep(0)
    first.cancel()
    go.set()
    assert await second == "one"


async def test_a_failure_reaches_all_and_is_not_kept(kept: Kept[str]) -> None:
    async def fail() -> str:
        await asyncio.sleep(0)
        raise LookupError

    both = await asyncio.gather(
        kept.get("k", ["a"], fail), kept.get("k", ["a"], fail), return_exceptions=True
    )
    assert [type(one) for one in both] == [LookupError, LookupError]
    assert await kept.get("k", ["a"], maker("good")) == "good"


async def test_the_sweep_drops_what_no_announcement_came_for(kept: Kept[str], log: Log) -> None:
    log.at["a"] = 1
    await kept.get("k", ["a", "b"], maker("old"))
    await kept.sweep()
    assert kept.peek("k") == "old"
    log.at["b"] = 1
    await kept.sweep()
    assert kept.peek("k") is None


async def test_a_sweep_of_nothing_asks_nothing(kept: Kept[str], log: Log) -> None:
    await kept.sweep()
    assert log.asked == 0


async def test_the_least_recently_used_goes_first(kept: Kept[str]) -> None:
    await kept.get("a", ["x"], maker("aaaa"))
    await kept.get("b", ["x"], maker("bbbb"))
    kept.peek("a")
    await kept.get("c", ["x"], maker("cccc"))
    assert [kept.peek(key) for key in "abc"] == ["aaaa", None, "cccc"]


async def test_after_a_gap_nothing_is_trusted(kept: Kept[str]) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow() -> str:
        begun.set()
        await go.wait()
        return "old"

    await kept.get("k", ["a"], maker("old"))
    making = asyncio.create_task(kept.get("m", ["a"], slow))
    await begun.wait()
    kept.clear()
    go.set()
    await making
    assert (kept.peek("k"), kept.peek("m")) == (None, None)


async def test_a_value_that_is_nothing_takes_no_more_room_each_time(log: Log) -> None:
    kept: Kept[None] = Kept(log, most=3)  # type: ignore[arg-type]

    async def nothing() -> None:
        return None

    await kept.get("other", ["a"], nothing)
    for _ in range(10):
        await kept.get("k", ["a"], nothing)
    assert len(kept._entries) == 2


def said(*names: str, first: int) -> list[Entry]:
    """Entries of a channel with events of these names."""
    return [
        Entry(first + place, json.dumps({"event": name, "id": 1}, separators=(",", ":")))
        for place, name in enumerate(names)
    ]


HERE = Only("a", named("floor.", "session."))


async def test_of_a_channel_only_the_events_that_concern_a_value_make_it_stale(
    kept: Kept[str], log: Log
) -> None:
    log.at["a"] = 3
    make = maker("old", "new")
    await kept.get("k", [HERE], make)
    kept.stale("a", 5, said("chat.said", "caption.final", first=4))
    assert await kept.get_from("k", [HERE], make) == ("old", {"a": (5, "e")})
    kept.stale("a", 7, said("chat.said", "floor.changed", first=6))
    assert kept.peek("k") is None


async def test_what_is_told_twice_or_late_leaves_a_value_as_it_is(
    kept: Kept[str], log: Log
) -> None:
    log.at["a"] = 3
    await kept.get("k", [HERE], maker("old"))
    kept.stale("a", 3)
    kept.stale("a", 3, said("floor.changed", first=3))
    assert kept.peek("k") == "old"


@pytest.mark.parametrize("entries", [(), said("chat.said", first=5)])
async def test_where_not_everything_is_known_that_happened_a_value_is_stale(
    kept: Kept[str], log: Log, entries: list[Entry]
) -> None:
    log.at["a"] = 3
    await kept.get("k", [HERE], maker("old"))
    kept.stale("a", 5, entries)
    assert kept.peek("k") is None


@pytest.mark.parametrize(("name", "stays"), [("chat.said", True), ("session.state", False)])
async def test_what_happens_while_a_value_is_made_counts_by_its_name(
    kept: Kept[str], log: Log, name: str, *, stays: bool
) -> None:
    log.at["a"] = 3
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow() -> str:
        begun.set()
        await go.wait()
        return "old"

    making = asyncio.create_task(kept.get("k", [HERE], slow))
    await begun.wait()
    kept.stale("a", 4, said(name, first=4))
    go.set()
    assert await making == "old"
    assert (kept.peek("k") == "old") is stays
    if stays:
        assert (await kept.get_from("k", [HERE], slow))[1] == {"a": (4, "e")}


async def test_a_sweep_waits_for_announcements_that_are_on_their_way_and_not_for_long(
    kept: Kept[str], log: Log
) -> None:
    log.at["a"] = 3
    await kept.get("k", [HERE], maker("old"))
    log.at["a"] = 4
    await kept.sweep()
    kept.stale("a", 4, said("chat.said", first=4))
    await kept.sweep()
    assert kept.peek("k") == "old"
    log.at["a"] = 5
    await kept.sweep()
    assert kept.peek("k") == "old"
    await kept.sweep()
    assert kept.peek("k") is None


async def test_a_value_made_of_a_channel_that_was_silent_outlives_its_first_words(
    kept: Kept[str], log: Log
) -> None:
    await kept.get("k", [HERE], maker("old"))
    log.at["a"] = 1
    kept.stale("a", 1, said("chat.said", first=1))
    for _ in range(3):
        await kept.sweep()
    assert kept.peek("k") == "old"


@given(st.lists(st.tuples(st.sampled_from(["chat.said", "floor.changed"]), st.booleans())))
def test_whatever_is_told_or_lost_a_value_is_of_the_moment_it_says(
    events: list[tuple[str, bool]],
) -> None:
    """A value that is given is of the entries up to its position, told or not."""

    async def play() -> None:
        log = Log()
        log.at["a"] = 1
        kept: Kept[int] = Kept(log, most=10)  # type: ignore[arg-type]
        changed = {1: 1}

        async def make() -> int:
            return max(changed)

        for name, is_told in events:
            await kept.get("k", [HERE], make)
            log.at["a"] += 1
            if name == "floor.changed":
                changed[log.at["a"]] = 1
            if is_told:
                kept.stale("a", log.at["a"], said(name, first=log.at["a"]))
            value, heads = await kept.get_from("k", [HERE], lambda _heads: make())
            assert value == max(one for one in changed if one <= heads["a"][0])

    asyncio.run(play())
