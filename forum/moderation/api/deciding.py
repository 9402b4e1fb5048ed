"""Decisions about oneself and appeals against them, for programs."""

from typing import Any

from starlette.requests import Request

from forum.accounts.rules import check_own
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import AuditId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions.schemas import OptionalLanguage
from forum.moderation import actions, beside, queries
from forum.moderation.rules import (
    AlreadyDone,
    AppealDecided,
    AppealedAlready,
    NotUndoable,
    OwnDecision,
)
from forum.moderation.schemas import AppealDraft, AppealWaiting, DecisionOut, Verdict
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


class DecisionsQuery(ListQuery):
    """Which part of the list; `lang` is the language that what is said is wanted in."""

    lang: OptionalLanguage = None


@operation(
    "GET",
    "/decisions",
    query=DecisionsQuery,
    answer=ListOut[DecisionOut],
    scope=Scope.READ,
    refuses=[InvalidInput],
)
async def list_decisions(request: Request[Any], *, query: DecisionsQuery) -> Reply:
    """List what moderators decided about the reader, the newest first."""
    actor = actor_of(request)
    member_id = check_own(actor, Scope.READ)
    window = query.window(queries.DECISION_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.decisions_page(db, member_id, window)
    return listed(
        request, await beside.decisions(request, beside.reader_of(actor, query.lang), found)
    )


@operation(
    "POST",
    "/decisions/{audit_id:int}/appeal",
    body=AppealDraft,
    answer=DecisionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[NotFound, AppealedAlready, InvalidInput],
)
async def appeal(request: Request[Any], unit: Unit, *, body: AppealDraft) -> DecisionOut:
    """Answer a decision about oneself, once; another moderator reads it."""
    audit_id = _audit_id(request)
    await actions.appeal(unit, audit_id, body)
    found = await queries.decision(unit.db, unit.actor.require_member(), audit_id)
    assert found is not None  # noqa: S101 (it was just answered)
    return await beside.decision(unit.db, beside.reader_of(unit.actor), found)


@operation(
    "GET",
    "/admin/appeals",
    query=DecisionsQuery,
    answer=ListOut[AppealWaiting],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_appeals(request: Request[Any], *, query: DecisionsQuery) -> Reply:
    """List the appeals that wait for a moderator, the oldest decision first."""
    actor, window = actor_of(request), query.window(queries.DECISION_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.appeals_page(db, actor, window)
    return listed(
        request, await beside.appeals(request, beside.reader_of(actor, query.lang), found)
    )


@operation(
    "POST",
    "/admin/appeals/{audit_id:int}",
    body=Verdict,
    status=204,
    scope=Scope.MODERATE,
    refuses=[
        Forbidden,
        NotFound,
        OwnDecision,
        AppealDecided,
        AlreadyDone,
        NotUndoable,
        InvalidInput,
    ],
)
async def decide_appeal(request: Request[Any], unit: Unit, *, body: Verdict) -> None:
    """Decide about an appeal against another moderator: keep the act, or undo it."""
    await actions.decide(unit, _audit_id(request), body)


def _audit_id(request: Request[Any]) -> AuditId:
    return AuditId(row_id(request.path_params["audit_id"]))


ROUTES = [list_decisions, appeal, list_appeals, decide_appeal]
