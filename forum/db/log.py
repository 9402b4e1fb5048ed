"""The channels' log, in the database: numbers follow the order of commits, without gaps."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid4

from sqlalchemy import Integer, TextClause, bindparam, delete, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.events import Event
from forum.db.engine import Database
from forum.db.tables import LogEntry, LogHead
from realtime.log import Entry, Page

READ_LIMIT = 500
"""Entries that one recovery may take; who is further behind loads the state anew."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one change added to one channel."""

    channel: str
    epoch: str
    entries: Sequence[Entry]


async def append(db: AsyncSession, events: Sequence[Event]) -> Sequence[Announcement]:
    """Number and store `events`, each in every channel that hears it.

    Other writers of those channels wait until this change commits; the heads are locked in the
    order of their names, so that two changes never wait for each other.
    """
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for event in events:
        text = encode(event)
        for channel in event.channels():
            texts[channel].append(text)
    if not texts:
        return ()
    connection = await db.connection()
    ends = await _advance(connection, {name: len(texts[name]) for name in sorted(texts)})
    made = [
        Announcement(channel, epoch, _numbered(texts[channel], end))
        for channel, (end, epoch) in sorted(ends.items())
    ]
    rows = [
        {"channel": one.channel, "offset": entry.offset, "data": entry.data}
        for one in made
        for entry in one.entries
    ]
    await connection.execute(_ENTRIES, rows)
    return made


_ENTRIES = insert(LogEntry.__table__)  # type: ignore[attr-defined]


def encode(event: Event) -> str:
    """Write an event as the JSON text that subscribers get."""
    body = {"event": event.name, **event.payload()}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _numbered(texts: Sequence[str], end: int) -> Sequence[Entry]:
    first = end - len(texts) + 1
    return [Entry(first + index, text) for index, text in enumerate(texts)]


async def _advance(
    connection: AsyncConnection, counts: Mapping[str, int]
) -> dict[str, tuple[int, str]]:
    """Add to the heads, making those that are missing; gives each its new end and its epoch."""
    values: dict[str, str | int] = {}
    for place, (channel, count) in enumerate(counts.items()):
        values |= {f"c{place}": channel, f"e{place}": uuid4().hex, f"n{place}": count}
    found = await connection.execute(_upsert(len(counts)), values)
    return {channel: (offset, epoch) for channel, offset, epoch in found}


@lru_cache(maxsize=64)
def _upsert(channels: int) -> TextClause:
    """One statement for several heads, in both databases' words.

    Written out, because SQLAlchemy composes an insertion of several rows anew each time, and every
    change of the product comes by here.
    """
    rows = ", ".join(f"(:c{place}, :e{place}, :n{place}, 1)" for place in range(channels))
    return text(
        f'INSERT INTO log_head (channel, epoch, "offset", first) VALUES {rows} '  # noqa: S608 (numbers)
        'ON CONFLICT (channel) DO UPDATE SET "offset" = log_head."offset" + excluded."offset" '
        'RETURNING channel, "offset", epoch'
    )


async def trim(db: AsyncSession, channel: str, *, keep: int) -> int:
    """Forget all but the newest `keep` entries of a channel; gives how many went."""
    head = (
        await db.exec(select(LogHead).where(LogHead.channel == channel).with_for_update())
    ).first()
    if head is None or head.offset - keep < head.first:
        return 0
    gone, first = head.offset - keep + 1 - head.first, head.offset - keep + 1
    old = (col(LogEntry.channel) == channel, col(LogEntry.offset) < first)
    await db.exec(delete(LogEntry).where(*old))
    await db.exec(update(LogHead).where(col(LogHead.channel) == channel).values(first=first))
    return gone


class DatabaseLog:
    """See `realtime.log.Log`."""

    def __init__(self, database: Database, *, limit: int = READ_LIMIT) -> None:
        self._database = database
        self._limit = limit

    async def heads(self, channels: Collection[str]) -> Mapping[str, tuple[int, str]]:
        """See `Log`."""
        async with self._database.reading() as db:
            found = await (await db.connection()).execute(_HEADS, {"channels": list(channels)})
            return {name: (offset, epoch) for name, offset, epoch in found}

    async def read(
        self,
        channel: str,
        *,
        after: int | None,
        epoch: str | None = None,
        limit: int | None = None,
        reverse: bool = False,
    ) -> Page:
        """See `Log`."""
        async with self._database.reading() as db:
            connection = await db.connection()
            head = (await connection.execute(_HEAD, {"channel": channel})).first()
            if head is None:
                return Page((), 0, "", complete=after in (None, 0) and not epoch)
            if after is None:
                return Page((), head.offset, head.epoch, complete=True)
            if epoch not in (None, "", head.epoch) or not 0 <= after <= head.offset:
                return Page((), head.offset, head.epoch, complete=False)
            missing = after < head.first - 1
            if limit is None and (missing or head.offset - after > self._limit):
                return Page((), head.offset, head.epoch, complete=False)
            wanted = {
                "channel": channel,
                "after": after,
                # What commits in between belongs to the next page.
                "upto": head.offset,
                "most": min(limit if limit is not None else self._limit, self._limit),
            }
            found = await connection.execute(_NEWEST if reverse else _OLDEST, wanted)
            entries = [Entry(number, data) for number, data in found]
            return Page(entries, head.offset, head.epoch, complete=not missing)


# Built once: each page that goes live, and each client that comes back, asks these.
_HEADS = select(LogHead.channel, LogHead.offset, LogHead.epoch).where(
    col(LogHead.channel).in_(bindparam("channels", expanding=True))
)
_HEAD = select(LogHead.offset, LogHead.first, LogHead.epoch).where(
    LogHead.channel == bindparam("channel")
)
_SOME = (
    select(LogEntry.offset, LogEntry.data)
    .where(
        LogEntry.channel == bindparam("channel"),
        col(LogEntry.offset) > bindparam("after"),
        col(LogEntry.offset) <= bindparam("upto"),
    )
    .limit(bindparam("most", type_=Integer))
)
_OLDEST = _SOME.order_by(col(LogEntry.offset))
_NEWEST = _SOME.order_by(col(LogEntry.offset).desc())
