"""What clients send: commands, decoded and validated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from pydantic_core import from_json

from realtime.protocol.codes import BadRequest, MalformedFrame, MethodNotFound

CHANNEL_LENGTH = 255
"""Characters of a channel's name, at most."""

Json = JsonValue
Offset = Annotated[int, Field(ge=0, lt=2**63)]
ChannelName = Annotated[str, Field(min_length=1, max_length=CHANNEL_LENGTH)]


class _Shape(BaseModel):
    """Fields that a newer client adds are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Position(_Shape):
    """A place in a channel's log."""

    offset: Offset = 0
    epoch: str = ""


class Subscribe(Position):
    """Ask to hear a channel; with `recover`, from the given position on.

    Attributes:
        flag: bit 2 asks for an error instead of `recovered: false`.
    """

    channel: ChannelName
    token: str = ""
    recover: bool = False
    data: Json = None
    flag: int = 0

    @property
    def rejects_unrecovered(self) -> bool:
        """Whether the client wants error 112 when its position cannot be recovered."""
        return bool(self.flag & 2)


class ServerSubscription(Position):
    """Where a client stands in a channel that the server subscribes it to."""

    recover: bool = False


class Connect(_Shape):
    """The first command of a conversation."""

    token: str = ""
    data: Json = None
    name: str = ""
    version: str = ""
    subs: Mapping[ChannelName, ServerSubscription] = {}


class Unsubscribe(_Shape):
    """Stop hearing a channel."""

    channel: ChannelName


class Publish(_Shape):
    """Say something on a channel."""

    channel: ChannelName
    data: Json = None


class Rpc(_Shape):
    """Call a remote procedure, `<kind>.<method>`."""

    method: str = ""
    data: Json = None


class Send(_Shape):
    """Tell the server something; there is no reply."""

    data: Json = None


class History(_Shape):
    """Ask for publications; without a limit only where the channel stands."""

    channel: ChannelName
    limit: Annotated[int, Field(ge=-(2**31), lt=2**31)] = 0
    since: Position | None = None
    reverse: bool = False


class Presence(_Shape):
    """Ask who is subscribed."""

    channel: ChannelName


class PresenceStats(_Shape):
    """Ask how many are subscribed."""

    channel: ChannelName


class Refresh(_Shape):
    """Renew the connection's token."""

    token: str = ""


class SubRefresh(_Shape):
    """Renew a subscription's token."""

    channel: ChannelName
    token: str = ""


class Ping(_Shape):
    """Ask for a sign of life."""


class Command(_Shape):
    """One command: its number, which the reply repeats, and one request by its method's name."""

    id: int = 0
    connect: Connect | None = None
    subscribe: Subscribe | None = None
    unsubscribe: Unsubscribe | None = None
    publish: Publish | None = None
    rpc: Rpc | None = None
    send: Send | None = None
    history: History | None = None
    presence: Presence | None = None
    presence_stats: PresenceStats | None = None
    refresh: Refresh | None = None
    sub_refresh: SubRefresh | None = None
    ping: Ping | None = None

    @property
    def method(self) -> str:
        """The name of the only request; empty if there is none (a pong)."""
        return next((name for name in self.model_fields_set if name != "id"), "")


_METHODS = Command.model_fields.keys() - {"id"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A numbered command that cannot be taken; it is answered with the refusal."""

    id: int
    refusal: BadRequest | MethodNotFound


def decode(frame: str) -> list[Command | Refused]:
    """Read the commands of one frame, JSON objects joined by newlines; `{}` is a pong.

    Raises:
        MalformedFrame: not JSON objects, or a command that could not even be answered.
    """
    return [_decode(line) for line in frame.split("\n") if line and not line.isspace()]


def _decode(line: str) -> Command | Refused:
    try:
        # Numbers that are none, halves of surrogate pairs and deep nesting end here.
        raw = from_json(line, allow_inf_nan=False)
    except (ValueError, TypeError) as error:
        raise MalformedFrame from error
    match raw:
        case {"id": int(number)} if number is not True and 0 < number < 2**32:
            return _numbered(number, raw)
        case dict() if not raw or "send" in raw:
            return _unnumbered(raw)
    raise MalformedFrame


def _numbered(number: int, raw: dict[str, object]) -> Command | Refused:
    if raw.keys().isdisjoint(_METHODS):
        return Refused(number, MethodNotFound())
    try:
        command = Command.model_validate(raw)
    except ValidationError:
        return Refused(number, BadRequest())
    if len(command.model_fields_set) != 2 or getattr(command, command.method) is None:  # noqa: PLR2004
        return Refused(number, BadRequest())
    return command


def _unnumbered(raw: dict[str, object]) -> Command:
    try:
        return Command.model_validate(raw)
    except ValidationError as error:
        raise MalformedFrame from error
