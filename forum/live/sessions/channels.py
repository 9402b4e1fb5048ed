"""Sessions as live channels: who follows one may listen."""

from dataclasses import dataclass

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import SessionId
from forum.discussions.channels import number
from forum.live.sessions import queries
from forum.runtime import Runtime
from i18n.languages import UnknownLanguage, canonical
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
        if tag and not _is_offered(tag, session.languages):
            raise NotFound
        return Admission(presence=not tag)


def _is_offered(tag: str, languages: list[str]) -> bool:
    try:
        return canonical(tag) == tag and tag in languages
    except UnknownLanguage:
        return False
