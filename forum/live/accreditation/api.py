"""Accreditation for programs."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput, NotFound
from forum.core.ids import ParticipantId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.accreditation import actions, queries
from forum.live.accreditation.reading import asked_of, wanted_by
from forum.live.accreditation.rules import (
    DecidedAlready,
    NotAboutYourself,
    QuotaReached,
    TakesPartAlready,
)
from forum.live.accreditation.schemas import (
    Invitation,
    Leaving,
    Muting,
    RequestDecision,
    RequestDraft,
    RequestOut,
)
from forum.live.sessions import queries as sessions
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import NotAtThisStage, NotYourPart
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.tables import Participant
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.openapi import operation

_SESSION = "/sessions/{session_id:int}"
_ONE = f"{_SESSION}/requests/{{participant_id:int}}"
_REFUSES = (NotFound, NotYourPart, NotAtThisStage, InvalidInput)


@operation("GET", f"{_SESSION}/participants", answer=Sequence[ParticipantOut], refuses=[NotFound])
async def list_participants(request: Request[Any]) -> Sequence[ParticipantOut]:
    """List who was let in to a session, for those who follow it."""
    actor, session_id = actor_of(request), session_id_of(request)
    async with runtime(request).database.reading() as db:
        await sessions.session_of(db, actor, session_id)
        return await sessions.participants(db, session_id, actor.locale)


@operation(
    "GET",
    f"{_SESSION}/requests",
    answer=Sequence[RequestOut],
    scope=Scope.READ,
    refuses=[NotFound],
)
async def list_requests(request: Request[Any]) -> Sequence[RequestOut]:
    """List one's own requests for a session, and those that one decides about."""
    actor, resources, session_id = actor_of(request), runtime(request), session_id_of(request)
    async with resources.database.reading() as db:
        own = await wanted_by(db, actor, session_id)
        decided = await asked_of(db, actor, session_id, resources.clock())
    return list({one.id: one for one in [*own, *decided]}.values())


@operation(
    "POST",
    f"{_SESSION}/requests",
    body=RequestDraft,
    answer=RequestOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, TakesPartAlready],
)
async def ask_to_take_part(request: Request[Any], unit: Unit, *, body: RequestDraft) -> RequestOut:
    """Ask to take part in a session."""
    return await _out(unit, await actions.ask(unit, session_id_of(request), body))


@operation(
    "POST",
    f"{_SESSION}/invitations",
    body=Invitation,
    answer=RequestOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, TakesPartAlready, QuotaReached],
)
async def invite_participant(request: Request[Any], unit: Unit, *, body: Invitation) -> RequestOut:
    """Let somebody in to a session who has not asked."""
    return await _out(unit, await actions.invite(unit, session_id_of(request), body))


@operation(
    "POST",
    f"{_ONE}/decision",
    body=RequestDecision,
    answer=RequestOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, DecidedAlready, NotAboutYourself, QuotaReached],
)
async def decide_request(request: Request[Any], unit: Unit, *, body: RequestDecision) -> RequestOut:
    """Approve or decline a request, as the secretariat or the delegation's focal point."""
    given = session_id_of(request), participant_id_of(request)
    return await _out(unit, await actions.decide(unit, *given, body))


@operation(
    "POST",
    f"{_ONE}/withdrawal",
    body=Leaving,
    answer=RequestOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, NotAboutYourself],
)
async def withdraw_request(request: Request[Any], unit: Unit, *, body: Leaving) -> RequestOut:
    """Take part no more, or let somebody take part no more."""
    given = session_id_of(request), participant_id_of(request)
    return await _out(unit, await actions.leave(unit, *given, body.reason))


@operation(
    "POST",
    f"{_ONE}/mute",
    body=Muting,
    status=204,
    scope=Scope.WRITE,
    refuses=_REFUSES,
)
async def mute_participant(request: Request[Any], unit: Unit, *, body: Muting) -> None:
    """Let a participant follow and vote, and not take the word, for some minutes; say why."""
    await actions.mute(unit, session_id_of(request), participant_id_of(request), body)


def participant_id_of(request: Request[Any]) -> ParticipantId:
    """The participant that an address is about.

    Raises:
        NotFound: no participant can have its number.
    """
    return ParticipantId(row_id(request.path_params["participant_id"]))


async def _out(unit: Unit, row: Participant) -> RequestOut:
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return (await queries.requests(unit.db, unit.actor.locale, queries.is_one(row.id)))[0]


ROUTES = [
    list_participants,
    list_requests,
    ask_to_take_part,
    invite_participant,
    decide_request,
    withdraw_request,
    mute_participant,
]
