"""Pages of a list by keyset: page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from forum.core.errors import InvalidCursor

Item = TypeVar("Item")
Key = tuple[str | int, ...]
"""The sort columns of one row, as JSON can hold them; times are microseconds since 1970."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """A moment as a number that a cursor can hold: microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(number: int) -> datetime:
    """Back from `micros`.

    Raises:
        OverflowError: no moment has that number.
    """
    return _EPOCH + timedelta(microseconds=number)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for.

    Attributes:
        limit: most rows wanted, 1–100.
        after: key of the row before the first one wanted; `None` starts at the beginning.
        before: key of the row after the last one wanted, to page backwards; excludes `after`.
    """

    limit: int = 20
    after: Key | None = None
    before: Key | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Rows in list order, and the keys to ask for what lies on either side (`None`: nothing)."""

    items: Sequence[Item]
    next: Key | None = None
    previous: Key | None = None


def cut(rows: Sequence[Item], window: Window, key: Callable[[Item], Key]) -> Page[Item]:
    """Make a page of up to `limit + 1` rows, which came in the order that `window` walks."""
    more = len(rows) > window.limit
    kept = list(rows[: window.limit])
    if window.before is not None:
        kept.reverse()
    if not kept:
        return Page((), previous=window.after, next=window.before)
    forward = more if window.before is None else True
    backward = window.after is not None if window.before is None else more
    return Page(
        kept,
        next=key(kept[-1]) if forward else None,
        previous=key(kept[0]) if backward else None,
    )


def encode_cursor(key: Key) -> str:
    """Write `key` as an opaque word that is safe in an address."""
    text = json.dumps(key, separators=(",", ":"), ensure_ascii=True)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, shape: tuple[type, ...]) -> Key:
    """Read back what `encode_cursor` wrote.

    Args:
        cursor: as it came from outside.
        shape: `int` or `str` for each column of the list's key.

    Raises:
        InvalidCursor: it is not of this list.
    """
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        found = json.loads(raw)
    except (ValueError, binascii.Error, RecursionError) as error:
        raise InvalidCursor from error
    if not isinstance(found, list) or [type(part) for part in found] != list(shape):
        raise InvalidCursor
    if any(isinstance(part, int) and abs(part) >= 2**63 for part in found):
        raise InvalidCursor
    if any(isinstance(part, str) and ("\0" in part or not part.isprintable()) for part in found):
        raise InvalidCursor
    return tuple(found)


def window_at(
    size: int, shape: tuple[type, ...], *, after: str | None = None, before: str | None = None
) -> Window:
    """The window of a page's address: before or after a cursor, or the first; empty is none.

    Raises:
        InvalidCursor: the cursor is not of a key of that shape.
    """
    if before:
        return Window(size, before=decode_cursor(before, shape))
    return Window(size, after=decode_cursor(after, shape) if after else None)
