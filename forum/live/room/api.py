"""The room for programs: how it stands, and from where to listen."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import NotFound
from forum.live.room.reading import room
from forum.live.room.schemas import Position, RoomAsked, RoomState
from forum.web.openapi import operation


@operation(
    "GET",
    "/sessions/{session_id:int}/state",
    query=RoomAsked,
    answer=RoomState,
    refuses=[NotFound],
)
async def read_room(request: Request[Any], query: RoomAsked) -> RoomState:
    """How a session stands, and the position of its channel from which nothing is missed."""
    found = await room(request, query)
    session = found.session
    assert session.id is not None  # noqa: S101 (it was read)
    offset, epoch = found.head
    return RoomState(
        id=session.id,
        url=f"/sessions/{session.id}",
        title=session.title,
        state=session.state,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        open_item_id=session.open_item_id,
        position=Position(channel=found.channel, offset=offset, epoch=epoch),
        text_channel=found.text_channel,
        language=found.language,
        people=found.people,
        server_now=found.now,
        panels={one.panel.name: one.view.state for one in found.panels},
    )


ROUTES = [read_room]
