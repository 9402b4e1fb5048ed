"""The record of a session for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.record import actions, queries
from forum.live.record.account import Account, account_of
from forum.live.record.reviewed import reviewed_in
from forum.live.record.rules import NoSpaceForTopics, TopicsTooOpen
from forum.live.record.schemas import HandedOverOut, HandOverOut, RecordOut, TranscriptOut
from forum.live.record.showing import record_out, transcript_out
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import NotAtThisStage, NotYourPart
from forum.runtime import runtime
from forum.spaces.rules import ModeratorsStart, SpaceArchived
from forum.translations.schemas import Reading
from forum.web.identity import actor_of
from forum.web.openapi import operation

_RECORD = "/sessions/{session_id:int}/record"


@operation("GET", _RECORD, answer=RecordOut, refuses=[NotFound])
async def get_record(request: Request[Any]) -> RecordOut:
    """Say who took part in a session, for whom and when, and what was counted."""
    is_known = actor_of(request).member_id is not None
    return record_out(await _account(request), is_known=is_known)


@operation(
    "GET",
    f"{_RECORD}/transcript",
    query=Reading,
    answer=TranscriptOut,
    refuses=[NotFound, InvalidInput],
)
async def get_transcript(request: Request[Any], *, query: Reading) -> TranscriptOut:
    """Give everything that was said, asked and decided in a session, in its order.

    With `lang`, what people have translated of it into that language, or approved, besides.
    """
    found = await _account(request)
    async with runtime(request).database.reading() as db:
        made = await reviewed_in(db, found.session, found.moments, query.lang)
        return transcript_out(found, made)


@operation(
    "POST",
    "/sessions/{session_id:int}/hand-over",
    answer=HandOverOut,
    scope=Scope.WRITE,
    refuses=[
        *(NotFound, Forbidden, NotYourPart, NotAtThisStage),
        *(NoSpaceForTopics, TopicsTooOpen, SpaceArchived, ModeratorsStart),
    ],
)
async def hand_over_session(request: Request[Any], unit: Unit) -> HandOverOut:
    """Make a topic of each item of a session that has none yet; done twice, nothing changes."""
    session_id = session_id_of(request)
    await actions.hand_over(unit, session_id)
    await unit.db.flush()
    made = await queries.handed_over(unit.db, session_id)
    topics = [
        HandedOverOut(item_id=one, topic_id=topic, url=f"/t/{topic}") for one, topic in made.items()
    ]
    return HandOverOut(session_id=session_id, topics=topics)


async def _account(request: Request[Any]) -> Account:
    house = runtime(request)
    async with house.database.reading() as db:
        return await account_of(db, actor_of(request), session_id_of(request), house.clock())


ROUTES = [get_record, get_transcript, hand_over_session]
