"""A room as one reader sees it, and where its channel stood before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from forum.live.panels import PanelView
from forum.live.room.registry import PANELS, Panel
from forum.live.room.schemas import RoomAsked
from forum.live.sessions import queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.keeping import position
from forum.live.sessions.presence import attendance
from forum.live.sessions.rules import Standing, is_carried
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.translations.asking import gathered, language_wanted
from forum.web.identity import actor_of

EVERYBODY = Standing(is_known=False)
"""Who looks at a wall: nothing is asked of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel, and how it stands for this reader."""

    panel: Panel
    view: PanelView


@dataclass(frozen=True, slots=True)
class Room:
    """What a page or a program is given of a room.

    Attributes:
        standing: the reader's.
        language: BCP 47 tag in which they read what people say.
        head: where the session's channel stood before anything else was read: its newest number,
            and its epoch.
        people: how many have the room open.
        panels: those asked for.
        now: the server's clock, milliseconds since 1970, when all of it had been read.
    """

    session: LiveSession
    standing: Standing
    language: str
    head: tuple[int, str]
    people: int
    panels: Sequence[Shown]
    now: int

    @property
    def channel(self) -> str:
        """Of everything that happens in the session."""
        return f"session:{self.session.id}"

    @property
    def text_channel(self) -> str | None:
        """Of what people say, in the reader's language; `None` where it does not come live."""
        offered, is_known = self.session.languages, self.standing.is_known
        is_live = is_carried(self.language, offered, is_known=is_known)
        return f"{self.channel}:{self.language}" if is_live else None

    @property
    def heads(self) -> Mapping[str, tuple[int, str] | None]:
        """The channels that a page subscribes to, and from where; texts come without numbers."""
        texts = {self.text_channel: None} if self.text_channel else {}
        return {self.channel: self.head, **texts}


async def room(request: Request[Any], asked: RoomAsked) -> Room:
    """Read a room, and before its parts where its channel stands, so that nothing is missed.

    Raises:
        NotFound: there is no such session, or the actor does not follow it.
    """
    actor, resources = actor_of(request), runtime(request)
    session_id = session_id_of(request)
    async with resources.database.reading() as db:
        session, standing, head = await queries.entered(db, actor, session_id, resources.clock())
    shown_to = EVERYBODY if asked.view == "projector" else standing
    here = await attendance(request, session_id)
    async with gathered(request):
        panels = await _shown(request, session, shown_to, wanted(asked))
    return Room(
        session=session,
        standing=standing,
        language=language_wanted(request),
        head=position(request, head),
        people=here.people,
        panels=panels,
        now=milliseconds(resources.clock()),
    )


async def _shown(
    request: Request[Any], session: LiveSession, standing: Standing, panels: Collection[Panel]
) -> Sequence[Shown]:
    views = [(one, await one.show(request, session, standing)) for one in panels]
    return [Shown(panel, view) for panel, view in views if view is not None]


def wanted(asked: RoomAsked) -> Collection[Panel]:
    """The panels that an address asks for; names that there are not are passed over."""
    names = asked.names.split(",") if asked.names else [one.name for one in PANELS]
    on_wall = asked.view == "projector"
    return [one for one in PANELS if one.name in names and (one.is_projected or not on_wall)]
