"""How often strangers may try: per account, per mailbox and per address they come from."""

import ipaddress
import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.storage import Storage as LimitStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from starlette.requests import HTTPConnection

from forum.accounts.rules import email_key
from forum.accounts.words import digest
from forum.core.errors import TooManyRequests
from forum.core.ids import MemberId

log = logging.getLogger(__name__)

PER_PLACE = RateLimitItemPerMinute(10, 15, namespace="sign-in-place")
"""Tries at one account from one address: a person who mistypes."""
PER_ACCOUNT = RateLimitItemPerHour(100, namespace="sign-in-account")
"""Tries at one account from everywhere; an owner elsewhere is not locked out by fewer."""
PER_ADDRESS = RateLimitItemPerMinute(100, 15, namespace="sign-in-address")
"""Tries from one address at whatever account; a school may share one."""
SECOND_STEPS = RateLimitItemPerMinute(10, 15, namespace="second-step-account")
"""Codes tried at one account, from everywhere: who tries has shown the password."""
REGISTRATIONS = RateLimitItemPerHour(20, namespace="register-address")
MAILS = RateLimitItemPerHour(5, namespace="mail-account")
"""Mails that strangers may have sent to one mailbox."""

PREVIEWS = RateLimitItemPerMinute(60, namespace="preview-member")
"""Texts rendered for one member who writes: one a second."""

TRY_AGAIN_AFTER: Final = 5.0
"""Seconds for which nobody waits for a Redis that did not answer."""


class _Memory(MemoryStorage):
    async def clear(self, key: str) -> None:
        # The library's own way takes the key from under its sweep, which then breaks off.
        self.events[key] = []


class Throttles:
    """Counts tries; while Redis is away, each process counts for itself."""

    def __init__(
        self, storage: LimitStorage, close: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._close = close
        self._limiter = MovingWindowRateLimiter(storage)
        self._own = MovingWindowRateLimiter(_Memory())
        self._away_until = 0.0

    async def sign_in(self, email: str, address: str) -> None:
        """Count a try to sign in.

        Raises:
            TooManyRequests: one limit is reached.
        """
        account = _account(email)
        await self._count(PER_ADDRESS, address)
        await self._count(PER_PLACE, account, address)
        await self._count(PER_ACCOUNT, account)

    async def forgive(self, email: str, address: str) -> None:
        """Forget the tries at an account from an address, as its owner has come in."""
        names = _account(email), address
        if not self._is_away:
            try:
                await self._limiter.clear(PER_PLACE, *names)
            except StorageError as error:
                self._miss(error)
            else:
                return
        await self._own.clear(PER_PLACE, *names)

    async def second_step(self, account: str, address: str) -> None:
        """Count a try to show a second factor.

        Raises:
            TooManyRequests: one limit is reached.
        """
        await self._count(PER_ADDRESS, address)
        await self._count(SECOND_STEPS, account)

    async def passkey(self, address: str) -> None:
        """Count a try to sign in by a passkey, which names no account.

        Raises:
            TooManyRequests: the limit is reached.
        """
        await self._count(PER_ADDRESS, address)

    async def registration(self, address: str) -> None:
        """Count an account to be made.

        Raises:
            TooManyRequests: the limit is reached.
        """
        await self._count(REGISTRATIONS, address)

    async def mail(self, email: str) -> None:
        """Count a mail that somebody unknown has sent to `email`.

        Raises:
            TooManyRequests: the limit is reached.
        """
        await self._count(MAILS, _account(email))

    async def preview(self, member_id: MemberId) -> None:
        """Count a text that is rendered for a member to look at.

        Raises:
            TooManyRequests: the limit is reached.
        """
        await self._count(PREVIEWS, str(member_id))

    async def aclose(self) -> None:
        """Give back what is held open."""
        if self._close is not None:
            await self._close()

    async def _count(self, item: RateLimitItem, *names: str) -> None:
        if not self._is_away:
            try:
                await _hit(self._limiter, item, *names)
            except StorageError as error:
                self._miss(error)
            else:
                return
        await _hit(self._own, item, *names)

    @property
    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def _miss(self, error: StorageError) -> None:
        log.warning("tries are not counted together: %s", error)
        self._away_until = time.monotonic() + TRY_AGAIN_AFTER


async def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, *names: str) -> None:
    if not await limiter.hit(item, *names):
        window = await limiter.get_window_stats(item, *names)
        raise TooManyRequests(seconds=max(1, math.ceil(window.reset_time - time.time())))


def open_throttles(broker: str) -> Throttles:
    """Count in Redis where the broker is one, so that all processes count together.

    Raises:
        ValueError: the address cannot be read.
    """
    if broker.startswith("memory:"):
        return Throttles(_Memory())
    # A process alone does without Redis, and without the 6 MiB of its client.
    from forum.accounts.shared_counts import SharedCounts  # noqa: PLC0415

    counts = SharedCounts(broker)
    return Throttles(counts, counts.aclose)


def throttles(connection: HTTPConnection[Any]) -> Throttles:
    """The process's own, which `app.lifespan` puts into the ASGI state."""
    found: Throttles = connection.scope["state"]["throttles"]
    return found


def address_of(connection: HTTPConnection[Any]) -> str:
    """Where a request comes from: an IPv4 address, or an IPv6 network of one household (/64)."""
    host = connection.client.host if connection.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:  # a socket for both kinds writes IPv4 addresses like this
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _account(email: str) -> str:
    return digest(email_key(email.strip()))
