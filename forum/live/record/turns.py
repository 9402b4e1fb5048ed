"""Requests for the floor as the log has them: who spoke how long, and what was not delivered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.live.record.entries import Entry, Who, millis, slots_in, speaker


@dataclass(frozen=True, slots=True)
class Turn:
    """A request for the floor, and what became of it.

    Attributes:
        slot: number of the request.
        item: number of the item of the agenda.
        who: asked for the floor.
        kind: for what; see `floor.rules.SlotKind`.
        state: the last that the log has.
        began: when they first spoke, in ms since 1970; `None`: they did not.
        spent: how long they spoke, in ms.
        words: of the statement that they handed in.
        ruling: of the chair, on a point of order; "": none.
    """

    slot: int
    item: int
    who: Who
    kind: str
    state: str
    began: int | None
    spent: int
    words: int
    ruling: str

    @property
    def is_undelivered(self) -> bool:
        """Whether a statement was handed in that was neither spoken nor taken back."""
        return self.began is None and self.words > 0 and self.state != "withdrawn"


def turns(entries: Sequence[Entry], until: int) -> list[Turn]:
    """All requests for the floor, those who spoke first in the order in which they began.

    Args:
        entries: of the log.
        until: when whoever still speaks is taken to stop, in ms since 1970.
    """
    began: dict[int, int] = {}
    found: dict[int, Turn] = {}
    for entry in entries:
        for slot in slots_in(entry):
            number = millis(slot, "id") or 0
            if slot.get("state") == "speaking":
                began.setdefault(number, millis(slot, "running_since") or entry.at)
            item = entry.number("item_id")
            found[number] = _turn(number, item, slot, began.get(number), until)
    return sorted(found.values(), key=_order)


def _turn(
    number: int, item: int, slot: Mapping[str, object], began: int | None, until: int
) -> Turn:
    since = millis(slot, "running_since")
    running = 0 if since is None else max(0, until - since)
    return Turn(
        slot=number,
        item=item,
        who=speaker(slot),
        kind=str(slot.get("kind", "")),
        state=str(slot.get("state", "")),
        began=began,
        spent=(millis(slot, "spent") or 0) + running,
        words=millis(slot, "words") or 0,
        ruling=str(slot.get("ruling") or ""),
    )


def _order(turn: Turn) -> tuple[bool, int, int]:
    return turn.began is None, turn.began or 0, turn.slot
