"""What time it is, as something that can be handed in; and whether that is to be believed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the present instant, aware and in UTC."""
LEAP = timedelta(minutes=1)
"""From how far ahead a clock is taken to have leapt; what is less, it was set right by."""


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class Watch:
    """Tells by how much the machine's clock has leapt ahead since the watch was made.

    It holds that clock against one that only counts what passes, so it notices a step (NTP, an
    operator) and a machine that stood still (a suspended VM), and that a wrong step was taken back.
    What the clock did before the watch was made, it cannot know.

    Args:
        clock: that of the machine.
        elapsed: seconds that have passed since some instant.
    """

    def __init__(
        self, clock: Clock = system_clock, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock, self._elapsed = clock, elapsed
        self._began, self._from = clock(), elapsed()

    def leapt(self) -> timedelta:
        """How far ahead the clock is of what has passed; zero where that is less than `LEAP`."""
        passed = timedelta(seconds=self._elapsed() - self._from)
        ahead = self._clock() - self._began - passed
        return ahead if ahead >= LEAP else timedelta()
