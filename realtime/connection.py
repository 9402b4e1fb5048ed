"""One client's conversation, whatever carries it."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from secrets import token_urlsafe
from typing import Any, Generic, Protocol
from uuid import uuid4

from starlette.requests import HTTPConnection

from realtime.callers import place_of
from realtime.channel import Admission
from realtime.engine import Engine
from realtime.frames import Frame, join
from realtime.identity import Identity, Who
from realtime.limits import TokenBucket
from realtime.protocol.codes import CloseCode, Hangup, Refusal, UnsubscribeCode
from realtime.protocol.replies import (
    PING,
    ClientInfo,
    push_message,
    push_unsubscribe,
    refuse,
    reply,
)
from realtime.room import Sink
from realtime.wire import Wire

log = logging.getLogger(__name__)

_PING = Frame(PING)

GRACE = 5.0
"""Seconds that a client has to renew its right after it has expired."""

Work = Callable[[], Coroutine[Any, Any, None]]


class Conversation(Protocol[Who]):
    """What a connection does with what it receives; see `realtime.commands`."""

    async def serve(self, connection: "Connection[Who]", frame: str) -> None:
        """Work off a frame of commands.

        Raises:
            Hangup: the connection is to be closed.
        """
        ...

    async def subscribe(self, connection: "Connection[Who]", channel: str) -> None:
        """Subscribe the client on the server's initiative."""
        ...


@dataclass(slots=True)
class Subscription:
    """One channel that a connection hears.

    Attributes:
        admission: `None` until the channel has admitted the connection and the log is read.
        by_server: the server made it, not the client.
        ended: why it was ended while it was being made.
        expiry: ends it when its right runs out.
    """

    admission: Admission | None = None
    by_server: bool = False
    ended: UnsubscribeCode | None = None
    expiry: asyncio.TimerHandle | None = None


