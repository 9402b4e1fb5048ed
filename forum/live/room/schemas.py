"""The room, as it is asked for and as it goes out to programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from forum.core.ids import ItemId, SessionId
from forum.live.sessions.states import SessionState
from forum.web.fields import LanguageTag, blank_is_none
from forum.web.shapes import Output, QueryString

View = Literal["room", "text", "projector"]
"""All of it, kept as it stands; the same as plain text; what everybody sees on a wall."""


class RoomAsked(QueryString):
    """The part of a room's address after `?`.

    Attributes:
        lang: in which language what people say is wanted.
        names: of panels, with commas between; empty: all of them.
    """

    view: View = "room"
    lang: Annotated[LanguageTag | None, BeforeValidator(blank_is_none)] = None
    names: str = ""


class Position(Output):
    """Where a channel stood before the state was read: subscribe from here, and nothing is missed.

    Attributes:
        epoch: "" as long as nothing was ever announced there.
    """

    channel: str
    offset: int
    epoch: str


class RoomState(Output):
    """How a session stands.

    Attributes:
        open_item_id: the agenda item that is dealt with.
        position: of the channel of everything that happens in the session.
        text_channel: where what people say comes in `language`, without numbers; null for visitors
            where the session does not offer it.
        language: BCP 47 tag.
        people: how many have the room open.
        server_now: milliseconds since 1970 by the server's clock.
        panels: how each part of the room stands, by its name.
    """

    id: SessionId
    url: str
    title: str
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    open_item_id: ItemId | None
    position: Position
    text_channel: str | None
    language: str
    people: int
    server_now: int
    panels: Mapping[str, Mapping[str, Any]]
