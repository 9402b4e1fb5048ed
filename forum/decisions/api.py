"""Decisions for programs: polls, in the words of its addresses."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, ForumError, InvalidInput, NotFound
from forum.core.ids import DecisionId
from forum.core.paging import Page
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.decisions import actions, naming, queries
from forum.decisions.electorates import InvalidElectorate
from forum.decisions.entering import (
    Read,
    entered_for,
    entered_to_act,
    place_for,
    proposed,
)
from forum.decisions.queries.showing import row_out, shown
from forum.decisions.rules import (
    COUNTED,
    AlreadyVoted,
    DecisionChanged,
    DecisionNotOpen,
    DecisionState,
    ExplanationTooLong,
    MethodNotAllowed,
    NoExplanation,
    NotEntitled,
    NotInMeeting,
    NotLeading,
    ProxyGiven,
    ProxyNotHeld,
    UnknownOption,
    VotingGoesOn,
)
from forum.decisions.schemas import (
    Amendment,
    Cast,
    Casting,
    Closing,
    DecisionDraft,
    DecisionOut,
    DecisionRow,
    Recount,
    RemarkDraft,
    Vote,
)
from forum.decisions.silence import SilenceOver, SilenceTooShort, TextChangedMeanwhile
from forum.decisions.venues import Venue
from forum.decisions.verifying import recounted
from forum.runtime import runtime
from forum.translations.schemas import Reading
from forum.web.identity import actor_of
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation

ENTERING: list[type[ForumError]] = [NotFound, Forbidden, NotLeading, NotInMeeting]
HAND: list[type[ForumError]] = [NotEntitled, ProxyGiven, ProxyNotHeld]
"""Why somebody casts no vote, or not that one."""


@operation(
    "GET",
    "/spaces/{slug}/polls",
    query=ListQuery,
    answer=ListOut[DecisionRow],
    refuses=[NotFound, InvalidInput],
)
async def list_space_polls(request: Request[Any], *, query: ListQuery) -> Reply:
    """List the decisions of a space, the newest first."""
    return await polls_listed(request, f"space:{request.path_params['slug']}", query)


@operation(
    "POST",
    "/spaces/{slug}/polls",
    body=DecisionDraft,
    answer=DecisionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[*ENTERING, InvalidInput, MethodNotAllowed, InvalidElectorate, SilenceTooShort],
)
async def propose_space_poll(
    request: Request[Any], unit: Unit, *, body: DecisionDraft
) -> DecisionOut:
    """Propose a decision in a space, and open it if that is asked for."""
    row = await proposed(request, unit, f"space:{request.path_params['slug']}", body)
    return await shown(unit.db, row, unit.now)


async def polls_listed(request: Request[Any], place: str, query: ListQuery) -> Reply:
    """Answer with one page of a place's decisions."""
    window, resources = query.window(queries.DECISION_CURSOR), runtime(request)
    async with resources.database.reading() as db:
        now = resources.clock()
        venue = await place_for(request, db, place, (actor_of(request), now))
        found = await queries.decisions_page(db, place, window, drafts=venue.leading is None)
        rows = [row_out(one, now) for one in found.items]
        return listed(request, Page(rows, found.next, found.previous))


@operation(
    "GET",
    "/polls/{poll_id:int}",
    query=Reading,
    answer=DecisionOut,
    refuses=[NotFound, InvalidInput],
)
async def get_poll(request: Request[Any], *, query: Reading) -> DecisionOut:
    """Show a decision: its text, who votes, what was voted as far as that can be shown.

    With `lang`, its translations into that language besides, as far as there are any.
    """
    resources = runtime(request)
    async with resources.database.reading() as db:
        row, _ = await entered_for(request, db, (actor_of(request), resources.clock()))
        decision = await shown(db, row, resources.clock())
        return await naming.in_language(db, decision, query.lang)


Act = Callable[[Unit, Venue, DecisionId], Awaitable[object]]


async def _acted(
    request: Request[Any], unit: Unit, act: Act, read: Read = queries.decision_for_update
) -> DecisionOut:
    row, venue = await entered_to_act(request, unit, read)
    assert row.id is not None  # noqa: S101 (it was read)
    await act(unit, venue, row.id)
    return await shown(unit.db, await queries.decision(unit.db, row.id), unit.now)


@operation(
    "POST",
    "/polls/{poll_id:int}/open",
    answer=DecisionOut,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionChanged, SilenceTooShort],
)
async def open_poll(request: Request[Any], unit: Unit) -> DecisionOut:
    """Let ballots or objections be taken; of a roll-call, draw its order."""
    return await _acted(request, unit, actions.open_decision)


@operation(
    "POST",
    "/polls/{poll_id:int}/withdraw",
    answer=DecisionOut,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionChanged],
)
async def withdraw_poll(request: Request[Any], unit: Unit) -> DecisionOut:
    """Take a decision back that nothing came of yet."""
    return await _acted(request, unit, actions.withdraw)


