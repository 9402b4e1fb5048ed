"""How often strangers may try: per account, per mailbox and per address they come from."""

from typing import Any

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from starlette.requests import HTTPConnection

from forum.accounts.rules import email_key
from forum.accounts.words import digest
from forum.core.errors import TooManyRequests
from forum.limits.counting import Counting

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


class Throttles:
    """Counts tries, whatever the site's other limits are."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting

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
        await self._counting.forget(PER_PLACE, _account(email), address)

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

    async def _count(self, item: RateLimitItem, *names: str) -> None:
        if seconds := await self._counting.count(item, *names):
            raise TooManyRequests(seconds=seconds)


def throttles(connection: HTTPConnection[Any]) -> Throttles:
    """The process's own, which `app.lifespan` puts into the ASGI state."""
    found: Throttles = connection.scope["state"]["throttles"]
    return found


def _account(email: str) -> str:
    return digest(email_key(email.strip()))