class Connection(Generic[Who]):
    """Works off what a client sends, in order, and writes replies and pushes.

    It needs no task while nothing is asked. See `realtime.room.Reader`, `realtime.registry.Client`
    and `realtime.heartbeat.Pulse`.

    Attributes:
        client: its public name.
        session: a secret under which commands may be posted; empty where the wire needs none.
        identity: `None` until `connect` has succeeded.
        http: the request it began with, until `connect` has succeeded.
        subs: its subscriptions, also those that are being made.
        closed: nothing is read or written any more.
    """

    __slots__ = (
        "_bucket",
        "_conversation",
        "_expiry",
        "_inbox",
        "_out",
        "_place",
        "_slot",
        "_unanswered",
        "_wire",
        "_worker",
        "client",
        "closed",
        "engine",
        "http",
        "identity",
        "session",
        "subs",
    )

    def __init__(
        self,
        engine: Engine[Who],
        wire: Wire,
        http: HTTPConnection,
        conversation: Conversation[Who],
    ) -> None:
        self.engine, self._wire, self._conversation = engine, wire, conversation
        self.http: HTTPConnection | None = http
        self._place = place_of(http.client.host if http.client else None)
        self.client = str(uuid4())
        self.session = token_urlsafe(24) if wire.emulated else ""
        self.identity: Identity[Who] | None = None
        self.subs: dict[str, Subscription] = {}
        self.closed = False
        self._unanswered = 0
        self._inbox: list[Work] = []
        self._out: list[str] = []
        self._worker: asyncio.Task[None] | None = None
        self._slot = 0
        loop = asyncio.get_running_loop()
        self._bucket = TokenBucket(engine.limits, loop.time())
        self._expiry: asyncio.TimerHandle | None = loop.call_later(
            engine.limits.connect_within, self.close, CloseCode.STALE
        )
        if not engine.callers.enter(self._place):
            self.close(CloseCode.TOO_MANY_REQUESTS)

    @property
    def user(self) -> str:
        """Whom it belongs to; empty if unknown."""
        return self.identity.user if self.identity else ""

    @property
    def channels(self) -> AbstractSet[str]:
        """What it hears, or is about to hear."""
        return self.subs.keys()

    @property
    def busy(self) -> bool:
        """Whether something received is still being worked off."""
        return self._worker is not None

    # What the wire calls.

    def receive(self, frame: str) -> None:
        """Take a frame of commands; it is worked off after those before it."""
        if frame == PING and self._unanswered:
            self._unanswered = 0
        elif len(frame) > self.engine.limits.frame:
            self.close(CloseCode.BAD_REQUEST)
        else:
            self._enqueue(partial(self._conversation.serve, self, frame))

    def _enqueue(self, work: Work) -> None:
        if self.closed:
            return
        if len(self._inbox) >= self.engine.limits.waiting:
            self.close(CloseCode.TOO_MANY_REQUESTS)
            return
        self._inbox.append(work)
        if self._worker is None:
            self._worker = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._inbox and not self.closed:
                await self._inbox.pop(0)()
                self.flush()
        except Hangup as hangup:
            self.close(hangup.close)
        except Exception:
            log.exception("a conversation failed")
            self.close(CloseCode.SERVER_ERROR)
        finally:
            self._worker = None
            self._wire.worked_off()

    def drained(self) -> None:
        """Go on with what was not written while the wire took nothing."""
        for channel in self.subs:
            self.engine.hub.rooms.drained(channel, self)

    def stalled(self) -> None:
        """Be written no shared frames to until the wire has `drained`."""
        for channel in self.subs:
            self.engine.hub.rooms.stalled(channel, self)

    def lost(self) -> None:
        """Leave everything: the other side is gone."""
        if self.closed:
            return
        self.closed = True
        self.engine.callers.leave(self._place)
        self._inbox.clear()
        self._set_expiry(None)
        for channel in list(self.subs):
            self.leave(channel)
        self.engine.heartbeat.remove(self, self._slot)
        self.engine.hub.registry.remove(self)

    # What handlers of commands call.

    def may_ask(self) -> bool:
        """Spend one command of what the rate allows."""
        return self._bucket.take(asyncio.get_running_loop().time())

    def reply(self, number: int, method: str, result: str = "{}") -> None:
        """Answer a command; it leaves with the next `flush`."""
        self._out.append(reply(number, method, result))

    def refuse(self, number: int, refusal: Refusal) -> None:
        """Turn a command down; it leaves with the next `flush`."""
        self._out.append(refuse(number, refusal))

    def push(self, text: str) -> None:
        """Send this client an encoded push, after the replies that wait."""
        self._out.append(text)
        self.flush()

    def flush(self) -> None:
        """Write the replies that wait, as one frame."""
        if self._out and not self.closed:
            out, self._out = self._out, []
            self._wire.write(join(out))

    @property
    def sink(self) -> Sink:
        """See `Wire.sink`."""
        return self._wire.sink

    def begin(self, identity: Identity[Who], *, replaces: bool = False) -> None:
        """Take on an identity: the first, or a renewed one."""
        self.identity = identity
        self._set_expiry(identity.expires_at)
        if not replaces:
            self.http = None
            self._slot = self.engine.heartbeat.add(self)
            self.engine.hub.registry.add(self)
            self.engine.hub.counters.connected += 1

    def _set_expiry(self, at: float | None) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        self._expiry = self._call_at(at, self.close, CloseCode.EXPIRED)

    def set_subscription_expiry(self, channel: str, at: float | None) -> None:
        """End a subscription at a time in seconds since 1970; `None` for never."""
        subscription = self.subs[channel]
        if subscription.expiry is not None:
            subscription.expiry.cancel()
        subscription.expiry = self._call_at(at, self.unsubscribe, channel, UnsubscribeCode.EXPIRED)

    @staticmethod
    def _call_at(
        at: float | None, callback: Callable[..., None], *args: object
    ) -> asyncio.TimerHandle | None:
        if at is None:
            return None
        return asyncio.get_running_loop().call_later(at - time.time() + GRACE, callback, *args)

    def info(self, admission: Admission) -> str:
        """Who this is, for others: JSON text of a `ClientInfo`."""
        conn_info = self.identity.info if self.identity else None
        return ClientInfo(self.user, self.client, conn_info, admission.info).encode()

    def leave(self, channel: str) -> None:
        """Forget a subscription, without a word to the client."""
        subscription = self.subs.pop(channel)
        self.engine.hub.rooms.leave(channel, self)
        if subscription.expiry is not None:
            subscription.expiry.cancel()
        if admission := subscription.admission:
            self.engine.attendance.depart(channel, self.client)
            if admission.join_leave:
                self.engine.attendance.left(channel, self.client, self.info(admission))

    # What the hub calls.

    def unsubscribed(self, channel: str, code: UnsubscribeCode) -> None:
        """End a subscription and tell the client why.

        A subscription by the server that lacks something can only be made good by connecting anew.
        """
        subscription = self.subs.get(channel)
        if subscription is None:
            return
        if subscription.by_server and code is UnsubscribeCode.INSUFFICIENT:
            self.close(CloseCode.INSUFFICIENT_STATE)
            return
        subscription.ended = code
        self.leave(channel)
        if subscription.admission is not None:
            self.push(push_unsubscribe(channel, code))

    unsubscribe = unsubscribed

    def subscribe(self, channel: str) -> None:
        """Subscribe to a channel on the server's initiative."""
        self._enqueue(partial(self._conversation.subscribe, self, channel))

    def tell(self, data: str) -> None:
        """Send a message (JSON text) outside of any channel."""
        self._enqueue(partial(self._tell, data))

    async def _tell(self, data: str) -> None:
        self.push(push_message(data))

    def beat(self) -> None:
        """Ping, or hang up if too many pings were not answered."""
        limits = self.engine.limits
        if self._unanswered * limits.ping_every >= limits.answer_within:
            self.close(CloseCode.NO_PONG)
        else:
            self._unanswered += 1
            self._wire.offer(_PING)

    def close(self, code: CloseCode) -> None:
        """Hang up."""
        if not self.closed:
            self.flush()
            self.lost()
            self._wire.close(code)
