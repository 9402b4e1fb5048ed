"""What endpoints need: conversations to begin, and wires that servers offer."""

from typing import Any, Final, Protocol

from starlette.requests import HTTPConnection

from realtime.commands import Commands
from realtime.connection import Connection
from realtime.engine import Engine
from realtime.wire import Wire

EXTENSION: Final = "realtime.shared_frames"
"""Where a server's own wire offers itself in `scope["extensions"]`."""

_COMMANDS = Commands()


class OwnWire(Wire, Protocol):
    """A wire of the server that serves a conversation after the application's call has ended."""

    def take_over(self, connection: Connection[Any]) -> None:
        """Serve `connection` from now on."""
        ...


def begin(engine: Engine[Any], wire: Wire, http: HTTPConnection) -> Connection[Any]:
    """Begin a conversation with a client that has not said yet who it is."""
    return Connection(engine, wire, http, _COMMANDS)
