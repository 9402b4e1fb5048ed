"""Reactions for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.reactions import queries
from forum.live.reactions.gathering import gathering
from forum.live.reactions.schemas import ReactionDraft, ReactionsOut
from forum.live.sessions.rules import Deed, MutedHere, NotAtThisStage, NotYourPart
from forum.live.speech.reading import session_number, session_seen
from forum.live.speech.speaking import enter_to
from forum.runtime import runtime
from forum.web.openapi import operation

_PATH = "/sessions/{session_id:int}/reactions"


@operation("GET", _PATH, answer=ReactionsOut, refuses=[NotFound])
async def show_session_reactions(request: Request[Any]) -> ReactionsOut:
    """Show how often each reaction was given in a session; who gave one is known to nobody."""
    async with runtime(request).database.reading() as db:
        await session_seen(db, request)
        return ReactionsOut(sums=await queries.sums_of(db, session_number(request)))


@operation(
    "POST",
    _PATH,
    body=ReactionDraft,
    status=202,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, NotYourPart, MutedHere, NotAtThisStage, InvalidInput],
)
async def react_in_session(request: Request[Any], unit: Unit, *, body: ReactionDraft) -> None:
    """React to what is going on: `applause`, `agree`, `thanks`, `slower`."""
    session_id = session_number(request)
    await enter_to(unit, session_id, Deed.REACT)
    gathering(request).add(session_id, body.name)


ROUTES = [show_session_reactions, react_in_session]
