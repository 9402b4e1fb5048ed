"""How often strangers may try: per account, per mailbox and per address they come from."""

import ipaddress
import logging
import math
import time
from typing import Any

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.storage import Storage as LimitStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from starlette.requests import HTTPConnection

from forum.accounts.rules import email_key
from forum.accounts.words import digest
from forum.core.errors import TooManyRequests

log = logging.getLogger(__name__)

PER_PLACE = RateLimitItemPerMinute(10, 15, namespace="sign-in-place")
"""Tries at one account from one address: a person who mistypes."""
PER_ACCOUNT = RateLimitItemPerHour(100, namespace="sign-in-account")
"""Tries at one account from everywhere; an owner elsewhere is not locked out by fewer."""
PER_ADDRESS = RateLimitItemPerMinute(100, 15, namespace="sign-in-address")
"""Tries from one address at whatever account; a school may share one."""
REGISTRATIONS = RateLimitItemPerHour(20, namespace="register-address")
MAILS = RateLimitItemPerHour(5, namespace="mail-account")
"""Mails that strangers may have sent to one mailbox."""


class _Memory(MemoryStorage):
    async def clear(self, key: str) -> None:
        # The library's own way takes the key from under its sweep, which then breaks off.
        self.events[key] = []


class Throttles:
    """Counts tries; while Redis is away, each process counts for itself."""

    def __init__(self, storage: LimitStorage) -> None:
        self._storage = storage
        self._limiter = MovingWindowRateLimiter(storage)
        self._own = MovingWindowRateLimiter(_Memory())

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
        try:
            await self._limiter.clear(PER_PLACE, _account(email), address)
        except StorageError:
            await self._own.clear(PER_PLACE, _account(email), address)

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

    async def aclose(self) -> None:
        """Give back what is held open."""
        if isinstance(self._storage, RedisStorage):
            bridge = self._storage.bridge
            assert isinstance(bridge, RedispyBridge)  # noqa: S101 (`open_throttles` asked for it)
            await bridge.storage.aclose()

    async def _count(self, item: RateLimitItem, *names: str) -> None:
        try:
            await _hit(self._limiter, item, *names)
        except StorageError:
            log.exception("tries are not counted together")
            await _hit(self._own, item, *names)


async def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, *names: str) -> None:
    if not await limiter.hit(item, *names):
        window = await limiter.get_window_stats(item, *names)
        raise TooManyRequests(seconds=max(1, math.ceil(window.reset_time - time.time())))


def open_throttles(broker: str) -> Throttles:
    """Count in Redis where the broker is one, so that all processes count together."""
    if broker.startswith(("redis", "unix")):
        url = f"async+{broker.replace('unix:', 'redis+unix:', 1)}"
        return Throttles(RedisStorage(url, implementation="redispy", wrap_exceptions=True))
    return Throttles(_Memory())


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
