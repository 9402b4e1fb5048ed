"""Decisions of a session for programs; each of them is below `/polls`."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.decisions.api import polls_listed
from forum.decisions.electorates import InvalidElectorate
from forum.decisions.entering import proposed
from forum.decisions.queries.showing import shown
from forum.decisions.rules import MethodNotAllowed, NotInMeeting, NotLeading
from forum.decisions.schemas import DecisionDraft, DecisionOut, DecisionRow
from forum.decisions.silence import SilenceTooShort
from forum.web.lists import ListOut, ListQuery
from forum.web.openapi import Reply, operation


def _place(request: Request[Any]) -> str:
    return f"session:{request.path_params['session_id']}"


@operation(
    "GET",
    "/sessions/{session_id:int}/polls",
    query=ListQuery,
    answer=ListOut[DecisionRow],
    refuses=[NotFound, InvalidInput],
)
async def list_session_polls(request: Request[Any], *, query: ListQuery) -> Reply:
    """List the decisions of a session, the newest first."""
    return await polls_listed(request, _place(request), query)


@operation(
    "POST",
    "/sessions/{session_id:int}/polls",
    body=DecisionDraft,
    answer=DecisionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[
        NotFound,
        NotLeading,
        NotInMeeting,
        InvalidInput,
        MethodNotAllowed,
        InvalidElectorate,
        SilenceTooShort,
    ],
)
async def propose_session_poll(
    request: Request[Any], unit: Unit, *, body: DecisionDraft
) -> DecisionOut:
    """Propose a decision in a session, and open it if that is asked for."""
    row = await proposed(request, unit, _place(request), body)
    return await shown(unit.db, row, unit.now)


ROUTES = [list_session_polls, propose_session_poll]
