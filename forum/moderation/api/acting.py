"""Flags, acts and the record of them, for programs."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from pydantic import Field, JsonValue
from starlette.requests import Request
from starlette.responses import Response

from forum.accounts.rules import LastAdministrator
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import AuditId, HeldId, MemberId, ParticipantId, PostId, TopicId
from forum.core.permissions import Permission, Scope
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.rules import (
    NothingToMove,
    ParentElsewhere,
    PostGone,
    PostsCameSince,
    StillRead,
    TooMuchToMove,
    TopicLocked,
    TopicOutOfSight,
)
from forum.live.accreditation import queries as accreditation
from forum.live.accreditation.rules import DecidedAlready, NotAboutYourself, QuotaReached
from forum.live.sessions.rules import NotAtThisStage
from forum.moderation import actions, queries
from forum.moderation.acts import ACTS, ActName, is_undoable, make
from forum.moderation.acts.base import Act
from forum.moderation.exporting import Format, export
from forum.moderation.queries import AuditFilter
from forum.moderation.rules import (
    AlreadyDone,
    AlreadyDoneBy,
    NotUndoable,
    OwnPost,
    Target,
    TargetKind,
    parse_target,
)
from forum.moderation.schemas import (
    ActOut,
    ActWord,
    AuditOut,
    Changed,
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
from forum.web.shapes import Input, Output


class ActIn(Input):
    """What a moderator decided: the act, what it is done to, and why."""

    act: ActName
    target: Annotated[
        str,
        Line(1, 40),
        Field(examples=["post:12", "topic:3", "member:7", "participant:5", "text:caption:8"]),
    ]
    reason: Reason
    fields: dict[str, JsonValue] = Field(default_factory=dict)
    """Of the act's own; `GET /admin/acts` tells them."""


class DryRun(Input):
    """Whether to say what would change, and change nothing."""

    dry_run: bool = False


class UndoIn(Input):
    """Why an act is undone."""

    reason: Reason


class ActKind(Output):
    """An act that moderators can carry out."""

    name: str
    on: TargetKind
    permission: Permission
    undoable: bool
    in_menus: bool
    fields: dict[str, Any]
    """Schema of the act's own fields (JSON Schema 2020-12)."""


class WhichEntries(Input):
    """Which entries of the record."""

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
    also={200: FlagOut},
)
async def flag_post(request: Request[Any], unit: Unit, *, body: FlagDraft) -> Reply:
    """Report a post to the moderators; answers 200 with the open flag if there is one."""
    post_id = PostId(row_id(request.path_params["post_id"]))
    flagged = await actions.flag(unit, post_id, body)
    return Reply(await queries.flag(unit.db, flagged.id), status=201 if flagged.is_new else 200)


@operation("GET", "/admin/acts", answer=list[ActKind], scope=Scope.MODERATE, refuses=[Forbidden])
async def list_acts(request: Request[Any]) -> list[ActKind]:
    """List the acts that moderators can carry out, and what each one takes."""
    actor_of(request).require(Permission.FLAG_RESOLVE)
    return [
        ActKind(
            name=act.name,
            on=act.on,
            permission=act.needs,
            undoable=is_undoable(act.name),
            in_menus=act.in_menus,
            fields=_own_fields(act),
        )
        for act in ACTS.values()
    ]


def _own_fields(act: type[Act]) -> dict[str, Any]:
    schema = act.model_json_schema()
    own = {name: one for name, one in schema["properties"].items() if name not in Act.model_fields}
    needed = [name for name in schema.get("required", ()) if name in own]
    defined = {"$defs": schema["$defs"]} if own and "$defs" in schema else {}
    return {"type": "object", "properties": own, "required": needed, **defined}


OF_ACTS = (
    Forbidden,
    NotFound,
    AlreadyDone,
    AlreadyDoneBy,
    NothingToMove,
    PostGone,
    TooMuchToMove,
    TopicLocked,
    TopicOutOfSight,
    InvalidInput,
)
"""What an act refuses, done or undone, by what it finds."""
OF_REQUESTS = (DecidedAlready, NotAboutYourself, NotAtThisStage, QuotaReached)
"""What acts on requests to take part refuse besides."""


@operation(
    "POST",
    "/admin/actions",
    body=ActIn,
    query=DryRun,
    answer=ActOut,
    scope=Scope.MODERATE,
    refuses=[*OF_ACTS, *OF_REQUESTS, LastAdministrator, ParentElsewhere, StillRead],
)
async def carry_out(_request: Request[Any], unit: Unit, *, body: ActIn, query: DryRun) -> ActOut:
    """Carry out an act; with `dry_run`, say what it would change and change nothing."""
    act = make(body.act, body.target, body.reason, body.fields)

    async def do() -> ActOut:
        return await _done(unit, await actions.carry_out(unit, act))

    return await _rehearsed(unit, do) if query.dry_run else await do()


@operation(
    "POST",
    "/admin/audit/{audit_id:int}/undo",
    body=UndoIn,
    query=DryRun,
    answer=ActOut,
    scope=Scope.MODERATE,
    refuses=[*OF_ACTS, *OF_REQUESTS, NotUndoable, PostsCameSince],
)
async def undo(request: Request[Any], unit: Unit, *, body: UndoIn, query: DryRun) -> ActOut:
    """Undo an act on record, by another one; with `dry_run`, change nothing."""
    audit_id = AuditId(row_id(request.path_params["audit_id"]))

    async def do() -> ActOut:
        return await _done(unit, await actions.undo(unit, audit_id, body.reason))

    return await _rehearsed(unit, do) if query.dry_run else await do()


async def _rehearsed(unit: Unit, do: Callable[[], Awaitable[ActOut]]) -> ActOut:
    async with unit.rehearse():
        found = await do()
    return found.model_copy(update={"audit": None, "dry_run": True})


async def _done(unit: Unit, audit_id: AuditId) -> ActOut:
    audit = await queries.entry(unit.db, audit_id)
    changed = await _changed(unit, parse_target(audit.target))
    return ActOut.model_construct(changed=changed, audit=audit)


async def _changed(unit: Unit, target: Target) -> Changed:
    match target.kind:
        case TargetKind.POST:
            return await queries.post_left(unit.db, unit.actor, PostId(target.id))
        case TargetKind.TOPIC:
            return await discussions.topic(unit.db, unit.actor, TopicId(target.id))
        case TargetKind.HELD:
            return await discussions.held(unit.db, unit.actor, HeldId(target.id))
        case TargetKind.REQUEST:
            number = ParticipantId(target.id)
            [request] = await accreditation.requests_waiting(unit.db, [number], unit.actor.locale)
            return request
        case TargetKind.MEMBER | TargetKind.PARTICIPANT:
            return await _somebody(unit, target)
        case TargetKind.TEXT:
            return None


async def _somebody(unit: Unit, target: Target) -> Changed:
    if target.kind == TargetKind.MEMBER:
        return await queries.member(unit.db, unit.actor, MemberId(target.id), unit.now)
    return await queries.participant(unit.db, unit.actor, ParticipantId(target.id))


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


ROUTES = [flag_post, list_acts, carry_out, undo, list_audit, export_audit]
