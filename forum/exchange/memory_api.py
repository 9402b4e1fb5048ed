"""Translation memories as files, for programs."""

import tempfile
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse

from forum.core.errors import Forbidden, InvalidInput, NotFound, TooLarge
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.exchange.memory import LARGEST, MEDIA_TYPE, digest, given, memory_of, take
from forum.exchange.schemas import MemoryQuery, MemoryTaken
from forum.runtime import runtime
from forum.web.body import allow_body
from forum.web.idempotency import stands_for_body
from forum.web.identity import actor_of
from forum.web.inputs import query as asked
from forum.web.openapi import RawBody, operation

_PATH = "/translations/memory"
_SPOOL = 1_000_000
"""Bytes of a file that are held in memory."""


async def _received(request: Request[Any]) -> MemoryTaken:
    """Store what a file says, in transactions before that of the operation is opened."""
    slug = asked(request, MemoryQuery).space
    memory = await memory_of(runtime(request), actor_of(request), slug)
    allow_body(request, LARGEST)
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as file:
        async for piece in request.stream():
            file.write(piece)
        stands_for_body(request, f"{digest(file)} {slug}")  # type: ignore[arg-type]
        return await take(request, memory, file)  # type: ignore[arg-type]


_FILE = RawBody(_received, {MEDIA_TYPE: {"schema": {"type": "string"}}})


@operation(
    "GET",
    _PATH,
    query=MemoryQuery,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def give_memory(request: Request[Any], *, query: MemoryQuery) -> StreamingResponse:
    """Give a translation memory as TMX 1.4: that of a space, or the common one."""
    return await given(request, query.space)


@operation(
    "POST",
    _PATH,
    body=_FILE,
    query=MemoryQuery,
    answer=MemoryTaken,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, TooLarge, InvalidInput],
)
async def take_memory(
    _request: Request[Any],
    _unit: Unit,
    *,
    body: MemoryTaken,
    query: MemoryQuery,  # noqa: ARG001 (what it asks for was done with the body)
) -> MemoryTaken:
    """Add a TMX file to a translation memory, taken whole or not at all."""
    return body


ROUTES = [give_memory, take_memory]
