"""What the floor announces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.ids import ItemId
from forum.live.sessions.events import SessionEvent

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FloorMoved(SessionEvent):
    """Something was done to the speakers' list of an agenda item.

    Attributes:
        item_id: of the item.
        act: what was done: a `Command`, or `ask`, `raise`, `enter`, `open`, `close`, `write`.
        slots: the requests that are new or otherwise than they were; see `facts.slot_facts`.
        list: how it is with the list now; see `facts.list_facts`.
        server_now: the same instant as `at`.
    """

    name: ClassVar[str] = "floor.changed"
    item_id: ItemId
    act: str
    slots: Sequence[Facts]
    list: Facts
    server_now: int
