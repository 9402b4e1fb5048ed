"""Topics and spaces as live channels: who sees the page may listen."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import TopicId
from forum.discussions import queries
from forum.discussions.queries.listening import topics_among
from forum.runtime import Runtime
from forum.spaces import queries as spaces
from realtime.channel import Admission, Channel

_LARGEST = 2**63


def number(key: str) -> int:
    """The id in a channel's name.

    Raises:
        NotFound: it is not a number, or not one that could be an id.
    """
    if not (key.isascii() and key.isdecimal() and int(key) < _LARGEST):
        raise NotFound
    return int(key)


@dataclass(frozen=True, slots=True)
class TopicChannel(Channel[Actor]):
    """`topic:<id>`: its posts as they are added, edited, hidden and translated."""

    runtime: Runtime

    async def admit(self, who: Actor, key: str) -> Admission:
        """See `Channel`."""
        async with self.runtime.database.reading() as db:
            await queries.topic_place(db, who, TopicId(number(key)))
        return Admission(may_read_history=False)


@dataclass(frozen=True, slots=True)
class SpaceChannel(Channel[Actor]):
    """`space:<slug>`: its topics as they are started and change."""

    runtime: Runtime

    async def admit(self, who: Actor, key: str) -> Admission:
        """See `Channel`."""
        async with self.runtime.database.reading() as db:
            await spaces.space_by_slug(db, who, key)
        return Admission(may_read_history=False)


async def of_space(runtime: Runtime, space: str, channels: Collection[str]) -> Collection[str]:
    """Pick from `channels` that of a space, named `space:<slug>`, and those of its topics."""
    topics = dict(_topics(channels))
    async with runtime.database.reading() as db:
        inside = await topics_among(db, space.removeprefix("space:"), set(topics.values()))
    return {space, *(channel for channel, topic in topics.items() if topic in inside)}


def _topics(channels: Collection[str]) -> Iterator[tuple[str, TopicId]]:
    for channel in channels:
        kind, _, key = channel.partition(":")
        if kind == "topic":
            with suppress(NotFound):  # somebody may just be asking for a channel that cannot be
                yield channel, TopicId(number(key))
