"""What a test does to an import in a process of its own, before that begins (`copies.FIRST`)."""

import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from forum.interop import imports

PORTION = 80
"""Mails in one change of an import that is killed."""
HELD = "held "
"""What a line begins with that tells how much memory was held at most, in KiB."""


def killed() -> None:
    """Be killed in the first change that has fewer mails than the others."""
    imports._MAILS = PORTION

    async def bring(*given: Any) -> Any:
        done = await whole(*given)
        if len(given[-1]) < PORTION:
            os.kill(os.getpid(), signal.SIGKILL)  # everything is written and nothing committed
        return done

    whole = _replaced(bring)


def measured() -> None:
    """Tell after each change how much memory was held at most, until then."""

    async def bring(*given: Any) -> Any:
        done = await whole(*given)
        print(f"{HELD}{_most_held()}", flush=True)
        return done

    whole = _replaced(bring)


def _most_held() -> str:
    """Of this process alone (proc(5)): `ru_maxrss` begins with what a process held before exec."""
    return Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]


def _replaced(bring: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    whole = imports.bring
    imports.bring = bring  # type: ignore[assignment]
    return whole
