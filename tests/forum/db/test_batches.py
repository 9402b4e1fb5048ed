"""What is asked at the same time is answered together, and nobody waits for ever."""

import asyncio
from collections.abc import Sequence

from forum.db.batches import Batches, turns


class Doubling:
    """Notes which numbers it was asked to double together; goes on when it is told to."""

    def __init__(self) -> None:
        self.served: list[list[int]] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.begun = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int]:
        self.served.append([*numbers])
        self.begun.set()
        await self.go_on.wait()
        if 13 in numbers:
            raise LookupError
        return [2 * number for number in numbers]


async def test_what_is_asked_in_one_turn_is_served_together_and_each_gets_their_own() -> None:
    doubling = Doubling()
    batches = Batches(doubling)
    assert await asyncio.gather(*map(batches.ask, (1, 2, 3))) == [2, 4, 6]
    assert await batches.ask(4) == 8
    assert doubling.served == [[1, 2, 3], [4]]


async def test_who_asks_while_others_are_served_comes_next_all_at_once() -> None:
    doubling = Doubling()
    batches = Batches(doubling)
    doubling.go_on.clear()
    first = asyncio.create_task(batches.ask(1))
    await doubling.begun.wait()
    later = [asyncio.create_task(batches.ask(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    doubling.go_on.set()
    assert await asyncio.gather(first, *later) == [2, 4, 6]
    assert doubling.served == [[1], [2, 3]]


async def test_a_failure_is_told_to_those_it_was_for_and_to_nobody_else() -> None:
    batches = Batches(Doubling())
    found = await asyncio.gather(*map(batches.ask, (1, 13)), return_exceptions=True)
    assert [type(one) for one in found] == [LookupError, LookupError]
    assert await batches.ask(2) == 4


async def test_one_who_gives_up_takes_nobody_along() -> None:
    doubling = Doubling()
    batches = Batches(doubling)
    doubling.go_on.clear()
    gives_up, stays = (asyncio.create_task(batches.ask(number)) for number in (1, 2))
    await doubling.begun.wait()
    gives_up.cancel()
    doubling.go_on.set()
    assert await stays == 4
    assert gives_up.cancelled()
    assert doubling.served == [[1, 2]]


async def test_when_it_is_closed_nobody_waits_any_more() -> None:
    doubling = Doubling()
    batches = Batches(doubling)
    doubling.go_on.clear()
    waits = asyncio.create_task(batches.ask(1))
    await doubling.begun.wait()
    await batches.aclose()
    await asyncio.wait([waits])
    assert waits.cancelled()
    await batches.aclose()


async def test_those_served_together_are_woken_together() -> None:
    first, second = Doubling(), Doubling()
    here, there = Batches(first), Batches(second)

    async def twice(number: int) -> int:
        return await there.ask(await here.ask(number))

    assert await asyncio.gather(*map(twice, (1, 2, 3))) == [4, 8, 12]
    assert second.served == [[2, 4, 6]]


async def test_the_first_waits_some_turns_for_those_who_are_about_to_ask() -> None:
    doubling = Doubling()
    batches = Batches(doubling, moment=turns(3))

    async def ask_after(many: int) -> int:
        await turns(many)()
        return await batches.ask(many)

    assert await asyncio.gather(*map(ask_after, (0, 1, 2))) == [0, 2, 4]
    assert doubling.served == [[0, 1, 2]]
