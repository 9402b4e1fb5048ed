"""What clients may ask for, one function a command."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from realtime.commands import asking, connecting, speaking, subscribing
from realtime.connection import Connection
from realtime.identity import Who
from realtime.protocol.codes import CloseCode, Hangup, Internal, Refusal, TooManyRequests
from realtime.protocol.commands import Command, Refused, decode

log = logging.getLogger(__name__)

HANDLERS: dict[str, Callable[[Connection[Any], int, Any], Awaitable[None]]] = {
    "connect": connecting.connect,
    "refresh": connecting.refresh,
    "subscribe": subscribing.subscribe,
    "unsubscribe": subscribing.unsubscribe,
    "sub_refresh": subscribing.sub_refresh,
    "publish": speaking.publish,
    "rpc": speaking.rpc,
    "send": speaking.send,
    "history": asking.history,
    "presence": asking.presence,
    "presence_stats": asking.presence_stats,
    "ping": asking.ping,
}


class Commands:
    """Works off commands in order; see `realtime.connection.Conversation`."""

    async def serve(self, connection: Connection[Who], frame: str) -> None:
        """Work off a frame: each command is answered, or the connection is closed."""
        for command in decode(frame):
            if not connection.closed:
                await self._answer(connection, command)

    async def _answer(self, connection: Connection[Who], command: Command | Refused) -> None:
        connection.engine.hub.counters.commands += 1
        try:
            await self._perform(connection, command)
        except Hangup:
            raise
        except Exception as error:  # noqa: BLE001 (whatever a channel raises is answered)
            connection.engine.hub.counters.refused += 1
            refusal = self._explain(connection, error)
            if command.id:
                connection.refuse(command.id, refusal)

    async def _perform(self, connection: Connection[Who], command: Command | Refused) -> None:
        if not connection.may_ask():
            raise TooManyRequests
        if isinstance(command, Refused):
            raise command.refusal
        method = command.method
        if not method:
            return
        if connection.identity is None and method != "connect":
            raise Hangup(CloseCode.BAD_REQUEST)
        await HANDLERS[method](connection, command.id, getattr(command, method))

    async def subscribe(self, connection: Connection[Who], channel: str) -> None:
        """Subscribe a client on the server's initiative, if the channel admits it."""
        try:
            await subscribing.subscribe_by_server(connection, channel)
        except Exception as error:  # noqa: BLE001 (logged there if it is not a refusal)
            self._explain(connection, error)

    def _explain(self, connection: Connection[Who], error: Exception) -> Refusal:
        if isinstance(error, Refusal):
            return error
        identity = connection.identity
        if identity and (explained := connection.engine.explain(error, identity.who)):
            return Refusal(*explained)
        log.error("a command failed", exc_info=error)
        return Internal()
