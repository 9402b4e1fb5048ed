"""The line to the other processes: what they are told, and what they tell."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from uuid import uuid4

from realtime import bulletin
from realtime.broker import Broker, BrokerUnavailable, Link, Message
from realtime.bulletin import Again, Bulletin, Emulate, MalformedBulletin, Missed, Order
from realtime.counters import Counters
from realtime.tasks import going_on

log = logging.getLogger(__name__)

DETECTED_WITHIN = 15.0
"""Seconds by which a broken line may have been broken before that is noticed."""

RETRY_AFTER = 1.0
"""Seconds between attempts to tell others while the broker is away."""

REMEMBER = 600.0
"""Seconds for which orders are remembered for processes that were deaf."""

_WAITING = 10_000
_BATCH = 500
_ORDERS = 1_000


class Line:
    """Tells without waiting, and never fails: what cannot be told is counted and admitted later.

    Attributes:
        node: names this process for the others.
    """

    def __init__(
        self,
        broker: Broker,
        counters: Counters,
        *,
        hear: Callable[[Bulletin], None],
        gap: Callable[[], None],
    ) -> None:
        self.node = uuid4().hex
        self._broker, self._counters = broker, counters
        self._hear, self._gap = hear, gap
        self._outgoing: deque[tuple[str, Bulletin]] = deque()
        self._something = asyncio.Event()
        self._orders: deque[tuple[float, Bulletin]] = deque(maxlen=_ORDERS)
        self._deaf_since = 0.0
        self._missed = self._mute = self._deaf = False

    @property
    def degraded(self) -> bool:
        """Whether the broker is away; then other processes learn of things by their sweep."""
        return self._mute or self._deaf

    def tell(self, channel: str, said: Bulletin) -> None:
        """Have `said` sent to all that hear the broker's `channel`, after what was told before."""
        if self._broker.alone:
            return
        if isinstance(said, Order):
            self._orders.append((time.monotonic(), said))
        elif len(self._outgoing) >= _WAITING:
            self._lose(1)
            return
        self._outgoing.append((channel, said))
        self._something.set()

    async def tell_node(self, node: str, said: Emulate) -> bool:
        """Tell one process; whether there is such a process."""
        message = Message(bulletin.node_of(node), bulletin.encode(self.node, said))
        try:
            return any(await self._broker.publish([message]))
        except BrokerUnavailable:
            return False

    async def listen_to(self, channel: str) -> None:
        """Hear what is said about `channel` to its subscribers."""
        await self._broker.subscribe(bulletin.channel_of(channel))

    async def stop_listening_to(self, channel: str) -> None:
        """Stop hearing about `channel`."""
        await self._broker.unsubscribe(bulletin.channel_of(channel))

    async def run(self) -> None:
        """Send and hear until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            await self._broker.subscribe(bulletin.EVERYBODY)
            await self._broker.subscribe(bulletin.node_of(self.node))
            tasks.create_task(self._send())

    async def _listen(self) -> None:
        async for heard in self._broker.messages():
            match heard:
                case Link.LOST:
                    self._deaf, self._deaf_since = True, time.monotonic()
                    log.warning("the broker is away: changes elsewhere arrive by the sweep")
                case Link.BACK:
                    self._deaf = False
                    log.warning("the broker is back")
                    deaf = time.monotonic() - self._deaf_since + DETECTED_WITHIN
                    self.tell(bulletin.EVERYBODY, Again(deaf))
                    # Who was deaf as well may have asked before this process could hear it.
                    self._tell_again(bulletin.EVERYBODY, deaf)
                    self._gap()
                case Message(text=text):
                    self._read(text)

    def _read(self, text: str) -> None:
        try:
            node, said = bulletin.decode(text)
        except MalformedBulletin as error:
            log.warning("passed over on the broker: %s", error)
            return
        if node == self.node:
            return
        if isinstance(said, Again):
            self._tell_again(bulletin.node_of(node), said.seconds)
        else:
            self._hear(said)

    def _tell_again(self, channel: str, seconds: float) -> None:
        since = time.monotonic() - min(seconds, REMEMBER)
        for moment, order in list(self._orders):
            if moment >= since:
                self._outgoing.append((channel, order))
        self._something.set()

    async def _send(self) -> None:
        while going_on():
            await self._something.wait()
            self._something.clear()
            while going_on() and (self._outgoing or self._missed):
                await self._send_some()

    async def _send_some(self) -> None:
        batch = [self._outgoing.popleft() for _ in range(min(_BATCH, len(self._outgoing)))]
        if self._missed:
            batch.insert(0, (bulletin.EVERYBODY, Missed()))
            self._missed = False
        texts = [Message(channel, bulletin.encode(self.node, said)) for channel, said in batch]
        try:
            await self._broker.publish(texts)
        except BrokerUnavailable as error:
            if not self._mute:
                log.warning("the broker is away: %s", error)
            self._put_back(batch)
            await asyncio.sleep(RETRY_AFTER)
        else:
            self._mute = False

    def _put_back(self, batch: list[tuple[str, Bulletin]]) -> None:
        self._mute = True
        kept = [one for one in batch if isinstance(one[1], Order | Again)]
        self._outgoing.extendleft(reversed(kept))
        self._lose(sum(not isinstance(said, Order | Again | Missed) for _, said in batch))

    def _lose(self, count: int) -> None:
        self._missed = True
        self._counters.untold += count
