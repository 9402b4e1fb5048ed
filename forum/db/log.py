"""The channels' log, in the database: numbers follow the order of commits, without gaps."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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

TOGETHER = 64
"""Channels that one statement adds to: what it is written for is kept, and must not grow large."""


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
        data = encode(event)
        for channel in event.channels():
            texts[channel].append(data)
    if not texts:
        return ()
    connection = await db.connection()
    store = _in_one_step if connection.dialect.name == "postgresql" else _in_two_steps
    names, made = sorted(texts), []
    for start in range(0, len(names), TOGETHER):
        some = {name: texts[name] for name in names[start : start + TOGETHER]}
        made += sorted((await store(connection, some)).items())
    return [
        Announcement(channel, epoch, _numbered(texts[channel], end))
        for channel, (end, epoch) in made
    ]


_ENTRIES = insert(LogEntry.__table__)  # type: ignore[attr-defined]


def encode(event: Event) -> str:
    """Write an event as the JSON text that subscribers get."""
    body = {"event": event.name, **event.payload()}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def event_of(data: str) -> str:
    """The name of the event that `encode` wrote."""
    return data[len(_BEGINNING) : data.index('"', len(_BEGINNING))]


_BEGINNING = '{"event":"'


def _numbered(texts: Sequence[str], end: int) -> Sequence[Entry]:
    first = end - len(texts) + 1
    return [Entry(first + index, text) for index, text in enumerate(texts)]


_Texts = Mapping[str, Sequence[str]]
_Ends = Mapping[str, tuple[int, str]]
"""For each channel the number of its newest entry, and its epoch."""


async def _in_two_steps(connection: AsyncConnection, texts: _Texts) -> _Ends:
    found = await connection.execute(_heads_alone(len(texts)), _head_values(texts))
    ends = {channel: (offset, epoch) for channel, offset, epoch in found}
    rows = [
        {"channel": channel, "offset": entry.offset, "data": entry.data}
        for channel, (end, _) in ends.items()
        for entry in _numbered(texts[channel], end)
    ]
    await connection.execute(_ENTRIES, rows)
    return ends


async def _in_one_step(connection: AsyncConnection, texts: _Texts) -> _Ends:
    values = _head_values(texts)
    said = [
        (channel, behind, data)
        for channel, some in texts.items()
        for behind, data in enumerate(reversed(some))
    ]
    for place, (channel, behind, data) in enumerate(said):
        values |= {f"h{place}": channel, f"b{place}": behind, f"d{place}": data}
    found = await connection.execute(_heads_and_entries(len(texts), len(said)), values)
    return {channel: (offset, epoch) for channel, offset, epoch in found}


def _head_values(texts: _Texts) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    for place, (channel, some) in enumerate(texts.items()):
        values |= {f"c{place}": channel, f"e{place}": uuid4().hex, f"n{place}": len(some)}
    return values


# Statements are written out: SQLAlchemy composes an insertion of several rows anew each time, and
# every change of the product comes by here.
def _heads(channels: int) -> str:
    """Add to so many heads, making those that are missing; gives their new ends."""
    rows = ", ".join(f"(:c{place}, :e{place}, :n{place}, 1)" for place in range(channels))
    return (
        f'INSERT INTO log_head (channel, epoch, "offset", first) VALUES {rows} '  # noqa: S608 (numbers)
        'ON CONFLICT (channel) DO UPDATE SET "offset" = log_head."offset" + excluded."offset" '
        'RETURNING channel, "offset", epoch'
    )


@lru_cache(maxsize=TOGETHER)
def _heads_alone(channels: int) -> TextClause:
    return text(_heads(channels))


@lru_cache(maxsize=256)
def _heads_and_entries(channels: int, entries: int) -> TextClause:
    """The same and so many entries, which saves a way to the database and back."""
    rows = ", ".join(
        f"(CAST(:h{place} AS text), CAST(:b{place} AS integer), CAST(:d{place} AS text))"
        for place in range(entries)
    )
    return text(
        f"WITH heads AS ({_heads(channels)}), entries AS ("  # noqa: S608 (numbers)
        'INSERT INTO log_entry (channel, "offset", data) '
        'SELECT heads.channel, heads."offset" - said.behind, said.data FROM heads '
        f"JOIN (VALUES {rows}) AS said (channel, behind, data) ON said.channel = heads.channel) "
        'SELECT channel, "offset", epoch FROM heads'
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
        is_array = self._database.dialect == "postgresql"
        names: object = [*channels] if is_array else json.dumps([*channels])
        async with self._database.reading() as db:
            connection = await db.connection()
            found = await connection.execute(_heads_among(is_array=is_array), {"channels": names})
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


@cache
def _heads_among(*, is_array: bool) -> TextClause:
    """The heads of some channels, by one value: a sweep asks for thousands, every second."""
    array, table = "ANY (CAST(:channels AS text[]))", "(SELECT value FROM json_each(:channels))"
    some = f"= {array}" if is_array else f"IN {table}"
    return text(f'SELECT channel, "offset", epoch FROM log_head WHERE channel {some}')  # noqa: S608 (constants)


# Built once: each page that goes live, and each client that comes back, asks these.
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
