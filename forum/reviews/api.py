"""Correcting translations, and deciding about what others propose, for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile, Forbidden, InvalidInput, NotFound
from forum.core.ids import PostId
from forum.core.paging import Page
from forum.core.permissions import Permission, Scope
from forum.db.unit import Unit
from forum.discussions.rules import TopicLocked, UnderApproval
from forum.reviews import actions, figures_api, queries, reading
from forum.reviews.queries import ProposalFilter
from forum.reviews.rules import (
    NothingToReport,
    NotTakenBack,
    OwnProposal,
    ProposalDecided,
    SaysSoAlready,
    TranslationLocked,
)
from forum.reviews.schemas import (
    Decision,
    DeedOut,
    LanguageProposal,
    ProposalOut,
    ProposalQuery,
    ProposalWhole,
    Report,
    TextOut,
)
from forum.runtime import runtime
from forum.translations import queries as translations
from forum.translations.asking import language_asked
from forum.translations.rules import LanguageNotDeclared, SameLanguage
from forum.translations.schemas import Correction, TranslationOut
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation

_POST = "/posts/{post_id:int}/translations/{language}"
_TITLE = "/topics/{topic_id:int}/translations/{language}"
_TEXT = "/texts/{subject}/translations/{language}"
_LIST = "/translations/proposals"
_ONE = f"{_LIST}/{{proposal_id:int}}"
_CORRECTING = (
    *(Forbidden, NotFound, EditedMeanwhile, UnderApproval, InvalidInput),
    *(LanguageNotDeclared, SameLanguage, TranslationLocked),
)
_REPORTING = (Forbidden, NotFound, NothingToReport, TranslationLocked, InvalidInput)
_DECIDING = (Forbidden, NotFound, LanguageNotDeclared, TranslationLocked)


def _post(request: Request[Any]) -> str:
    return f"post:{row_id(request.path_params['post_id'])}"


def _topic(request: Request[Any]) -> str:
    return f"topic:{row_id(request.path_params['topic_id'])}"


def _text(request: Request[Any]) -> str:
    return str(request.path_params["subject"])


def _proposal(request: Request[Any]) -> int:
    return row_id(request.path_params["proposal_id"])


@operation(
    "PUT",
    _POST,
    body=Correction,
    answer=TranslationOut,
    scope=Scope.WRITE,
    refuses=_CORRECTING,
    also={202: ProposalOut},
)
async def correct_translation(request: Request[Any], unit: Unit, *, body: Correction) -> Reply:
    """Correct a post's translation, or approve it by sending it unchanged; 202: as a proposal.

    What a reviewer approves stands at once, and what they write themselves where the space lets
    them approve that. All else waits for a reviewer.
    """
    return await _correct(request, unit, _post(request), body)


@operation(
    "PUT",
    _TITLE,
    body=Correction,
    answer=TranslationOut,
    scope=Scope.WRITE,
    refuses=_CORRECTING,
    also={202: ProposalOut},
)
async def correct_title(request: Request[Any], unit: Unit, *, body: Correction) -> Reply:
    """Correct the translation of a topic's title; 202: as a proposal."""
    return await _correct(request, unit, _topic(request), body)


@operation(
    "PUT",
    _TEXT,
    body=Correction,
    answer=TranslationOut,
    scope=Scope.WRITE,
    refuses=_CORRECTING,
    also={202: ProposalOut},
)
async def correct_text(request: Request[Any], unit: Unit, *, body: Correction) -> Reply:
    """Correct the translation of any text, by its name; 202: as a proposal.

    Besides `post:12` and `topic:3` (its title): `tags:3` (with what its card says that one learns),
    `session_title:5`, `session_text:5`, `agenda:5`, `item_text:6`, `caption:8`, `chat:8`,
    `question:8`, `answer:8`, `poll_title:7`, `poll_text:7`, `poll_options:7`, `remark:9`,
    `space_name:2`, `space_text:2`. Of tags, agendas and options each is a paragraph of its own.
    """
    return await _correct(request, unit, _text(request), body)


