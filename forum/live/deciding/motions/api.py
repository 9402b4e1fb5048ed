"""Motions for programs."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput, NotFound
from forum.core.ids import MotionId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.decisions.rules import VotingGoesOn
from forum.live.deciding.motions import actions, queries
from forum.live.deciding.motions.rules import (
    MotionChanged,
    MotionNotInRules,
    MotionPending,
    OtherMotionFirst,
)
from forum.live.deciding.motions.schemas import MotionDraft, MotionOrder, MotionOut
from forum.live.deciding.motions.tables import Motion
from forum.live.sessions import queries as sessions
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import NotAtThisStage, NotYourPart
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.openapi import operation

_MOTIONS = "/sessions/{session_id:int}/motions"
_REFUSES = (NotFound, NotYourPart, NotAtThisStage, InvalidInput)


@operation("GET", _MOTIONS, answer=Sequence[MotionOut], refuses=[NotFound])
async def list_motions(request: Request[Any]) -> Sequence[MotionOut]:
    """List the motions of a session: those before the meeting in their order, then the others."""
    actor, session_id = actor_of(request), session_id_of(request)
    async with runtime(request).database.reading() as db:
        await sessions.session_of(db, actor, session_id)
        return await queries.motions(db, session_id, actor.locale)


@operation(
    "POST",
    _MOTIONS,
    body=MotionDraft,
    answer=MotionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, MotionNotInRules, MotionPending, VotingGoesOn],
)
async def move_motion(request: Request[Any], unit: Unit, *, body: MotionDraft) -> MotionOut:
    """Bring a procedural motion before the meeting."""
    return await _out(unit, await actions.move(unit, session_id_of(request), body.kind))


@operation(
    "POST",
    f"{_MOTIONS}/{{motion_id:int}}/acts",
    body=MotionOrder,
    answer=MotionOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, MotionChanged, OtherMotionFirst],
)
async def act_on_motion(request: Request[Any], unit: Unit, *, body: MotionOrder) -> MotionOut:
    """Put a motion to the vote, withdraw it, or set it aside."""
    given = session_id_of(request), motion_id_of(request)
    return await _out(unit, await actions.act_on(unit, *given, body.act))


def motion_id_of(request: Request[Any]) -> MotionId:
    """The motion that an address is about.

    Raises:
        NotFound: no motion can have its number.
    """
    return MotionId(row_id(request.path_params["motion_id"]))


async def _out(unit: Unit, row: Motion) -> MotionOut:
    await unit.db.flush()
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return await queries.motion(unit.db, row.id, unit.actor.locale)


ROUTES = [list_motions, move_motion, act_on_motion]
