"""Hashing of passwords: Argon2id (RFC 9106), away from the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from pwdlib import PasswordHash

from forum.accounts.rules import normal_password

HASHER = PasswordHash.recommended()

Result = TypeVar("Result")

# Each takes 64 MiB while it runs; more of them wait.
_threads = ThreadPoolExecutor(2, thread_name_prefix="passwords")


async def hashed(password: str) -> str:
    """The hash to be stored, in PHC string format."""
    return await _away(lambda: HASHER.hash(normal_password(password)))


async def fits(password: str, stored: str) -> bool:
    """Whether `password` is the one that was hashed; no hash at all takes the same time."""
    return await _away(
        lambda: HASHER.verify(normal_password(password), stored or _nobodys()) and bool(stored)
    )


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody has this password")


async def _away(work: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(_threads, work)
