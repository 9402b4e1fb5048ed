"""The record of a session for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import NotFound
from forum.live.record.reading import Account, account_of
from forum.live.record.schemas import RecordOut, TranscriptOut
from forum.live.record.showing import record_out, transcript_out
from forum.live.sessions.addresses import session_id_of
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.openapi import operation

_RECORD = "/sessions/{session_id:int}/record"


@operation("GET", _RECORD, answer=RecordOut, refuses=[NotFound])
async def get_record(request: Request[Any]) -> RecordOut:
    """Say who took part in a session, for whom and when, and what was counted."""
    return record_out(await _account(request))


@operation("GET", f"{_RECORD}/transcript", answer=TranscriptOut, refuses=[NotFound])
async def get_transcript(request: Request[Any]) -> TranscriptOut:
    """Give everything that was said, asked and decided in a session, in its order."""
    return transcript_out(await _account(request))


async def _account(request: Request[Any]) -> Account:
    house = runtime(request)
    async with house.database.reading() as db:
        return await account_of(db, actor_of(request), session_id_of(request), house.clock())


ROUTES = [get_record, get_transcript]
