"""How long copies stand."""

from datetime import datetime, timedelta

KEPT = timedelta(days=7)
"""How long a copy can be downloaded."""
AGAIN_AFTER = timedelta(days=1)
"""From when on asking again makes another one."""


def is_fresh(asked_at: datetime, now: datetime) -> bool:
    """Whether a copy that was asked for then will do."""
    return now - asked_at < AGAIN_AFTER
