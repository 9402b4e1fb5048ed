"""How items are numbered and ordered."""

from collections.abc import Sequence

from forum.core.errors import N_, ForumError
from forum.core.ids import ItemId


class ItemInUse(ForumError):
    """Speakers or captions belong to the item already."""

    code, status = "item_in_use", 409
    text = N_("This item has speakers or texts already, and stays on the agenda.")


def next_number(numbers: Sequence[str]) -> str:
    """The number of an item that is added last: one more than the highest first part."""
    first = [one.partition(".")[0] for one in numbers]
    return str(max((int(one) for one in first if one.isascii() and one.isdecimal()), default=0) + 1)


def moved(items: Sequence[ItemId], item: ItemId, to: int) -> list[ItemId]:
    """The order of `items` once `item` is at place `to`, from 0; beyond the end: the last one."""
    rest = [one for one in items if one != item]
    return [*rest[:to], item, *rest[to:]]
