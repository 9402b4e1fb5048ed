"""What waits for moderators, for programs."""

from collections.abc import Collection
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import CaseId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions.schemas import OptionalLanguage
from forum.moderation import actions, beside, queries
from forum.moderation.queries import CaseFilter
from forum.moderation.queueing import REPORTED, CaseKind
from forum.moderation.reckoning import MOST_RECKONED, handling
from forum.moderation.rules import Claimed
from forum.moderation.schemas import CaseOut, HandlingOut, HintsOut
from forum.runtime import runtime
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation
from forum.web.shapes import Input


class FlagsQuery(ListQuery):
    """Which cases: of a language, of a space, taken by whoever asks."""

    language: OptionalLanguage = None
    space: Annotated[str, Line(0, 60)] = ""
    mine: bool = False
    lang: OptionalLanguage = None
    """Language that translations are wanted in; without it, those of whoever asks."""


class QueueQuery(FlagsQuery):
    """The same, of one kind."""

    kind: CaseKind | None = None


class StatisticsQuery(Input):
    """Of how many days until now."""

    days: Annotated[int, Field(ge=1, le=366)] = 30


@operation(
    "GET",
    "/admin/queue",
    query=QueueQuery,
    answer=ListOut[CaseOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_queue(request: Request[Any], *, query: QueueQuery) -> Reply:
    """List all that waits for a decision: what most is said about first, then the oldest.

    Reports, hints, wrong translations, texts that are held and appeals stand in one list, each with
    a translation for who does not read it, which is asked for where there is none yet. The
    channels `moderation`, `moderation:space:<slug>` and `moderation:language:<tag>` tell of new
    ones.
    """
    return await _listed(request, query, [query.kind] if query.kind else [])


@operation(
    "GET",
    "/admin/flags",
    query=FlagsQuery,
    answer=ListOut[CaseOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_flags(request: Request[Any], *, query: FlagsQuery) -> Reply:
    """List the posts that members reported, those with the most open flags first."""
    return await _listed(request, query, REPORTED)


async def _listed(request: Request[Any], query: FlagsQuery, kinds: Collection[CaseKind]) -> Reply:
    wanted = CaseFilter(query.language or "", query.space, query.mine, kinds)
    window, house = query.window(queries.CASE_CURSOR), runtime(request)
    actor = actor_of(request)
    async with house.database.reading() as db:
        found = await queries.cases_page(db, actor, wanted, house.clock(), window)
    return listed(request, await beside.cases(request, beside.reader_of(actor, query.lang), found))


@operation(
    "PUT",
    "/admin/queue/{case_id:int}/claim",
    answer=CaseOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, Claimed],
)
async def claim_case(request: Request[Any], unit: Unit) -> CaseOut:
    """Take a case for 15 minutes, so that no other moderator looks at it meanwhile."""
    return await _claimed(request, unit)


async def _claimed(request: Request[Any], unit: Unit) -> CaseOut:
    await actions.claim(unit, _case_id(request))
    found = await queries.case(unit.db, unit.actor, _case_id(request), unit.now)
    return await beside.case(unit.db, beside.reader_of(unit.actor), found)


@operation(
    "DELETE",
    "/admin/queue/{case_id:int}/claim",
    status=204,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound],
)
async def release_case(request: Request[Any], unit: Unit) -> None:
    """Let others take a case that one has taken."""
    await actions.release(unit, _case_id(request))


@operation(
    "PUT",
    "/admin/flags/{case_id:int}/claim",
    answer=CaseOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, Claimed],
)
async def claim_flag(request: Request[Any], unit: Unit) -> CaseOut:
    """The same as claiming it in the queue."""
    return await _claimed(request, unit)


@operation(
    "DELETE",
    "/admin/flags/{case_id:int}/claim",
    status=204,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound],
)
async def release_flag(request: Request[Any], unit: Unit) -> None:
    """The same as releasing it in the queue."""
    await actions.release(unit, _case_id(request))


@operation(
    "GET",
    "/admin/statistics",
    query=StatisticsQuery,
    answer=list[HandlingOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def moderation_statistics(
    request: Request[Any], *, query: StatisticsQuery
) -> list[HandlingOut]:
    """Tell how many cases there were in which language, and how long they waited."""
    house = runtime(request)
    since = house.clock() - timedelta(days=query.days)
    async with house.database.reading() as db:
        found = await queries.handled(db, actor_of(request), since, MOST_RECKONED)
    return list(handling(found))


@operation(
    "GET",
    "/admin/statistics/hints",
    query=StatisticsQuery,
    answer=list[HintsOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def hint_statistics(request: Request[Any], *, query: StatisticsQuery) -> list[HintsOut]:
    """Tell how often automatic hints were right, by what they were read from."""
    house = runtime(request)
    since = house.clock() - timedelta(days=query.days)
    async with house.database.reading() as db:
        return list(await queries.hints_right(db, actor_of(request), since))


def _case_id(request: Request[Any]) -> CaseId:
    return CaseId(row_id(request.path_params["case_id"]))


ROUTES = [
    list_queue,
    claim_case,
    release_case,
    list_flags,
    claim_flag,
    release_flag,
    moderation_statistics,
    hint_statistics,
]
