"""Moderation for programs."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.rules import PostGone
from forum.discussions.schemas import PostOut, TopicOut
from forum.moderation import actions, queries
from forum.moderation.acts import ActName, make
from forum.moderation.exporting import Format, export
from forum.moderation.queries import AuditFilter
from forum.moderation.rules import AlreadyDone, OwnPost, Target, TargetKind
from forum.moderation.schemas import (
    ActOut,
    ActWord,
    AuditOut,
    CaseOut,
    FlagDraft,
    FlagOut,
    MemberNumber,
    Moment,
    Reason,
    TargetWord,
)
from forum.runtime import runtime
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


class ActIn(BaseModel):
    """What a moderator decided: the act, what it is done to, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: ActName
    target: Annotated[str, Line(1, 40), Field(examples=["post:12", "topic:3"])]
    reason: Reason


class WhichEntries(BaseModel):
    """Which entries of the record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: ActWord = ""
    actor: MemberNumber | None = None
    target: TargetWord = ""
    since: Moment = None
    until: Moment = None

    def filter(self) -> AuditFilter:
        """The same for queries."""
        return AuditFilter(
            act=self.act,
            actor=self.actor,
            target=self.target,
            since=self.since,
            until=self.until,
        )


class AuditQuery(WhichEntries, ListQuery):
    """Which entries of the record, and which part of the list."""


class ExportQuery(WhichEntries):
    """Which entries of the record, and how they are written."""

    format: Format = Format.JSONL


@operation(
    "POST",
    "/posts/{post_id:int}/flags",
    body=FlagDraft,
    answer=FlagOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, OwnPost, PostGone, InvalidInput],
)
async def flag_post(request: Request[Any], unit: Unit, *, body: FlagDraft) -> Reply:
    """Report a post to the moderators; answers 200 with the open flag if there is one."""
    post_id = PostId(row_id(request.path_params["post_id"]))
    flagged = await actions.flag(unit, post_id, body)
    return Reply(await queries.flag(unit.db, flagged.id), status=201 if flagged.is_new else 200)


@operation(
    "GET",
    "/admin/flags",
    query=ListQuery,
    answer=ListOut[CaseOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_flags(request: Request[Any], *, query: ListQuery) -> Reply:
    """List the posts that were flagged, those with the most open flags first."""
    window = query.window(queries.CASE_CURSOR)
    async with runtime(request).database.reading() as db:
        return listed(request, await queries.cases_page(db, actor_of(request), window))


@operation(
    "POST",
    "/admin/actions",
    body=ActIn,
    answer=ActOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, AlreadyDone, InvalidInput],
)
async def carry_out(_request: Request[Any], unit: Unit, *, body: ActIn) -> ActOut:
    """Carry out an act on a post or a topic."""
    act = make(body.act, body.target, body.reason)
    audit_id = await actions.carry_out(unit, act)
    changed, audit = await _changed(unit, act.target), await queries.entry(unit.db, audit_id)
    return ActOut.model_construct(changed=changed, audit=audit)


async def _changed(unit: Unit, target: Target) -> PostOut | TopicOut:
    if target.kind == TargetKind.POST:
        return await discussions.post(unit.db, unit.actor, PostId(target.id))
    return await discussions.topic(unit.db, unit.actor, TopicId(target.id))


@operation(
    "GET",
    "/admin/audit",
    query=AuditQuery,
    answer=ListOut[AuditOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_audit(request: Request[Any], *, query: AuditQuery) -> Reply:
    """List what moderators did, the newest first."""
    window = query.window(queries.AUDIT_CURSOR)
    async with runtime(request).database.reading() as db:
        return listed(
            request, await queries.audit_page(db, actor_of(request), query.filter(), window)
        )


@operation(
    "GET",
    "/admin/audit/export",
    query=ExportQuery,
    scope=Scope.MODERATE,
    media=["application/jsonl", "text/csv"],
    refuses=[Forbidden, InvalidInput],
)
async def export_audit(request: Request[Any], *, query: ExportQuery) -> Response:
    """Write the record as JSON Lines or CSV, the oldest entry first, with the chain's hashes."""
    database = runtime(request).database
    return export(database, actor_of(request), query.filter(), query.format)


ROUTES = [flag_post, list_flags, carry_out, list_audit, export_audit]
