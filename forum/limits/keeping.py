"""Keeping people to the limits of the table."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from limits import RateLimitItem, parse

from forum.core.actor import Actor
from forum.core.errors import N_, TooManyRequests
from forum.core.limits import RATES, Act, Rates, Standing, standing
from forum.limits.counting import Counting


class TooOften(TooManyRequests):
    """An act was done as often as its limit allows."""

    code = "too_often"
    text = N_(
        "This was done very often in a short time. Nothing was changed. Time to wait: {wait}."
    )


class Limits:
    """How often who may do what, and how often they have.

    Args:
        counting: counts; `None` where nothing is limited.
        rates: what differs from the table.
    """

    def __init__(
        self, counting: Counting | None, rates: Mapping[Act, Mapping[Standing, str]]
    ) -> None:
        self._counting = counting
        self._items = _items(RATES) | _items(rates)

    async def count(self, actor: Actor, act: Act, whom: str, now: datetime) -> None:
        """Count an act of `actor`, before it is done.

        Args:
            actor: who does it.
            act: what.
            whom: what is counted together: the address of a visitor, a member, a token.
            now: decides who is new.

        Raises:
            TooOften: it was done too often; this one is not counted.
        """
        if (item := self._item(actor, act, now)) is not None and self._counting is not None:
            _check(await self._counting.count(item, whom))

    async def check(self, actor: Actor, act: Act, whom: str, now: datetime) -> None:
        """The same, without counting it.

        Raises:
            TooOften: it was done too often.
        """
        if (item := self._item(actor, act, now)) is not None and self._counting is not None:
            _check(await self._counting.left(item, whom))

    def _item(self, actor: Actor, act: Act, now: datetime) -> RateLimitItem | None:
        if self._counting is None:
            return None
        who = standing(actor, now)
        return None if who is None else self._items[act, who]


def _items(rates: Rates) -> dict[tuple[Act, Standing], RateLimitItem | None]:
    return {(act, who): _item(act, rate) for act, row in rates.items() for who, rate in row.items()}


@cache
def _item(act: Act, rate: str) -> RateLimitItem | None:
    if not rate:
        return None
    item = parse(rate)
    item.namespace = f"act-{act}"
    return item


def _check(seconds: int) -> None:
    if seconds:
        raise TooOften(seconds=seconds, wait=timedelta(seconds=seconds))


UNLIMITED = Limits(None, {})
"""Nothing is counted."""
