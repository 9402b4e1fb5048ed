"""When people met, and which item of the agenda was dealt with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forum.live.record.entries import Entry
from forum.live.sessions.states import AFTER, MEETING


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, in ms since 1970."""

    began: int
    ended: int

    @property
    def length(self) -> int:
        """In ms."""
        return self.ended - self.began


def sittings(entries: Sequence[Entry], until: int) -> list[Stretch]:
    """From when to when the meeting was held; the pauses in which it was suspended are left out.

    Args:
        entries: of the log.
        until: when a sitting that goes on is taken to end, in ms since 1970.
    """
    found: list[Stretch] = []
    began: int | None = None
    for entry in entries:
        if entry.event != "session.state":
            continue
        is_held = entry.word("state") in MEETING
        if is_held and began is None:
            began = entry.at
        elif not is_held and began is not None:
            found.append(Stretch(began, entry.at))
            began = None
    return found if began is None else [*found, Stretch(began, max(began, until))]


def meeting(entries: Sequence[Entry], until: int) -> Stretch | None:
    """From the first opening to the end, with all pauses; `None`: it was never opened."""
    held = sittings(entries, until)
    if not held:
        return None
    closings = (one.at for one in entries if one.event == "session.state" and _is_over(one))
    return Stretch(held[0].began, next(closings, max(held[-1].ended, until)))


def with_items(entries: Sequence[Entry]) -> Iterator[tuple[Entry, int | None]]:
    """Each entry with the number of the item that it belongs to.

    What says of itself to which item it belongs does; the rest belongs to the item that is open.
    """
    opened: int | None = None
    for entry in entries:
        if entry.event == "agenda.item_opened":
            opened = entry.number("item_id") or None
        yield entry, (entry.number("item_id") or opened)


def _is_over(entry: Entry) -> bool:
    return entry.word("state") in AFTER
