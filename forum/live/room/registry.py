"""What the room is made of. To add a part: its `panel`, and a line in `PANELS`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from forum.core.errors import N_
from forum.live.agenda import pages as agenda
from forum.live.captions import pages as captions
from forum.live.chat import pages as chat
from forum.live.deciding import pages as deciding
from forum.live.floor.pages import showing as floor
from forum.live.panels import PanelView
from forum.live.questions import pages as questions
from forum.live.reactions import pages as reactions
from forum.live.room import desk, present
from forum.live.sessions.rules import Standing
from forum.live.sessions.tables import LiveSession

Show = Callable[[Request[Any], LiveSession, Standing], Awaitable[PanelView | None]]
"""Makes a panel for one reader; `None` where it is not for them."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the room.

    Attributes:
        name: its id on the page.
        title: what it is called, to be translated.
        show: makes it for one reader.
        events: how the names of events begin after which it is made anew.
        is_projected: whether it is shown to everybody on a wall.
        column: where it stands in a wide window.
    """

    name: str
    title: str
    show: Show
    events: Sequence[str]
    is_projected: bool = False
    column: int = 1


PANELS: Sequence[Panel] = (
    Panel(
        "floor",
        N_("The floor"),
        floor.panel,
        ("floor.", "agenda.", "session.", "participant."),
        is_projected=True,
    ),
    Panel(
        "decisions",
        N_("Decisions"),
        deciding.panel,
        ("decision.", "motion.", "session."),
        is_projected=True,
    ),
    Panel("desk", N_("Leading the session"), desk.panel, ("session.",)),
    Panel("agenda", N_("Agenda"), agenda.panel, ("agenda.", "session."), is_projected=True),
    Panel(
        "captions",
        N_("Captions"),
        captions.panel,
        ("caption.", "translation.", "session."),
        is_projected=True,
        column=2,
    ),
    Panel("reactions", N_("Reactions"), reactions.panel, ("session.",), column=2),
    Panel(
        "chat",
        N_("Chat"),
        chat.panel,
        ("chat.", "translation.", "session.", "participant.muted"),
        column=2,
    ),
    Panel(
        "questions",
        N_("Questions"),
        questions.panel,
        ("question.", "translation.", "session.", "participant.muted"),
        column=3,
    ),
    Panel("present", N_("Who is here"), present.panel, ("participant.", "session."), column=3),
)
"""In the order in which they are read."""
