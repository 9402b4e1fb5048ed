"""Translation memories as files, for who looks after them: that of a space, or the common one."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any, BinaryIO

from starlette.requests import Request
from starlette.responses import StreamingResponse

from forum.core.actor import Actor
from forum.core.errors import N_, Fault, InvalidInput
from forum.core.permissions import Permission
from forum.exchange.schemas import MemoryTaken
from forum.runtime import Runtime, runtime
from forum.spaces import queries as spaces
from forum.translations.exchanging import read_memory, write_memory
from forum.web.identity import actor_of
from i18n.exchange.tmx import NotTmx

MEDIA_TYPE = "application/x-tmx+xml"
LARGEST = 10_000_000
"""Bytes of a file that is taken here; larger ones are for `forum memory import`."""
_DIGEST_AT_ONCE = 1 << 20


async def memory_of(house: Runtime, actor: Actor, slug: str) -> str:
    """The name of the memory of a space, or of the common one where `slug` is empty.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not manage the space; for the
            common one, does not look after glossaries.
        NotFound: there is no such space for this actor.
    """
    if not slug:
        actor.require(Permission.GLOSSARY_MANAGE)
        return ""
    async with house.database.reading() as db:
        space = await spaces.space_by_slug(db, actor, slug)
    assert space.id is not None  # noqa: S101 (it was read)
    actor.at(space.id).require(Permission.SPACE_MANAGE)
    return f"space:{space.id}"


async def given(request: Request[Any], slug: str) -> StreamingResponse:
    """A memory as TMX, a part at a time; see `memory_of` for who may have it."""
    house = runtime(request)
    pieces = _pieces(house, await memory_of(house, actor_of(request), slug))
    name = f"memory-{slug}.tmx" if slug else "memory.tmx"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPE, headers=headers)


async def _pieces(house: Runtime, memory: str) -> AsyncIterator[bytes]:
    async with house.database.reading() as db:
        async for piece in write_memory(db, memory):
            yield piece


async def take(request: Request[Any], memory: str, file: BinaryIO) -> MemoryTaken:
    """Add what a file holds to a memory, by its name; the same file again changes nothing.

    Raises:
        InvalidInput: it is no TMX, or reaches beyond itself; nothing is taken.
    """
    house = runtime(request)
    file.seek(0)
    try:
        taken = await read_memory(house.database, memory, file, house.clock())
    except NotTmx as error:
        raise InvalidInput([Fault("", N_("This is not a TMX file that can be read."))]) from error
    return MemoryTaken(pairs=taken.pairs, passed_over=taken.passed_over)


def digest(file: BinaryIO) -> str:
    """SHA-256 of a file, by which two requests with one are told apart."""
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(_DIGEST_AT_ONCE):
        found.update(piece)
    return found.hexdigest()
