"""The connections of this process, by what others know of them."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from realtime.protocol.codes import CloseCode, UnsubscribeCode


class Client(Protocol):
    """A connection whose owner is known."""

    @property
    def user(self) -> str:
        """Whom it belongs to; empty if unknown."""
        ...

    @property
    def session(self) -> str:
        """A secret under which its frames may be posted; empty on wires that need none."""
        ...

    @property
    def channels(self) -> AbstractSet[str]:
        """What it hears, or is about to hear."""
        ...

    def receive(self, frame: str) -> None:
        """Take a frame of commands."""
        ...

    def tell(self, data: str) -> None:
        """Send a message (JSON text)."""
        ...

    def subscribe(self, channel: str) -> None:
        """Subscribe to a channel on the server's initiative."""
        ...

    def unsubscribe(self, channel: str, code: UnsubscribeCode) -> None:
        """End a subscription, if there is one or one is being made."""
        ...

    def close(self, code: CloseCode) -> None:
        """Hang up."""
        ...


class Registry:
    """Finds connections by user and by session."""

    def __init__(self) -> None:
        self._clients: dict[Client, None] = {}
        self._by_user: dict[str, dict[Client, None]] = {}
        self._by_session: dict[str, Client] = {}

    def __len__(self) -> int:
        return len(self._clients)

    def __iter__(self) -> Iterator[Client]:
        return iter(list(self._clients))

    def of_user(self, user: str) -> Sequence[Client]:
        """The connections of a user, oldest first; nobody (`""`) has none."""
        return list(self._by_user.get(user, ()))

    def channels(self) -> AbstractSet[str]:
        """Everything that is heard here, or about to be."""
        return {channel for client in self._clients for channel in client.channels}

    def by_session(self, session: str) -> Client | None:
        """The connection that holds a session, if it is in this process."""
        return self._by_session.get(session)

    def add(self, client: Client) -> None:
        """Remember a connection from now on."""
        self._clients[client] = None
        if client.user:
            self._by_user.setdefault(client.user, {})[client] = None
        if client.session:
            self._by_session[client.session] = client

    def remove(self, client: Client) -> None:
        """Forget it; one that is not known is not an error."""
        self._clients.pop(client, None)
        self._by_session.pop(client.session, None)
        if mine := self._by_user.get(client.user):
            mine.pop(client, None)
            if not mine:
                del self._by_user[client.user]
