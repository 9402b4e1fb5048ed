"""Memory that the process holds and does not use."""

import asyncio
import ctypes

SECONDS = 1.0
"""Between two times; each takes half a millisecond."""


async def give_back() -> None:
    """Give the system back what is free between the pieces in use, until cancelled.

    By itself the C library gives back what is free at the end alone: after many readers have come
    and gone, some 3 MiB stay. Where it has no such call, nothing is done.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim is not None:
        trim(0)
        await asyncio.sleep(SECONDS)
