"""The queue as a live channel, for moderators only."""

from dataclasses import dataclass

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.permissions import Grant, Permission
from forum.runtime import Runtime
from forum.spaces import queries as spaces
from realtime.channel import Admission, Channel


@dataclass(frozen=True, slots=True)
class QueueChannel(Channel[Actor]):
    """`moderation`, `moderation:space:<slug>`, `moderation:language:<tag>`: new cases there."""

    runtime: Runtime

    async def admit(self, who: Actor, key: str) -> Admission:
        """See `Channel`."""
        if not who.may(Permission.FLAG_RESOLVE):
            scope, _, name = key.partition(":")
            places = who.places(Permission.FLAG_RESOLVE)
            if scope == "space":
                async with self.runtime.database.reading() as db:
                    number = (await spaces.space_by_slug(db, who, name)).id
                found = any(one.space == number for one in places)
            else:
                found = scope == "language" and _everywhere(places, name)
            if not found:
                raise NotFound
        return Admission(may_read_history=False)


def _everywhere(places: tuple[Grant, ...], language: str) -> bool:
    return any(one.space is None and one.language == language for one in places)
