"""Sessions as live channels: who follows one may listen."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import SessionId
from forum.discussions.channels import number
from forum.live.sessions import queries
from forum.live.sessions.rules import is_carried
from forum.runtime import Runtime
from realtime.channel import Admission, Channel


@dataclass(frozen=True, slots=True)
class SessionChannel(Channel[Actor]):
    """`session:<id>`: everything that happens; `session:<id>:<tag>`: its text in one language.

    The numbered log of `session:<id>` keeps every entry, and can be read whole.
    """

    runtime: Runtime

    async def admit(self, who: Actor, key: str) -> Admission:
        """See `Channel`."""
        name, _, tag = key.partition(":")
        session_id = SessionId(number(name))
        async with self.runtime.database.reading() as db:
            session = await queries.session_of(db, who, session_id)
        is_known = who.member_id is not None
        if tag and not is_carried(tag, session.languages, is_known=is_known):
            raise NotFound
        return Admission(presence=not tag)


async def concerned(runtime: Runtime, about: str, channels: Collection[str]) -> Collection[str]:
    """Pick from `channels` those of a session, named `session:<id>`, in whatever language.

    Or, if `about` is a space, `space:<slug>`, those of all of its sessions.
    """
    heard = dict(_sessions(channels))
    sessions = set(heard.values())
    kind, _, key = about.partition(":")
    if kind == "session":
        sessions &= {SessionId(number(key))}
    else:
        async with runtime.database.reading() as db:
            sessions = await queries.sessions_among(db, key, sessions)
    return {channel for channel, session in heard.items() if session in sessions}


def _sessions(channels: Collection[str]) -> Iterator[tuple[str, SessionId]]:
    for channel in channels:
        kind, _, key = channel.partition(":")
        if kind == "session":
            with suppress(NotFound):  # somebody may just be asking for a channel that cannot be
                yield channel, SessionId(number(key.partition(":")[0]))
