"""Who is at the other end, as the application sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class ConnectCommand:
    """What a client said when it connected.

    Attributes:
        client: the name of this connection, chosen by the server.
        token: empty if there was none; the application checks it.
        data: any JSON value.
        name, version: of the client's software.
    """

    client: str
    token: str = ""
    data: object = None
    name: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Identity(Generic[Who]):
    """What the application found out.

    Attributes:
        user: groups connections of one person; empty if unknown.
        who: the application's own object, handed to its channels.
        expires_at: seconds since 1970; the connection ends then unless it is renewed by a token.
        info: any JSON value, shown to others as `conn_info`.
        subs: channels that the server subscribes this connection to; those that do not admit it
            are left out.
        data: any JSON value, handed to the client in the reply.
    """

    user: str
    who: Who
    expires_at: float | None = None
    info: object = None
    subs: Sequence[str] = ()
    data: object = None
