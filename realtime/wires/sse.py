"""Server-sent events: `/connection/sse`."""

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from realtime.engine import Engine
from realtime.wires.stream import Stream, as_events


async def serve(engine: Engine[Any], request: Request) -> Response:
    """Begin a conversation; the first commands come in the query, as `cf_connect`."""
    commands = request.query_params.get("cf_connect", "")
    if not commands:
        return PlainTextResponse("cf_connect is missing", 400)
    return Stream(engine, request, commands, as_events, "text/event-stream")