@operation(
    "POST",
    "/polls/{poll_id:int}/close",
    body=Closing,
    answer=DecisionOut,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionChanged, InvalidInput],
)
async def close_poll(request: Request[Any], unit: Unit, *, body: Closing) -> DecisionOut:
    """Take nothing more, count, and store what it comes to."""
    return await _acted(request, unit, lambda unit, at, key: actions.close(unit, at, key, body))


@operation(
    "POST",
    "/polls/{poll_id:int}/casting",
    body=Casting,
    answer=DecisionOut,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionChanged],
)
async def cast_for_chair(request: Request[Any], unit: Unit, *, body: Casting) -> DecisionOut:
    """Break a tie by the chair's casting vote."""
    favour = body.in_favour
    return await _acted(
        request, unit, lambda unit, at, key: actions.cast_for_chair(unit, at, key, in_favour=favour)
    )


@operation(
    "POST",
    "/polls/{poll_id:int}/ballots",
    body=Vote,
    answer=Cast,
    status=201,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionNotOpen, *HAND, AlreadyVoted, UnknownOption],
    together=lambda request, _vote: runtime(request).only_line,
)
async def cast_ballot(request: Request[Any], unit: Unit, *, body: Vote) -> Reply:
    """Vote; the receipt of a secret ballot is shown this once, and is stored nowhere."""
    row, venue = await entered_to_act(request, unit, queries.decision_for_vote)
    receipt = await actions.cast_in(unit, venue, row, body)
    headers = {} if receipt is None else {"cache-control": "no-store"}
    return Reply(Cast(receipt=receipt), headers=headers)


@operation(
    "POST",
    "/polls/{poll_id:int}/objections",
    body=RemarkDraft,
    answer=DecisionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionNotOpen, *HAND, SilenceOver, TextChangedMeanwhile],
)
async def object_to_poll(request: Request[Any], unit: Unit, *, body: RemarkDraft) -> DecisionOut:
    """Object, in writing; to a text under silence this breaks it."""
    return await _acted(request, unit, lambda unit, at, key: actions.object_to(unit, at, key, body))


@operation(
    "POST",
    "/polls/{poll_id:int}/reservations",
    body=RemarkDraft,
    answer=DecisionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionNotOpen, *HAND, SilenceOver, TextChangedMeanwhile],
)
async def reserve_on_poll(request: Request[Any], unit: Unit, *, body: RemarkDraft) -> DecisionOut:
    """Record a reservation, which stops nothing."""
    return await _acted(request, unit, lambda unit, at, key: actions.reserve(unit, at, key, body))


@operation(
    "POST",
    "/polls/{poll_id:int}/explanations",
    body=RemarkDraft,
    answer=DecisionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[
        *(*ENTERING, DecisionNotOpen, *HAND),
        *(NoExplanation, ExplanationTooLong, VotingGoesOn),
    ],
)
async def explain_vote(request: Request[Any], unit: Unit, *, body: RemarkDraft) -> DecisionOut:
    """Explain a vote, before or after it is taken."""
    return await _acted(
        request,
        unit,
        lambda unit, at, key: actions.explain(unit, at, key, body),
        queries.decision_for_vote,
    )


@operation(
    "POST",
    "/polls/{poll_id:int}/versions",
    body=Amendment,
    answer=DecisionOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[*ENTERING, DecisionChanged, SilenceOver, SilenceTooShort, TextChangedMeanwhile],
)
async def amend_poll(request: Request[Any], unit: Unit, *, body: Amendment) -> DecisionOut:
    """Put another version of a text under silence; its time begins again."""
    return await _acted(request, unit, lambda unit, at, key: actions.amend(unit, at, key, body))


@operation(
    "GET",
    "/polls/{poll_id:int}/recount",
    answer=Recount,
    refuses=[NotFound],
)
async def recount_poll(request: Request[Any]) -> Recount:
    """Count the ballots of a closed vote again, one by one."""
    resources = runtime(request)
    async with resources.database.reading() as db:
        row, _ = await entered_for(request, db, (actor_of(request), resources.clock()))
        if row.method not in COUNTED or row.state is not DecisionState.CLOSED:
            raise NotFound
        return await recounted(db, row)


@operation(
    "GET",
    "/polls/{poll_id:int}/receipts",
    answer=list[str],
    refuses=[NotFound],
)
async def list_receipts(request: Request[Any]) -> list[str]:
    """List the hashes of the receipts of all ballots that were counted, once it is closed."""
    resources = runtime(request)
    async with resources.database.reading() as db:
        row, _ = await entered_for(request, db, (actor_of(request), resources.clock()))
        return list(await queries.receipts_published(db, row))


ROUTES = [
    list_space_polls,
    propose_space_poll,
    get_poll,
    open_poll,
    withdraw_poll,
    close_poll,
    cast_for_chair,
    cast_ballot,
    object_to_poll,
    reserve_on_poll,
    explain_vote,
    amend_poll,
    recount_poll,
    list_receipts,
]
