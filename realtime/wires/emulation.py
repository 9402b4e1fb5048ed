"""The way up for streams that only lead down: `/emulation`."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from realtime.engine import Engine


class Posted(BaseModel):
    """What a client posts.

    Attributes:
        session: the secret that it was given in the reply to `connect`.
        node: the process that holds the session.
        data: a frame of commands.
    """

    session: Annotated[str, Field(min_length=16, max_length=64)]
    node: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    data: str


async def serve(engine: Engine[Any], request: Request) -> Response:
    """Hand a frame to the process that holds the session.

    Answers 204 if there is such a process, also where the session has just ended: the client sees
    that by the end of its stream. 404 if there is none; 400 if the body is not as it should be.
    """
    try:
        posted = Posted.model_validate_json(await request.body())
    except ValidationError:
        return PlainTextResponse("session, node and data are required", 400)
    known = await engine.hub.emulate(posted.node, posted.session, posted.data)
    return Response(status_code=204 if known else 404)
