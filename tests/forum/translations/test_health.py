"""What is counted of calls to engines, and what moderators are told of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from forum.translations import queries
from forum.translations.calls import Calls
from forum.translations.health import Condition, Counted, Health, Period, State, since, slot_of
from i18n.translate.engine import Call
from tests.factories import NOON, Ticking
from tests.forum.translations.house import House

MINUTE = timedelta(minutes=1)


def test_a_period_sums_up_what_came_of_calls() -> None:
    counted = [Counted(""), Counted("late"), Counted("quota"), Counted("throttled")]
    for one, seconds in zip(counted, (0.25, 2.0, 0.05, 0.1), strict=True):
        one.add(Call("deepl", one.failure, seconds, 0))
    counted[0].add(Call("deepl", "", 0.1, 0))
    assert Period.of(counted) == Period(5, 3, 1, 2, 500, 2000)
    assert Period.of(counted).error_rate == 0.6
    assert Period.of([]).error_rate == 0


def test_an_engine_rests_since_the_first_failure_that_made_it_rest() -> None:
    condition = Condition()
    condition.after(Call("deepl", "late", 1, 0), NOON)
    assert condition.state(NOON) == State.WORKS
    condition.after(Call("deepl", "late", 1, 30), NOON)
    assert condition.state(NOON) == State.RESTS
    assert condition.state(NOON + MINUTE) == State.TRIED_NEXT
    condition.after(Call("deepl", "quota", 1, 30), NOON + MINUTE)
    assert condition == Condition(NOON, NOON + 1.5 * MINUTE, NOON + MINUTE, "quota")
    condition.after(Call("deepl", "", 1, 0), NOON + 2 * MINUTE)
    assert condition == Condition(None, None, NOON + MINUTE, "quota")


def test_the_last_hour_is_of_six_slots() -> None:
    now = NOON + 7 * MINUTE
    assert slot_of(now) == NOON
    assert since(now, timedelta(hours=1)) == NOON - 50 * MINUTE


async def test_an_engine_is_shown_at_rest_while_any_process_lets_it_rest(house: House) -> None:
    clock = Standing()
    began = clock.now
    one, other = [Calls(house.runtime.database, clock) for _ in range(2)]
    for calls, failure, rest in ((one, "late", 60), (other, "", 0), (other, "quota", 20)):
        calls.note(Call("deepl", failure, 0.1, rest))
        await calls.store()
        [deepl, _] = await known(house, clock)
        assert deepl.condition.state(clock.now) == State.RESTS
        assert (deepl.condition.rests_since, deepl.condition.rests_until) == (began, began + MINUTE)
    clock.now += 2 * MINUTE
    other.note(Call("deepl", "", 0.1, 0))
    await other.store()
    [deepl, _] = await known(house, clock)
    assert deepl.condition == Condition(None, None, began, "quota")


async def test_counts_of_all_processes_are_added_and_forgotten_in_time(house: House) -> None:
    clock = Standing()
    one, other = [Calls(house.runtime.database, clock) for _ in range(2)]
    for calls, failure, seconds, rest in (
        (one, "", 0.2, 0),
        (other, "", 0.4, 0),
        (other, "late", 2.0, 30),
    ):
        calls.note(Call("deepl", failure, seconds, rest))
        await calls.store()
    assert await known(house, clock) == [
        Health(
            "deepl",
            Condition(clock.now, clock.now + MINUTE / 2, clock.now, "late"),
            dict.fromkeys(("hour", "day"), Period(3, 1, 1, 0, 867, 2000)),
        ),
        Health("azure"),
    ]
    clock.now += timedelta(hours=5)
    one.note(Call("deepl", "", 0.1, 0))
    await one.store()
    await one.store()
    [deepl, _] = await known(house, clock)
    assert deepl.periods["hour"] == Period(1, 0, 0, 0, 100, 100)
    assert deepl.periods["day"] == Period(4, 1, 1, 0, 675, 2000)
    assert deepl.condition.state(clock.now) == State.WORKS
    assert deepl.condition.failure == "late"
    clock.now += timedelta(days=3)
    one.note(Call("azure", "refused", 0.1, 0))
    await one.store()
    deepl, azure = await known(house, clock)
    assert deepl.periods["day"] == Period()
    assert azure.periods["hour"] == Period(1, 1, 0, 0, 100, 100)


@dataclass
class Standing:
    """A clock that stands still until told."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


async def known(house: House, clock: Ticking | Standing) -> list[Health]:
    async with house.runtime.database.reading() as db:
        return list(await queries.health(db, ["deepl", "azure"], clock.now))


async def test_counts_wait_for_a_database_that_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Calls(house.runtime.database, house.clock)
    calls.note(Call("deepl", "", 0.2, 0))
    with monkeypatch.context() as patched:
        patched.setattr(queries, "add_calls", unreachable)
        with pytest.raises(ConnectionError):
            await calls.store()
    calls.note(Call("deepl", "", 0.4, 0))
    await calls.store()
    [deepl, _] = await known(house, house.clock)
    assert deepl.periods["hour"] == Period(2, 0, 0, 0, 300, 400)


async def unreachable(*_: object) -> None:
    raise ConnectionError