async def _correct(request: Request[Any], unit: Unit, name: str, body: Correction) -> Reply:
    language = language_asked(request)
    proposed = await actions.correct(unit, name, language, body)
    if proposed is not None:
        return await _proposed(unit, proposed)
    return Reply((await translations.translations(unit.db, [name], language))[name])


async def _proposed(unit: Unit, number: int) -> Reply:
    return Reply(await queries.proposal(unit.db, unit.actor, number), status=202)


@operation("GET", _TEXT, answer=TextOut, refuses=[NotFound, InvalidInput])
async def get_text(request: Request[Any]) -> TextOut:
    """Show any text that is translated, by its name, with its translation if there is one."""
    async with runtime(request).database.reading() as db:
        return await reading.text_out(
            db, actor_of(request), _text(request), language_asked(request)
        )


@operation("GET", f"{_TEXT}/history", answer=ListOut[DeedOut], refuses=[NotFound, InvalidInput])
async def list_text_history(request: Request[Any]) -> Reply:
    """List what people did about the translation of any text, the newest first."""
    return await _history(request, _text(request))


@operation("GET", f"{_POST}/history", answer=ListOut[DeedOut], refuses=[NotFound, InvalidInput])
async def list_translation_history(request: Request[Any]) -> Reply:
    """List what people did about a post's translation, the newest first."""
    return await _history(request, _post(request))


async def _history(request: Request[Any], name: str) -> Reply:
    language = language_asked(request)
    async with runtime(request).database.reading() as db:
        found = await reading.shown(db, actor_of(request), name, language)
    return listed(request, Page(found.history))


@operation(
    "POST",
    f"{_POST}/reports",
    body=Report,
    answer=ProposalOut,
    status=201,
    scope=Scope.WRITE,
    refuses=_REPORTING,
)
async def report_translation(request: Request[Any], unit: Unit, *, body: Report) -> ProposalOut:
    """Say that a post's translation is wrong; reviewers of the language look at it."""
    return await _report(request, unit, _post(request), body)


@operation(
    "POST",
    f"{_TITLE}/reports",
    body=Report,
    answer=ProposalOut,
    status=201,
    scope=Scope.WRITE,
    refuses=_REPORTING,
)
async def report_title(request: Request[Any], unit: Unit, *, body: Report) -> ProposalOut:
    """Say that the translation of a topic's title is wrong."""
    return await _report(request, unit, _topic(request), body)


@operation(
    "POST",
    f"{_TEXT}/reports",
    body=Report,
    answer=ProposalOut,
    status=201,
    scope=Scope.WRITE,
    refuses=_REPORTING,
)
async def report_text(request: Request[Any], unit: Unit, *, body: Report) -> ProposalOut:
    """Say that the translation of any text is wrong."""
    return await _report(request, unit, _text(request), body)


async def _report(request: Request[Any], unit: Unit, name: str, said: Report) -> ProposalOut:
    number = await actions.report(unit, name, language_asked(request), said)
    return await queries.proposal(unit.db, unit.actor, number)


@operation(
    "PUT",
    "/posts/{post_id:int}/language",
    body=LanguageProposal,
    status=204,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, SaysSoAlready, UnderApproval, TopicLocked, InvalidInput],
    also={202: ProposalOut},
)
async def say_language(request: Request[Any], unit: Unit, *, body: LanguageProposal) -> Reply:
    """Say which language a post is written in; 202: as a proposal.

    Its author and moderators change it at once.
    """
    post_id = PostId(row_id(request.path_params["post_id"]))
    proposed = await actions.say_language(unit, post_id, body)
    return Reply() if proposed is None else await _proposed(unit, proposed)


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


ROUTES = [
    *figures_api.ROUTES,
    correct_translation,
    correct_title,
    correct_text,
    get_text,
    list_translation_history,
    list_text_history,
    report_translation,
    report_title,
    report_text,
    say_language,
    list_proposals,
    get_proposal,
    decide_proposal,
    undo_decision,
    withdraw_proposal,
]
