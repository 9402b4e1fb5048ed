"""What happened, said once the change is safe on disk."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """A fact about a committed change: ids and what every subscriber may see, never more."""

    name: ClassVar[str]

    def channels(self) -> Sequence[str]:
        """The channels that hear it, each numbering it in its own log."""
        raise NotImplementedError

    def payload(self) -> dict[str, object]:
        """What goes on the wire beside the event's name."""
        return asdict(self)
