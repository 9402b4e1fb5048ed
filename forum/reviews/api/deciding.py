"""What others propose, and deciding about it, for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile, Forbidden, InvalidInput, NotFound
from forum.core.permissions import Permission, Scope
from forum.db.unit import Unit
from forum.reviews import actions, queries, reading
from forum.reviews.queries import ProposalFilter
from forum.reviews.rules import NotTakenBack, OwnProposal, ProposalDecided, TranslationLocked
from forum.reviews.schemas import Decision, ProposalOut, ProposalQuery, ProposalWhole
from forum.runtime import runtime
from forum.translations.rules import LanguageNotDeclared, SameLanguage
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation

_LIST = "/translations/proposals"
_ONE = f"{_LIST}/{{proposal_id:int}}"
_DECIDING = (Forbidden, NotFound, LanguageNotDeclared, TranslationLocked)


def _proposal(request: Request[Any]) -> int:
    return row_id(request.path_params["proposal_id"])


@operation(
    "GET",
    _LIST,
    query=ProposalQuery,
    answer=ListOut[ProposalOut],
    scope=Scope.WRITE,
    refuses=[Forbidden, InvalidInput],
)
async def list_proposals(request: Request[Any], *, query: ProposalQuery) -> Reply:
    """List the proposals that one may decide about, or made oneself, the oldest first."""
    actor = actor_of(request)
    actor.require(Permission.TRANSLATION_CORRECT)
    wanted = ProposalFilter(query.language, query.kind, query.state, query.mine)
    async with runtime(request).database.reading() as db:
        window = query.window(queries.CURSOR)
        return listed(request, await queries.proposals(db, actor, wanted, window))


@operation("GET", _ONE, answer=ProposalWhole, scope=Scope.WRITE, refuses=[Forbidden, NotFound])
async def get_proposal(request: Request[Any]) -> ProposalWhole:
    """Show a proposal with the original, what is shown now, the changes, and glossary terms."""
    actor = actor_of(request)
    actor.require(Permission.TRANSLATION_CORRECT)
    async with runtime(request).database.reading() as db:
        return await reading.whole(db, actor, _proposal(request))


@operation(
    "POST",
    f"{_ONE}/decision",
    body=Decision,
    answer=ProposalOut,
    scope=Scope.WRITE,
    refuses=[*_DECIDING, ProposalDecided, OwnProposal, EditedMeanwhile, SameLanguage, InvalidInput],
)
async def decide_proposal(request: Request[Any], unit: Unit, *, body: Decision) -> ProposalOut:
    """Approve a proposal, as it is or in better words, or decline it with a reason."""
    number = _proposal(request)
    await actions.decide(unit, number, body)
    return await queries.proposal(unit.db, unit.actor, number)


@operation(
    "DELETE",
    f"{_ONE}/decision",
    answer=ProposalOut,
    scope=Scope.WRITE,
    refuses=[*_DECIDING, NotTakenBack],
)
async def undo_decision(request: Request[Any], unit: Unit) -> ProposalOut:
    """Take a decision about a proposal back; it waits again."""
    number = _proposal(request)
    await actions.undo(unit, number)
    return await queries.proposal(unit.db, unit.actor, number)


@operation(
    "DELETE", _ONE, status=204, scope=Scope.WRITE, refuses=[Forbidden, NotFound, ProposalDecided]
)
async def withdraw_proposal(request: Request[Any], unit: Unit) -> Reply:
    """Take back what one has proposed."""
    await actions.withdraw(unit, _proposal(request))
    return Reply()


ROUTES = [list_proposals, get_proposal, decide_proposal, undo_decision, withdraw_proposal]
