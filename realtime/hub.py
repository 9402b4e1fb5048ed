"""Everything that is said on channels, in this process and in the others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from realtime import bulletin
from realtime.broker import Broker
from realtime.bulletin import (
    Advanced,
    Bulletin,
    Disconnect,
    Emulate,
    Missed,
    Review,
    Said,
    Subscribe,
    Tell,
    Unsubscribe,
    Written,
)
from realtime.counters import Counters
from realtime.limits import Limits
from realtime.line import Line
from realtime.log import Entry, Log
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.protocol.replies import push_transient
from realtime.registry import Registry
from realtime.rooms import Rooms
from realtime.tasks import Tasks, going_on

logger = logging.getLogger(__name__)

Concerns = Callable[[str, AbstractSet[str]], Awaitable[Collection[str]]]
"""Picks from the channels that are heard in this process those that something concerns."""
Heard = Callable[[str, int, Sequence[Entry]], None]
"""Takes a channel, the number of its newest entry, and the entries that lead up to it."""

SWEEP_EVERY = 1.0
"""Seconds after which a publication is read from the log though no word of it came."""


class Hub:
    """Brings every publication to every subscriber once and in order.

    The truth is in the log. Announcements and the broker only make it fast: what they lose is read
    from the log by the sweep.

    Attributes:
        log: the truth.
        rooms: the channels heard here.
        registry: the connections of this process.
        counters: totals for operators.
    """

    def __init__(self, log: Log, broker: Broker, *, limits: Limits | None = None) -> None:
        self.log = log
        self.counters = Counters()
        self.registry = Registry()
        self._line = Line(broker, self.counters, hear=self._hear, gap=self._gap)
        self.rooms = Rooms(
            log,
            self.counters,
            listen=self._line.listen_to,
            stop_listening=self._line.stop_listening_to,
            slow_after=(limits or Limits()).slow_after,
        )
        self._announced: list[Heard] = []
        self._gaps: list[Callable[[], None]] = []
        self._concerns: Concerns | None = None
        self._sweep_now = asyncio.Event()
        self._tasks = Tasks()

    @property
    def node(self) -> str:
        """The name of this process among the others."""
        return self._line.node

    @property
    def degraded(self) -> bool:
        """Whether the broker is away; nothing is lost, only slower between processes."""
        return self._line.degraded

    def on_announce(self, callback: Heard) -> None:
        """Have `callback(channel, offset, entries)` called for every announcement in any process.

        Of what other processes announce on channels that nobody hears in this one, only how far
        it comes is known, and `entries` are none.
        """
        self._announced.append(callback)

    def on_gap(self, callback: Callable[[], None]) -> None:
        """Have `callback()` called when announcements may have been missed: drop caches then."""
        self._gaps.append(callback)

    def on_review(self, concerns: Concerns) -> None:
        """Have `concerns(about, channels)` say which channels a `review` is about."""
        self._concerns = concerns

    async def announce(self, channel: str, epoch: str, entries: Sequence[Entry]) -> None:
        """Deliver what a committed change added to a channel's log.

        Here at once; other processes are told over the broker. Never fails.
        """
        if entries:
            self._notify(channel, entries[-1].offset, entries)
            self.rooms.take(channel, epoch, entries)
            self._line.tell(bulletin.channel_of(channel), Written(channel, epoch, entries))
            self._line.tell(bulletin.EVERYBODY, Advanced(channel, entries[-1].offset))

    async def publish(self, channel: str, data: str, *, info: str | None = None) -> None:
        """Send what may be lost (JSON text) to the subscribers of a channel; it has no number."""
        self.push(channel, [push_transient(channel, data, info)])

    def push(self, channel: str, pushes: Sequence[str]) -> None:
        """Send encoded pushes without numbers to the subscribers of a channel."""
        self.rooms.say(channel, pushes)
        self._line.tell(bulletin.channel_of(channel), Said(channel, pushes))

    async def disconnect(self, user: str, code: CloseCode = CloseCode.FORCED) -> None:
        """Hang up on every connection of a user, in every process."""
        self._everywhere(Disconnect(user, code))

    async def unsubscribe(
        self,
        user: str | None,
        channel: str,
        code: UnsubscribeCode = UnsubscribeCode.SERVER,
    ) -> None:
        """End subscriptions in every process: of one user, or of everybody if that is `None`.

        With `UnsubscribeCode.INSUFFICIENT` clients subscribe again at once, so that their rights
        are checked anew.
        """
        self._everywhere(Unsubscribe(user, channel, code))

    async def review(self, about: str) -> None:
        """Have rights checked anew, in every process, on the channels that `about` concerns.

        Their clients subscribe again at once. Which channels those are says the function given to
        `on_review`, in each process of the channels heard there; if it fails, all of them.
        """
        self._everywhere(Review(about))

    async def subscribe(self, user: str, channel: str) -> None:
        """Subscribe every connection of a user to a channel, if the channel admits it."""
        self._everywhere(Subscribe(user, channel))

    async def tell(self, user: str, data: str) -> None:
        """Send a message (JSON text), outside of any channel, to every connection of a user."""
        self._everywhere(Tell(user, data))

    async def emulate(self, node: str, session: str, frame: str) -> bool:
        """Hand a posted frame to the process that holds the session; whether there is one."""
        if node == self.node:
            self._emulate(session, frame)
            return True
        return await self._line.tell_node(node, Emulate(session, frame))

    async def run(self) -> None:
        """Keep level with the log and the other processes, until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._line.run())
                tasks.create_task(self._sweep())
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """End what is under way; for who uses a hub that does not run, as `run` ends with it."""
        await self._tasks.aclose()
        await self.rooms.aclose()

    async def _sweep(self) -> None:
        while going_on():
            try:
                async with asyncio.timeout(SWEEP_EVERY):
                    await self._sweep_now.wait()
            except TimeoutError:
                pass
            self._sweep_now.clear()
            try:
                await self.rooms.sweep()
            except Exception:  # the next sweep makes up for this one, whatever the log's trouble is
                logger.exception("the log could not be read")

    def _everywhere(self, said: Bulletin) -> None:
        self._hear(said)
        self._line.tell(bulletin.EVERYBODY, said)

    def _hear(self, said: Bulletin) -> None:
        match said:
            case Written(channel, epoch, entries):
                # Before a reader hears of it, and asks: what is kept must be stale by then. To
                # processes without a reader only `Advanced` comes.
                self._notify(channel, entries[-1].offset, entries)
                self.rooms.take(channel, epoch, entries)
            case Advanced(channel, offset):
                self._notify(channel, offset)
            case Said(channel, pushes):
                self.rooms.say(channel, pushes)
            case Missed():
                self._gap()
            case Emulate(session, frame):
                self._emulate(session, frame)
            case Review(about):
                self._tasks.start(self._review(about))
            case Tell() | Disconnect() | Unsubscribe() | Subscribe():
                self._hear_of_user(said)

    async def _review(self, about: str) -> None:
        concerned = heard = self.registry.channels()
        try:
            if self._concerns is not None:
                concerned = heard & set(await self._concerns(about, heard))
        except Exception:  # who may hear what is in doubt then, so everybody is asked
            logger.exception("nobody knows which channels %s concerns", about)
        for client in self.registry:
            for channel in client.channels & concerned:
                client.unsubscribe(channel, UnsubscribeCode.INSUFFICIENT)

    def _hear_of_user(self, said: Disconnect | Unsubscribe | Subscribe | Tell) -> None:
        clients = self.registry if said.user is None else self.registry.of_user(said.user)
        for client in clients:
            match said:
                case Disconnect(code=code):
                    client.close(CloseCode(code))
                case Unsubscribe(channel=channel, code=code):
                    client.unsubscribe(channel, UnsubscribeCode(code))
                case Subscribe(channel=channel):
                    client.subscribe(channel)
                case Tell(data=data):
                    client.tell(data)

    def _emulate(self, session: str, frame: str) -> None:
        if client := self.registry.by_session(session):
            client.receive(frame)

    def _notify(self, channel: str, offset: int, entries: Sequence[Entry] = ()) -> None:
        for callback in self._announced:
            _call(partial(callback, channel, offset, entries))

    def _gap(self) -> None:
        self._sweep_now.set()
        for callback in self._gaps:
            _call(callback)


def _call(callback: Callable[[], None]) -> None:
    try:
        callback()
    except Exception:  # a listener's defect must not keep others from the news
        logger.exception("a listener failed")
