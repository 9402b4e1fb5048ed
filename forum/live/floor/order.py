"""Where a new request goes among those that wait. Nobody who waits is moved past another by it.

Points of order come first, then the prepared part, the free part and rights of reply. Within the
prepared part, a ranked list goes by level of representation; within a level the regions take turns,
beginning with that which has had the fewest speakers, as lists of UN conferences do. A list may
have groups of delegations first instead. Everywhere else, whoever asked first comes first.
"""

from collections import Counter
from collections.abc import Sequence

from forum.live.floor.rules import SlotKind, SlotState
from forum.live.floor.slots import Slot
from forum.live.profiles import Order

PRECEDENCE = (SlotKind.POINT, SlotKind.STATEMENT, SlotKind.INTERVENTION, SlotKind.REPLY)


def place_for(new: Slot, slots: Sequence[Slot], order: Order) -> int:
    """The index in `slots` at which a new request goes.

    Args:
        new: the request.
        slots: all others; those that wait in the order in which they will be called.
        order: of the prepared part.
    """
    waiting = [at for at, one in enumerate(slots) if one.is_waiting]
    before = _before(new, slots, order)
    return waiting[before] if before < len(waiting) else len(slots)


def _before(new: Slot, slots: Sequence[Slot], order: Order) -> int:
    """How many of those that wait come before the new one."""
    waiting = [one for one in slots if one.is_waiting]
    rank = _rank(new, order)
    first = next((at for at, one in enumerate(waiting) if _rank(one, order) > rank), len(waiting))
    peers = [one for one in waiting[:first] if _rank(one, order) == rank]
    if order is not Order.RANKED or new.kind is not SlotKind.STATEMENT or not peers:
        return first
    heard = [one for one in slots if _is_heard(one) and _rank(one, order) == rank]
    behind = len(peers) - _turn(new, peers, heard)
    return first if not behind else waiting.index(peers[-behind])


def _rank(slot: Slot, order: Order) -> tuple[int, int]:
    first = 0
    if slot.kind is SlotKind.STATEMENT and order is Order.RANKED:
        first = int(slot.speaker.level)
    elif slot.kind is SlotKind.STATEMENT and order is Order.GROUPS:
        first = int(slot.speaker.group is None)
    return PRECEDENCE.index(slot.kind), first


def _is_heard(slot: Slot) -> bool:
    return not slot.is_waiting and slot.state is not SlotState.WITHDRAWN


def _turn(new: Slot, peers: Sequence[Slot], heard: Sequence[Slot]) -> int:
    """How many of its peers come before the new one as regions take turns.

    It comes last of its own region, and before all that would give another region more speakers
    than its own has with it.
    """
    counted = Counter(one.speaker.region for one in (*heard, *peers))
    own = counted[new.speaker.region] + 1
    had = Counter(one.speaker.region for one in heard)
    turn = 0
    for at, peer in enumerate(peers):
        region = peer.speaker.region
        had[region] += 1
        if region == new.speaker.region or had[region] <= own:
            turn = at + 1
    return turn
