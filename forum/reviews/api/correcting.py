"""Correcting translations, reporting them, and saying what language a post is in, for programs."""

from functools import partial
from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile, Forbidden, InvalidInput, NotFound
from forum.core.ids import PostId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions.rules import TopicLocked, UnderApproval
from forum.reviews import actions, queries
from forum.reviews.api.names import POST, TEXT, TITLE, post_of, text_of, title_of
from forum.reviews.rules import NothingToReport, SaysSoAlready, TranslationLocked
from forum.reviews.schemas import LanguageProposal, ProposalOut, Report
from forum.translations import queries as translations
from forum.translations.asking import language_asked
from forum.translations.rules import LanguageNotDeclared, SameLanguage
from forum.translations.schemas import Correction, TranslationOut
from forum.web.inputs import row_id
from forum.web.openapi import Reply, operation

_correcting = partial(
    operation,
    "PUT",
    body=Correction,
    answer=TranslationOut,
    scope=Scope.WRITE,
    refuses=[
        *(Forbidden, NotFound, EditedMeanwhile, UnderApproval, InvalidInput),
        *(LanguageNotDeclared, SameLanguage, TranslationLocked),
    ],
    also={202: ProposalOut},
)
_reporting = partial(
    operation,
    "POST",
    body=Report,
    answer=ProposalOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, NothingToReport, TranslationLocked, InvalidInput],
)


@_correcting(POST)
async def correct_translation(request: Request[Any], unit: Unit, *, body: Correction) -> Reply:
    """Correct a post's translation, or approve it by sending it unchanged; 202: as a proposal.

    What a reviewer approves stands at once, and what they write themselves where the space lets
    them approve that. All else waits for a reviewer.
    """
    return await _correct(request, unit, post_of(request), body)


@_correcting(TITLE)
async def correct_title(request: Request[Any], unit: Unit, *, body: Correction) -> Reply:
    """Correct the translation of a topic's title; 202: as a proposal."""
    return await _correct(request, unit, title_of(request), body)


@_correcting(TEXT)
async def correct_text(request: Request[Any], unit: Unit, *, body: Correction) -> Reply:
    """Correct the translation of any text, by its name; 202: as a proposal.

    Besides `post:12` and `topic:3` (its title): `tags:3` (with what its card says that one learns),
    `session_title:5`, `session_text:5`, `agenda:5`, `item_text:6`, `caption:8`, `chat:8`,
    `question:8`, `answer:8`, `statement:8`, `poll_title:7`, `poll_text:7`, `poll_options:7`,
    `remark:9`, `space_name:2`, `space_text:2`. Of tags, agendas and options each is a paragraph of
    its own.
    """
    return await _correct(request, unit, text_of(request), body)


async def _correct(request: Request[Any], unit: Unit, name: str, body: Correction) -> Reply:
    language = language_asked(request)
    proposed = await actions.correct(unit, name, language, body)
    if proposed is not None:
        return await _proposed(unit, proposed)
    return Reply((await translations.translations(unit.db, [name], language))[name])


async def _proposed(unit: Unit, number: int) -> Reply:
    return Reply(await queries.proposal(unit.db, unit.actor, number), status=202)


@_reporting(f"{POST}/reports")
async def report_translation(request: Request[Any], unit: Unit, *, body: Report) -> ProposalOut:
    """Say that a post's translation is wrong; reviewers of the language look at it."""
    return await _report(request, unit, post_of(request), body)


@_reporting(f"{TITLE}/reports")
async def report_title(request: Request[Any], unit: Unit, *, body: Report) -> ProposalOut:
    """Say that the translation of a topic's title is wrong."""
    return await _report(request, unit, title_of(request), body)


@_reporting(f"{TEXT}/reports")
async def report_text(request: Request[Any], unit: Unit, *, body: Report) -> ProposalOut:
    """Say that the translation of any text is wrong."""
    return await _report(request, unit, text_of(request), body)


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


ROUTES = [
    correct_translation,
    correct_title,
    correct_text,
    report_translation,
    report_title,
    report_text,
    say_language,
]
