"""What processes tell each other over the broker: encoded and decoded here, no I/O."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields

from realtime.log import Entry
from realtime.protocol.replies import dumps

EVERYBODY = "all"
"""The broker's channel that every process hears."""


def channel_of(channel: str) -> str:
    """The broker's channel for what subscribers of `channel` get."""
    return f"channel:{channel}"


def node_of(node: str) -> str:
    """The broker's channel for one process."""
    return f"node:{node}"


class MalformedBulletin(Exception):
    """A text on the broker that is not ours, or of another version."""


@dataclass(frozen=True, slots=True)
class Written:
    """Entries were added to a channel's log."""

    channel: str
    epoch: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Advanced:
    """A channel's log has come to `offset`; told to everybody."""

    channel: str
    offset: int


@dataclass(frozen=True, slots=True)
class Said:
    """Pushes that have no number, encoded."""

    channel: str
    pushes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Missed:
    """The sender could not tell everything: caches and positions are to be checked."""


@dataclass(frozen=True, slots=True)
class Again:
    """The sender was deaf for so many seconds: what users were told then is to be told again."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Hang up on every connection of a user."""

    user: str
    code: int


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """End subscriptions to a channel: of one user, or of all if that is `None`."""

    user: str | None
    channel: str
    code: int


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Subscribe every connection of a user to a channel."""

    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class Review:
    """Check rights anew on the channels that `about` concerns; the application knows which."""

    about: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Send a message (JSON text) to every connection of a user."""

    user: str
    data: str


@dataclass(frozen=True, slots=True)
class Emulate:
    """Pass on a frame that a client posted to a process that does not hold its session."""

    session: str
    frame: str


Order = Disconnect | Unsubscribe | Subscribe | Review
"""What is in no log and must be carried out everywhere, sooner or later."""

Bulletin = Written | Advanced | Said | Missed | Again | Order | Tell | Emulate
_KINDS: dict[str, type[Bulletin]] = {
    kind.__name__: kind
    for kind in (
        Written,
        Advanced,
        Said,
        Missed,
        Again,
        Disconnect,
        Unsubscribe,
        Subscribe,
        Review,
        Tell,
        Emulate,
    )
}


def encode(node: str, bulletin: Bulletin) -> str:
    """Write a bulletin of the process `node`."""
    values = [getattr(bulletin, field.name) for field in fields(bulletin)]
    if isinstance(bulletin, Written):
        values[-1] = [(entry.offset, entry.data, entry.info) for entry in bulletin.entries]
    return dumps([node, type(bulletin).__name__, *values])


def decode(text: str) -> tuple[str, Bulletin]:
    """Read who sent which bulletin.

    Raises:
        MalformedBulletin: it is not one.
    """
    try:
        node, kind, *values = json.loads(text)
        if kind == Written.__name__:
            channel, epoch, entries = values
            return node, Written(channel, epoch, [Entry(*entry) for entry in entries])
        return node, _KINDS[kind](*values)
    except (ValueError, TypeError, KeyError) as error:
        raise MalformedBulletin(text[:200]) from error
