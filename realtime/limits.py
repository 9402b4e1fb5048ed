"""How much one client may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server allows.

    Attributes:
        rate: commands a second of one connection in the long run.
        burst: commands of one connection at once.
        channels: subscriptions of one connection.
        connections: of this process; more are told to come back later.
        connections_per_address: in this process, of one IPv4 address or IPv6 network (/64); more
            are told to come back later. A school or a meeting may share one; addresses of this
            machine are not counted.
        connections_per_user: in this process; more are refused. Nobody (`""`) is not counted.
        frame: characters of one frame from a client.
        waiting: frames of one connection that wait while an earlier one is worked on.
        connect_within: seconds in which a new connection must say who it is.
        ping_every: seconds between pings, ≥ 1.
        answer_within: seconds in which a ping must be answered, or the client is hung up on when
            the next is due.
        slow_after: seconds that a reader may lag behind before it is hung up on.
        history: publications in one reply to `history`.
    """

    rate: float = 30
    burst: float = 60
    channels: int = 128
    connections: int = 20_000
    connections_per_address: int = 2_000
    connections_per_user: int = 50
    frame: int = 64 * 1024
    waiting: int = 32
    connect_within: float = 10
    ping_every: int = 25
    answer_within: float = 25
    slow_after: float = 30
    history: int = 500


class TokenBucket:
    """Allows `burst` requests at once and `rate` a second in the long run.

    Args:
        limits: rate (> 0) and burst (≥ 1).
        now: seconds of any clock that never goes back; the same clock for `take`.
    """

    __slots__ = ("_limits", "_seen", "_tokens")

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._tokens = limits.burst
        self._seen = now

    def take(self, now: float) -> bool:
        """Spend one token if there is one."""
        earned = (now - self._seen) * self._limits.rate
        self._tokens = min(self._limits.burst, self._tokens + earned)
        self._seen = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
