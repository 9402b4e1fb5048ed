"""What is decided in a session, as everybody there may read it: without counts, and who voted."""

from typing import Any

from starlette.requests import Request

from forum.core.ids import SessionId
from forum.decisions.naming import Readable, readable
from forum.live.sessions.keeping import Alike, kept_alike
from forum.runtime import runtime


async def decided(
    request: Request[Any], session_id: SessionId, language: str, *, drafts: bool
) -> Readable:
    """What a session that the reader follows decides, and what it decided last.

    `drafts`: also what is prepared, for who may see that.
    """
    place, now = f"session:{session_id}", runtime(request).clock()
    # Whoever explained a vote may be called otherwise by now, which is told to the whole site.
    channels = ["site", f"{place}:{language}"]

    async def make() -> Readable:
        async with runtime(request).database.reading() as db:
            return await readable(db, place, language, now, drafts=drafts)

    of = Alike("decisions", ("decision.",), (language, drafts), channels)
    return await kept_alike(request, session_id, of, make)
