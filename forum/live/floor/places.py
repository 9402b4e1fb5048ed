"""Numbers that keep requests in their order, of which an act changes as few as it can."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

STEP = 1_024
"""Between neighbours who were numbered anew."""


def places(order: Sequence[int], stored: Mapping[int, int]) -> Mapping[int, int]:
    """The new numbers of those that need another one.

    Args:
        order: ids in the order that they are to have.
        stored: number of each id that has one, all different and above zero.
    """
    kept = _kept(order, stored)
    found: dict[int, int] = {}
    low = 0
    for at, one in enumerate(order):
        if one in kept:
            low = stored[one]
            continue
        high = next((stored[other] for other in order[at + 1 :] if other in kept), None)
        number = low + STEP if high is None else (low + high) // 2
        if number == low:
            return _anew(order, stored)
        low = found[one] = number
    return found


def _kept(order: Sequence[int], stored: Mapping[int, int]) -> frozenset[int]:
    """As many as possible whose numbers rise as they are: the longest increasing subsequence."""
    ends: list[int] = []
    chains: list[tuple[int, ...]] = []
    for one in order:
        if (number := stored.get(one)) is None:
            continue
        at = bisect_left(ends, number)
        chain = (*(chains[at - 1] if at else ()), one)
        ends[at : at + 1], chains[at : at + 1] = [number], [chain]
    return frozenset(chains[-1]) if chains else frozenset()


def _anew(order: Sequence[int], stored: Mapping[int, int]) -> Mapping[int, int]:
    numbers = {one: at * STEP for at, one in enumerate(order, start=1)}
    return {one: number for one, number in numbers.items() if stored.get(one) != number}
