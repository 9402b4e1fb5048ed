"""How to tell that the database has more to do than it gets done, from a bug of ours."""

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

LONGEST_WAIT = 10.0
"""Seconds that anybody waits for a connection: who has waited longer is mostly gone."""
_SQLITE_BUSY = 5
"""As `sqlite3.SQLITE_BUSY`, which servers on PostgreSQL do not import."""


def is_busy(error: Exception) -> bool:
    """Whether there was no turn for what failed with `error`, and trying later may help."""
    if isinstance(error, NoConnection):
        return True
    code = getattr(error.orig, "sqlite_errorcode", 0) if isinstance(error, OperationalError) else 0
    return code & 0xFF == _SQLITE_BUSY  # its lowest byte says which kind it is


__all__ = ["LONGEST_WAIT", "NoConnection", "is_busy"]
