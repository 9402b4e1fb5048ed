"""Live channels for any Starlette application."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Generic

from starlette.routing import BaseRoute, Route, WebSocketRoute

from realtime.attendance import Attendance
from realtime.broker import Broker
from realtime.channel import Channel
from realtime.engine import Authenticate, Engine, Explain, OnSend, Refresh
from realtime.hub import Hub
from realtime.identity import Who
from realtime.limits import Limits
from realtime.log import Log
from realtime.presence import Presence, Present
from realtime.presence.memory import MemoryPresence
from realtime.protocol.codes import CloseCode
from realtime.wires import emulation, http_stream, sse, websocket

_DRAIN_STEPS_A_SECOND = 20


class Server(Generic[Who]):
    """Puts hub, broker, log, presence, channels and limits together.

    Args:
        channels: what serves each kind of channel, `<kind>:<key>`.
        log: the truth about what was published.
        broker: wakes the other processes; the caller closes it.
        authenticate: finds out who connects.
        explain: makes codes and words of the application's exceptions.
        presence: by default of this process alone; the caller closes it.
        refresh: renews an identity by a token; without it, clients are not told of an expiry.
        on_send: takes what clients send outside of channels.

    Attributes:
        hub: for announcements, and for hanging up on users.
        attendance: for hearing that somebody comes or goes.
    """

    def __init__(
        self,
        *,
        channels: Mapping[str, Channel[Who]],
        log: Log,
        broker: Broker,
        authenticate: Authenticate[Who],
        explain: Explain[Who],
        presence: Presence | None = None,
        refresh: Refresh[Who] | None = None,
        on_send: OnSend[Who] | None = None,
        limits: Limits | None = None,
    ) -> None:
        limits = limits or Limits()
        self.hub = Hub(log, broker, limits=limits)
        self.attendance = Attendance(presence or MemoryPresence(), self.hub.push)
        self._engine = Engine(
            hub=self.hub,
            channels=channels,
            attendance=self.attendance,
            authenticate=authenticate,
            explain=explain,
            limits=limits,
            refresh=refresh,
            on_send=on_send,
        )
        self.hub.on_gap(self.attendance.confirm)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """Where clients connect; a body is limited to a frame with its envelope."""
        body = 8 * self._engine.limits.frame
        stream = partial(http_stream.serve, self._engine)
        emulate = partial(emulation.serve, self._engine)
        return [
            WebSocketRoute("/connection/websocket", partial(websocket.serve, self._engine)),
            Route("/connection/sse", partial(sse.serve, self._engine), methods=["GET"]),
            Route("/connection/http_stream", stream, methods=["POST"], max_body_size=body),
            Route("/emulation", emulate, methods=["POST"], max_body_size=body),
        ]

    async def here(self, channel: str) -> Mapping[str, Present]:
        """Who is subscribed to a channel, in all processes, by client.

        Raises:
            PresenceUnavailable: the store of presence is away.
        """
        return await self.attendance.here(channel)

    async def run(self) -> None:
        """Do what goes on beside conversations, until cancelled; belongs in the lifespan."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.hub.run())
            tasks.create_task(self._engine.heartbeat.run())
            tasks.create_task(self.attendance.run())

    async def drain(self, seconds: float) -> None:
        """Let every conversation go, spread over so many seconds; new ones are sent away.

        Clients come back by themselves, to another process, and recover what they miss meanwhile.
        """
        self._engine.draining = True
        clients = list(self.hub.registry)
        steps = max(1, min(len(clients), int(seconds * _DRAIN_STEPS_A_SECOND)))
        for step in range(steps):
            for client in clients[step::steps]:
                client.close(CloseCode.SHUTDOWN)
            if step < steps - 1:
                await asyncio.sleep(seconds / steps)
