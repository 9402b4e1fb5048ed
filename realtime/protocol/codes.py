"""Codes of the protocol: refusals of commands, ends of subscriptions, ends of connections.

Numbers and meaning: centrifugal.dev, server → client protocol codes. An application's own refusals
use 400 and up, with its own word as the message.
"""

from enum import IntEnum


class Refusal(Exception):
    """A command that is turned down; the connection goes on.

    Attributes:
        code: 100–399 of the protocol, 400 and up of the application.
        message: a short word for programs, not a sentence for people.
        temporary: the same command may succeed later, so clients repeat it.
    """

    code: int = 100
    message: str = "internal server error"
    temporary: bool = False

    def __init__(
        self, code: int | None = None, message: str | None = None, *, temporary: bool | None = None
    ) -> None:
        super().__init__(code or self.code, message or self.message)
        self.code = code or self.code
        self.message = message or self.message
        self.temporary = self.temporary if temporary is None else temporary


class Internal(Refusal):
    """A defect of the server; its log has the details."""

    code, message, temporary = 100, "internal server error", True


class Unauthorized(Refusal):
    """Nobody may do this without saying who they are."""

    code, message = 101, "unauthorized"


class UnknownChannel(Refusal):
    """There is no such channel, or this person may not know of it."""

    code, message = 102, "unknown channel"


class PermissionDenied(Refusal):
    """This person may not do this here."""

    code, message = 103, "permission denied"


class MethodNotFound(Refusal):
    """The server does not know this command or remote procedure."""

    code, message = 104, "method not found"


class AlreadySubscribed(Refusal):
    """The connection has this subscription already."""

    code, message = 105, "already subscribed"


class LimitExceeded(Refusal):
    """A number or a size is above what the server allows."""

    code, message = 106, "limit exceeded"


class BadRequest(Refusal):
    """The command does not have the expected shape."""

    code, message = 107, "bad request"


class NotAvailable(Refusal):
    """The feature is off for this channel."""

    code, message = 108, "not available"


class TokenExpired(Refusal):
    """The token was good once; the client fetches a new one and tries again."""

    code, message = 109, "token expired"


class Expired(Refusal):
    """The connection or subscription outlived its right."""

    code, message = 110, "expired"


class TooManyRequests(Refusal):
    """More commands than the rate allows; wait and try again."""

    code, message, temporary = 111, "too many requests", True


class UnrecoverablePosition(Refusal):
    """What follows the given position is gone; sent only to clients that ask to be told so."""

    code, message = 112, "unrecoverable position"


class UnsubscribeCode(IntEnum):
    """Why the server ended a subscription; from 2500 up clients subscribe again by themselves."""

    SERVER = 2000
    INSUFFICIENT = 2500
    EXPIRED = 2501

    @property
    def reason(self) -> str:
        """The words that travel beside the number."""
        return _UNSUBSCRIBE_REASONS[self]


_UNSUBSCRIBE_REASONS = {
    UnsubscribeCode.SERVER: "server unsubscribe",
    UnsubscribeCode.INSUFFICIENT: "insufficient state",
    UnsubscribeCode.EXPIRED: "subscription expired",
}


class CloseCode(IntEnum):
    """Why a connection ends: clients come back after 3000–3499, never after 3500–3999."""

    NORMAL = 3000
    SHUTDOWN = 3001
    SERVER_ERROR = 3004
    EXPIRED = 3005
    SLOW = 3008
    INSUFFICIENT_STATE = 3010
    NO_PONG = 3012
    TOO_MANY_REQUESTS = 3013
    INVALID_TOKEN = 3500
    BAD_REQUEST = 3501
    STALE = 3502
    FORCED = 3503
    CONNECTION_LIMIT = 3504
    CHANNEL_LIMIT = 3505
    PERMISSION_DENIED = 3507

    @property
    def reason(self) -> str:
        """The words that travel beside the number."""
        if self is CloseCode.NORMAL:
            return "connection closed"
        return self.name.lower().replace("_", " ")


class Hangup(Exception):
    """Ends the connection.

    Attributes:
        close: the code that the client is told.
    """

    close: CloseCode = CloseCode.NORMAL

    def __init__(self, close: CloseCode | None = None) -> None:
        super().__init__(close or self.close)
        self.close = close or self.close


class InvalidToken(Hangup):
    """The token is not ours, or not for this; the client must not come back with it."""

    close: CloseCode = CloseCode.INVALID_TOKEN


class MalformedFrame(Hangup):
    """What arrived is not of the protocol."""

    close: CloseCode = CloseCode.BAD_REQUEST
