"""The table of limits: pure, and what differs from it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from limits import parse
from pydantic import ValidationError

from forum.core.actor import SYSTEM, Actor
from forum.core.limits import NEW, RATES, Act, Standing, standing
from forum.core.permissions import Role
from forum.limits.counting import Counting
from forum.limits.keeping import UNLIMITED, Limits, TooOften
from forum.limits.memory import MemoryCounts
from forum.settings import Settings
from tests.factories import NOON, actor


def test_the_table_has_a_readable_rate_for_everybody_and_everything() -> None:
    assert RATES.keys() == set(Act)
    for row in RATES.values():
        assert row.keys() == set(Standing)
        for rate in row.values():
            assert not rate or parse(rate).amount > 0


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.PREVIEW])
def test_nobody_may_do_less_than_those_of_lower_standing(act: Act) -> None:
    rows = [RATES[act][who] for who in (Standing.NEW, Standing.MEMBER, Standing.MODERATOR)]
    speeds = [item.amount / item.get_expiry() for item in map(parse, rows)]
    assert speeds == sorted(speeds)


def test_who_is_whose() -> None:
    joined = NOON - NEW + timedelta(seconds=1)
    assert standing(actor(None), NOON) is Standing.VISITOR
    assert standing(replace(actor(), joined_at=joined), NOON) is Standing.NEW
    assert standing(replace(actor(), joined_at=joined - timedelta(seconds=1)), NOON) is (
        Standing.MEMBER
    )
    assert standing(actor(), NOON) is Standing.MEMBER
    assert standing(replace(actor(Role.MODERATOR), joined_at=NOON), NOON) is Standing.MODERATOR
    assert standing(actor(Role.ADMIN), NOON) is standing(SYSTEM, NOON) is None


async def times(limits: Limits, who: Actor) -> int:
    """How often somebody may post; looking does not count."""
    for number in range(50):
        try:
            await limits.check(who, Act.POST, "m7", NOON)
            await limits.count(who, Act.POST, "m7", NOON)
        except TooOften:
            return number
    return 50


async def test_what_differs_is_taken_before_the_table() -> None:
    rates = {Act.POST: {Standing.MEMBER: "3/hour", Standing.MODERATOR: ""}}
    limits = Limits(Counting(MemoryCounts()), rates)
    assert await times(limits, actor()) == 3
    assert await times(limits, replace(actor(), joined_at=NOON)) == 15
    assert await times(limits, actor(Role.MODERATOR)) == 50
    assert await times(limits, actor(Role.ADMIN)) == 50
    assert await times(UNLIMITED, actor()) == 50
    with pytest.raises(TooOften) as refusal:
        await limits.count(actor(), Act.POST, "m7", NOON)
    assert 1 <= int(str(refusal.value.data["seconds"])) <= 3601


@pytest.mark.parametrize(
    "rates",
    [
        {"post": {"member": "often"}},
        {"post": {"nobody": "3/hour"}},
        {"dance": {"member": "3/hour"}},
        {"post": "3/hour"},
    ],
)
def test_a_rate_that_cannot_be_read_stops_the_start(rates: Any) -> None:
    with pytest.raises(ValidationError):
        Settings(rates=rates)


@pytest.mark.parametrize(
    ("mode", "chosen", "limited"),
    [
        ("production", None, True),
        ("demo", None, False),
        ("production", False, False),
        ("demo", True, True),
    ],
)
def test_acts_are_limited_outside_of_demonstrations(
    mode: Any, chosen: bool | None, limited: bool
) -> None:
    assert Settings(mode=mode, rate_limits=chosen).limits_acts is limited
