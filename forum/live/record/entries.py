"""Entries of a session's numbered log, as its record reads them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, and for whom they act.

    Attributes:
        member: number of the person; `None`: nobody in particular.
        delegation: number of the delegation; `None`: for themselves, or as an officer.
        capacity: as what they act for it.
        group: number of the group of delegations on whose behalf it speaks.
    """

    member: int | None
    delegation: int | None = None
    capacity: str | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened in a session.

    Attributes:
        offset: its number in the log.
        at: when, in ms since 1970 by the server's clock.
        event: its name.
        who: who did it.
        data: all of the entry, as subscribers got it.
    """

    offset: int
    at: int
    event: str
    who: Who
    data: Mapping[str, object]

    def number(self, name: str) -> int:
        """A whole number of the entry; 0: it has none of this name."""
        value = self.data.get(name)
        return value if isinstance(value, int) else 0

    def word(self, name: str) -> str:
        """A word of the entry; "": it has none of this name."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""


def read_entries(log: Iterable[tuple[int, str]]) -> list[Entry]:
    """The dated entries of a log, in their order.

    Args:
        log: number and JSON text of each entry, the oldest first.
    """
    found = ((offset, json.loads(text)) for offset, text in log)
    return [_entry(offset, data) for offset, data in found if isinstance(data.get("at"), int)]


def _entry(offset: int, data: Mapping[str, object]) -> Entry:
    at, by, behalf = data["at"], data.get("by"), data.get("for")
    assert isinstance(at, int)  # noqa: S101 (`read_entries` has looked)
    who = _who(by, behalf if isinstance(behalf, dict) else {})
    return Entry(offset, at, str(data.get("event", "")), who, data)


def _who(member: object, behalf: Mapping[str, object]) -> Who:
    return Who(
        member if isinstance(member, int) else None,
        _number(behalf.get("delegation")),
        _word(behalf.get("capacity")),
        _number(behalf.get("group")),
    )


def slots_in(entry: Entry) -> Iterator[Mapping[str, object]]:
    """The requests for the floor that an entry tells of; see `floor.facts.slot_facts`."""
    if entry.event != "floor.changed":
        return
    slots = entry.data.get("slots")
    if isinstance(slots, list):
        yield from (one for one in slots if isinstance(one, dict))


def speaker(slot: Mapping[str, object]) -> Who:
    """Who asked for the floor, as the facts of the request say."""
    return _who(slot.get("member"), slot)


def millis(slot: Mapping[str, object], name: str) -> int | None:
    """A time or a length in the facts of a request; `None`: there is none."""
    return _number(slot.get(name))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None
