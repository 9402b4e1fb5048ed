"""Changes that wait for each other are made together, and each is answered by itself."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.db.together import MOST, Change, Together, Undone
from forum.db.unit import Unit


async def _nothing(_unit: Unit) -> None:
    """What these changes do matters to nobody here."""


class Making:
    """Makes changes of members by their numbers: 13 is refused, 99 breaks what stores them."""

    def __init__(self) -> None:
        self.made: list[list[int | None]] = []

    async def __call__(self, changes: Sequence[Change]) -> Sequence[Any]:
        members = [change.actor.member_id for change in changes]
        self.made.append([*members])
        await asyncio.sleep(0)
        if 99 in members:
            raise OSError
        if 13 in members:
            raise Undone if len(changes) > 1 else LookupError
        return [f"for {member}" for member in members]


async def make(together: Together, making: Making, *members: int) -> list[Any]:
    asked = (together.make("topic:1", Change(Actor(one), _nothing), making) for one in members)
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_changes_of_one_thing_that_come_together_are_made_together() -> None:
    making = Making()
    assert await make(Together(), making, 1, 2, 3) == ["for 1", "for 2", "for 3"]
    assert making.made == [[1, 2, 3]]


async def test_changes_of_different_things_do_not_wait_for_each_other() -> None:
    together, making = Together(), Making()
    asked = (together.make(f"topic:{n}", Change(Actor(n), _nothing), making) for n in (1, 2))
    assert await asyncio.gather(*asked) == ["for 1", "for 2"]
    assert making.made == [[1], [2]]


async def test_where_one_is_refused_all_are_made_alone() -> None:
    making = Making()
    first, refused, last = await make(Together(), making, 1, 13, 3)
    assert (first, last) == ("for 1", "for 3")
    assert isinstance(refused, LookupError)
    assert making.made == [[1, 13, 3], [1], [13], [3]]


async def test_what_could_not_be_stored_is_told_to_everybody_and_not_begun_again() -> None:
    making = Making()
    found = await make(Together(), making, 1, 99)
    assert [type(one) for one in found] == [OSError, OSError]
    assert making.made == [[1, 99]]


async def test_nobody_waits_for_more_than_a_few() -> None:
    making = Making()
    await make(Together(), making, *range(100, 100 + MOST + 2))
    assert [len(some) for some in making.made] == [MOST, 2]


async def test_after_a_failure_the_next_change_is_made() -> None:
    together, making = Together(), Making()
    await make(together, making, 99)
    with pytest.raises(LookupError):
        raise (await make(together, making, 13))[0]
    assert await make(together, making, 2) == ["for 2"]
