"""What an application implements to have channels."""
# ruff: noqa: ARG002 (the refusals that stand in for unwritten methods need no arguments)

from dataclasses import dataclass
from typing import Protocol, TypeVar

from realtime.protocol.codes import MethodNotFound, PermissionDenied

Who_contra = TypeVar("Who_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Admission:
    """What a person who was let in may do and sees.

    Attributes:
        recoverable: publications are numbered; a client that was away reads on without a gap.
        presence: who is subscribed can be asked for, and this subscriber is among them.
        join_leave: subscribers are told who comes and goes.
        may_publish: `Channel.receive` is called for this person's publications.
        may_read_history: the log can be read beyond recovery.
        expires_at: seconds since 1970; the subscription ends then unless it is renewed by a token.
        data: any JSON value, handed to the client in the reply.
        info: any JSON value, shown to others as `chan_info`.
    """

    recoverable: bool = True
    presence: bool = False
    join_leave: bool = False
    may_publish: bool = False
    may_read_history: bool = True
    expires_at: float | None = None
    data: object = None
    info: object = None


class Channel(Protocol[Who_contra]):
    """Serves every channel named `<kind>:<key>`; holds no state of a connection.

    A method refuses by raising: a `Refusal`, or any exception that the server's `explain` knows.
    Who may not see a channel is told `UnknownChannel`, as if there were none. Subclasses write
    only the methods they need; the others refuse.
    """

    async def admit(self, who: Who_contra, key: str) -> Admission:
        """Decide whether `who` may subscribe; asked at joining, and again when rights change."""
        ...

    async def receive(self, who: Who_contra, key: str, data: object) -> None:
        """Take a publication (any JSON value) of an admitted person who may publish."""
        raise PermissionDenied

    async def rpc(self, who: Who_contra, method: str, data: object) -> object:
        """Answer the remote procedure `<kind>.<method>` with any JSON value.

        The caller need not be subscribed: check rights here.
        """
        raise MethodNotFound


class TokenChannel(Channel[Who_contra], Protocol[Who_contra]):
    """A channel that also admits by a token made for it, and renews admissions by new ones."""

    async def admit_token(self, who: Who_contra, key: str, token: str) -> Admission:
        """Decide by `token`.

        Raises:
            PermissionDenied: it is not ours or not for this channel and person.
            TokenExpired: it was good once.
        """
        ...
