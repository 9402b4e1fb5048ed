"""The questions of a session for programs."""

from typing import Any

from starlette.requests import Request

from forum.blocked_words.rules import WordRefused
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import QuestionId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.questions import actions, queries
from forum.live.questions.reading import one_question, questions_page
from forum.live.questions.rules import (
    OwnQuestion,
    QuestionSettled,
    QuestionState,
    SameQuestion,
)
from forum.live.questions.schemas import (
    AnswerDraft,
    Dismissal,
    Merge,
    QuestionOut,
    QuestionShown,
    QuestionsQuery,
)
from forum.live.sessions.rules import MutedHere, NotAtThisStage, NotYourPart
from forum.live.speech.reading import session_number
from forum.live.speech.schemas import LineDraft
from forum.translations.schemas import Reading
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation

_LIST = "/sessions/{session_id:int}/questions"
_ONE = f"{_LIST}/{{question_id:int}}"
_REFUSES = [Forbidden, NotFound, NotYourPart, NotAtThisStage]


@operation(
    "GET",
    _LIST,
    query=QuestionsQuery,
    answer=ListOut[QuestionShown],
    refuses=[NotFound, InvalidInput],
)
async def list_questions(request: Request[Any], *, query: QuestionsQuery) -> Reply:
    """List a session's questions, those with most votes first; `lang` adds translations."""
    window = query.window(queries.QUESTION_CURSOR)
    return listed(request, await questions_page(request, window, query.lang, query.state))


@operation("GET", _ONE, query=Reading, answer=QuestionShown, refuses=[NotFound, InvalidInput])
async def get_question(request: Request[Any], *, query: Reading) -> QuestionShown:
    """Show one question."""
    return await one_question(request, _number(request), query.lang)


@operation(
    "POST",
    _LIST,
    body=LineDraft,
    answer=QuestionOut,
    status=201,
    also={202: QuestionOut},
    scope=Scope.WRITE,
    refuses=[*_REFUSES, MutedHere, WordRefused, InvalidInput],
)
async def ask_question(request: Request[Any], unit: Unit, *, body: LineDraft) -> Reply:
    """Ask something, in any language; 202: it waits until somebody who leads has read it."""
    question = await actions.ask(unit, session_number(request), body)
    location = f"/api/v1/sessions/{session_number(request)}/questions/{question}"
    asked = await _out(unit, question)
    status = 202 if asked.state is QuestionState.WAITING else 201
    return Reply(asked, status=status, headers={"location": location})


@operation("POST", f"{_ONE}/approval", answer=QuestionOut, scope=Scope.WRITE, refuses=_REFUSES)
async def approve_question(request: Request[Any], unit: Unit) -> QuestionOut:
    """Let everybody read a question that waits: as the chair, the secretariat or a moderator."""
    await actions.approve(unit, session_number(request), _number(request))
    return await _out(unit, _number(request))


@operation(
    "PUT",
    f"{_ONE}/vote",
    answer=QuestionOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, QuestionSettled, OwnQuestion],
)
async def vote_for_question(request: Request[Any], unit: Unit) -> QuestionOut:
    """Vote for a question: one vote a person."""
    await actions.vote(unit, session_number(request), _number(request))
    return await _out(unit, _number(request))


@operation(
    "DELETE",
    f"{_ONE}/vote",
    answer=QuestionOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, QuestionSettled, OwnQuestion],
)
async def take_back_question_vote(request: Request[Any], unit: Unit) -> QuestionOut:
    """Take a vote for a question back."""
    await actions.vote(unit, session_number(request), _number(request), up=False)
    return await _out(unit, _number(request))


@operation(
    "POST",
    f"{_ONE}/answer",
    body=AnswerDraft,
    answer=QuestionOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, QuestionSettled, InvalidInput],
)
async def answer_question(request: Request[Any], unit: Unit, *, body: AnswerDraft) -> QuestionOut:
    """Answer a question in writing; without a text, say that it was answered in the meeting."""
    await actions.answer(unit, session_number(request), _number(request), body)
    return await _out(unit, _number(request))


@operation(
    "POST",
    f"{_ONE}/dismiss",
    body=Dismissal,
    answer=QuestionOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, QuestionSettled, InvalidInput],
)
async def dismiss_question(request: Request[Any], unit: Unit, *, body: Dismissal) -> QuestionOut:
    """Say that a question is not taken up, and why."""
    await actions.dismiss(unit, session_number(request), _number(request), body.reason)
    return await _out(unit, _number(request))


@operation(
    "POST",
    f"{_ONE}/merge",
    body=Merge,
    answer=QuestionOut,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, QuestionSettled, SameQuestion, InvalidInput],
)
async def merge_question(request: Request[Any], unit: Unit, *, body: Merge) -> QuestionOut:
    """Let a question be part of another one, which gets its votes; shows that one."""
    into = QuestionId(body.into)
    await actions.merge(unit, session_number(request), _number(request), into)
    return await _out(unit, into)


@operation("DELETE", _ONE, status=204, scope=Scope.WRITE, refuses=_REFUSES)
async def remove_question(request: Request[Any], unit: Unit) -> None:
    """Take a question away for good: your own open one, or as the desk or a moderator."""
    await actions.remove(unit, session_number(request), _number(request))


async def _out(unit: Unit, question: QuestionId) -> QuestionOut:
    [found] = await queries.load_questions(unit.db, [question])
    return found.out(unit.actor.locale, {})


def _number(request: Request[Any]) -> QuestionId:
    return QuestionId(row_id(request.path_params["question_id"]))


ROUTES = [
    list_questions,
    get_question,
    ask_question,
    approve_question,
    vote_for_question,
    take_back_question_vote,
    answer_question,
    dismiss_question,
    merge_question,
    remove_question,
]
