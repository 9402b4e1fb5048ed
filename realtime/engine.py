"""What all conversations of a process share."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic

from starlette.requests import HTTPConnection

from realtime.attendance import Attendance
from realtime.callers import Callers
from realtime.channel import Channel
from realtime.heartbeat import Heartbeat
from realtime.hub import Hub
from realtime.identity import ConnectCommand, Identity, Who
from realtime.limits import Limits
from realtime.protocol.codes import UnknownChannel

VERSION = "realtime 1"

Authenticate = Callable[[HTTPConnection, ConnectCommand], Awaitable[Identity[Who]]]
"""Finds out who connects, from headers, cookies or the token.

Raises `InvalidToken` (the client must not come back with it), `TokenExpired` (it fetches a new one
and comes back) or `Unauthorized`.
"""

Refresh = Callable[[Identity[Who], str], Awaitable[Identity[Who]]]
"""Renews an identity by a new token; raises as `Authenticate`. The user must stay the same."""

Explain = Callable[[Exception, Who], tuple[int, str] | None]
"""Makes code (400 and up) and word of an exception of the application; `None` if it is a bug."""

OnSend = Callable[[Who, object], Awaitable[None]]
"""Takes what a client sends outside of channels, without an answer."""


@dataclass(slots=True)
class Engine(Generic[Who]):
    """Built by `Server`.

    Attributes:
        channels: what serves each kind of channel.
        refresh, on_send: `None` where the application does not offer it.
        draining: new conversations are told to come back later.
    """

    hub: Hub
    channels: Mapping[str, Channel[Who]]
    attendance: Attendance
    authenticate: Authenticate[Who]
    explain: Explain[Who]
    limits: Limits
    refresh: Refresh[Who] | None = None
    on_send: OnSend[Who] | None = None
    draining: bool = False
    heartbeat: Heartbeat = field(init=False)
    callers: Callers = field(init=False)

    def __post_init__(self) -> None:
        self.heartbeat = Heartbeat(self.limits.ping_every)
        self.callers = Callers(self.limits)

    def route(self, name: str) -> tuple[Channel[Who], str]:
        """What serves the channel called `<kind>:<key>`, and the key (empty without a colon).

        Raises:
            UnknownChannel: nothing does.
        """
        kind, _, key = name.partition(":")
        channel = self.channels.get(kind)
        if channel is None:
            raise UnknownChannel
        return channel, key
