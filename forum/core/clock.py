"""What time it is, as something that can be handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant, aware and in UTC."""


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)
