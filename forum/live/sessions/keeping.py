"""What everybody who follows a session is shown alike: kept until one of its events changes it."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from starlette.requests import Request

from forum.core.ids import SessionId
from forum.db.kept import Only, named
from forum.live.sessions.queries.agenda import item_rows
from forum.live.sessions.tables import AgendaItem
from forum.runtime import runtime

Value = TypeVar("Value")
Head = tuple[int, str]
"""Where a session's channel stands: number of its newest entry, and its epoch."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What is kept.

    Attributes:
        name: of it.
        events: how the names of the session's events begin that make it stale.
        about: what it depends on, beside the session and its channels.
        channels: others that make it stale, whatever is announced there.
        size: bytes that it may take.
    """

    name: str
    events: tuple[str, ...]
    about: tuple[Hashable, ...] = ()
    channels: Sequence[str] = ()
    size: int = 20_000


@dataclass(frozen=True, slots=True)
class _Sized(Generic[Value]):
    value: Value
    size: int

    def __len__(self) -> int:
        return self.size


async def kept_alike(
    request: Request[Any],
    session_id: SessionId,
    of: Alike,
    make: Callable[[], Awaitable[Value]],
) -> Value:
    """What is kept of a session, or what `make` reads of it; the reader follows the session.

    All that `make` depends on is read by it, or named by `of.about`: what was read before may be
    older than the position that is noted for it.
    """
    channel = f"session:{session_id}"

    async def sized(_heads: object) -> _Sized[Value]:
        return _Sized(await make(), of.size)

    found, heads = await runtime(request).caches.parts.get_from(
        ("alike", of.name, session_id, *of.about),
        [Only(channel, named(*of.events)), *of.channels],
        sized,
    )
    request.scope.setdefault(_POSITIONS, []).append(heads.get(channel, (0, "")))
    value: Value = found.value
    return value


_POSITIONS = "live.positions"
"""Where a request keeps of which positions all that is that it was given."""


def position(request: Request[Any], head: Head) -> Head:
    """From where somebody misses nothing who is shown what was read from `head` on.

    What is kept may be of a moment before: what is announced right now reaches readers first.
    """
    found: Sequence[Head] = request.scope.get(_POSITIONS, ())
    return min([head[0], *(offset for offset, _ in found)]), head[1]


async def agenda_of(request: Request[Any], session_id: SessionId) -> Sequence[AgendaItem]:
    """The agenda of a session, in its order; its rows are not to be changed."""

    async def make() -> Sequence[AgendaItem]:
        async with runtime(request).database.reading() as db:
            return await item_rows(db, session_id)

    return await kept_alike(request, session_id, Alike("items", AGENDA), make)


AGENDA = ("agenda.", "session.")
"""Events after which an agenda may be another."""
