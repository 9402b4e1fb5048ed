"""Logs of sessions, written as the product writes them."""

import json
from typing import Any

from forum.live.record.entries import Entry, read_entries

BEGIN = 1_800_000_000_000
"""An instant, in ms since 1970."""


class Log:
    """A log that grows; each entry is a second after the one before, unless it says when."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.lines: list[tuple[int, str]] = []

    def add(self, event: str, *, by: int | None = None, **data: Any) -> int:
        """Add an entry, and give its number."""
        self.now = data.pop("at", self.now + 1_000)
        behalf = data.pop("behalf", None)
        body = {"event": event, "at": self.now, "by": by, "for": behalf, **data}
        self.lines.append((len(self.lines) + 1, json.dumps(body)))
        return len(self.lines)

    def state(self, state: str, **data: Any) -> int:
        """The session goes on to a state."""
        return self.add("session.state", state=state, **data)

    def floor(self, item: int, *slots: dict[str, Any], **data: Any) -> int:
        """Requests for the floor change."""
        return self.add("floor.changed", item_id=item, act="do", slots=list(slots), **data)

    @property
    def entries(self) -> list[Entry]:
        """All of it."""
        return read_entries(self.lines)


def slot(number: int, state: str, member: int = 1, **facts: Any) -> dict[str, Any]:
    """A request for the floor as the log has it."""
    known = {
        "id": number,
        "kind": "statement",
        "state": state,
        "member": member,
        "delegation": None,
        "capacity": None,
        "spent": 0,
        "running_since": None,
        "words": 0,
        "ruling": None,
    }
    return {**known, **facts}
