"""Lines of JSON in one long response: `/connection/http_stream`."""

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from realtime.engine import Engine
from realtime.wires.stream import Stream, as_lines


async def serve(engine: Engine[Any], request: Request) -> Response:
    """Begin a conversation; the first commands come as the body."""
    try:
        commands = (await request.body()).decode()
    except UnicodeDecodeError:
        return PlainTextResponse("not UTF-8", 400)
    if not commands:
        return PlainTextResponse("commands are missing", 400)
    return Stream(engine, request, commands, as_lines, "application/x-ndjson")
