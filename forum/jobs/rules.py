"""How often, and when, a job that failed is tried again."""

from datetime import timedelta

MOST_ATTEMPTS = 16
"""With the delays below, the last attempt comes 11 to 24 hours after the first."""
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=6)
LONGEST_ERROR = 2000
"""Characters of an error's text that are kept."""
DEAD_KEPT = timedelta(days=30)


def delay(attempts: int, chance: float) -> timedelta:
    """How long to wait after a failure: doubled each time, and spread so that no crowd returns.

    Args:
        attempts: how often the job was begun, 1 or more.
        chance: a random number in [0, 1); the wait is 50–100 % of the doubled delay.
    """
    doubled: timedelta = FIRST_DELAY * 2 ** min(attempts - 1, 30)
    return min(doubled, LONGEST_DELAY) * (0.5 + chance / 2)


def is_hopeless(attempts: int) -> bool:
    """Whether a job that was begun so often is given up."""
    return attempts >= MOST_ATTEMPTS


def shorten(error: str) -> str:
    """The end of an error's text, where its cause stands; NUL would not fit in a database."""
    return error.replace("\0", "")[-LONGEST_ERROR:]
