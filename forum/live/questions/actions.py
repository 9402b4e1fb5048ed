"""Asking, voting for, answering, merging and dismissing questions; the caller commits."""

from forum.core.ids import QuestionId, SessionId
from forum.db.unit import Unit
from forum.live.questions import queries, rules
from forum.live.questions.events import (
    ANSWER,
    KIND,
    QuestionAnswered,
    QuestionAsked,
    QuestionDismissed,
    QuestionMerged,
    QuestionRemoved,
    QuestionVoted,
    QuestionWaiting,
)
from forum.live.questions.rules import UNSETTLED, QuestionState, SameQuestion
from forum.live.questions.schemas import AnswerDraft
from forum.live.questions.tables import LiveQuestion
from forum.live.sessions.doing import Doing, of_nobody
from forum.live.sessions.rules import Deed, check
from forum.live.speech.actions import claim
from forum.live.speech.schemas import LineDraft
from forum.live.speech.speaking import Entered, doing_of, enter, enter_to
from forum.live.speech.waiting import check_approval, has_to_wait, hides
from forum.live.speech.writing import language_of
from forum.text.markdown import render
from forum.translations import actions as translations


async def ask(unit: Unit, session_id: SessionId, draft: LineDraft) -> QuestionId:
    """Ask something, in whatever language; it may wait until somebody has read it.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, MutedHere, NotAtThisStage: they may not ask now.
        WordRefused: a word stands in it that is not taken.
    """
    entered = await enter_to(unit, session_id, Deed.ASK_QUESTION)
    session, standing, voice = entered.session, entered.standing, entered.voice
    language = language_of(draft.text, draft.language, unit.actor)
    waits = await has_to_wait(unit, session, standing, draft.text, language)
    row = LiveQuestion(
        session_id=session_id,
        item_id=session.open_item_id,
        author_id=voice.member_id,
        delegation_id=voice.delegation_id,
        capacity=voice.capacity,
        language=language,
        text=draft.text,
        state=QuestionState.WAITING if waits else QuestionState.OPEN,
        asked_at=unit.now,
    )
    question = await queries.add_question(unit.db, row)
    if waits:
        unit.emit(QuestionWaiting(**of_nobody(entered.doing), id=question))
    else:
        await _tell(unit, row, question, entered.doing)
    return question


async def approve(unit: Unit, session_id: SessionId, question: QuestionId) -> None:
    """Let everybody read a question that waits; doing so again changes nothing.

    Raises:
        NotFound: there is no such question, any more or for this actor.
        SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: see `waiting.check_approval`.
    """
    entered = await enter(unit, session_id)
    [row] = await queries.questions_for_update(unit.db, session_id, question)
    check_approval(unit, entered, row.author_id)
    if row.state is QuestionState.WAITING:
        row.state = QuestionState.OPEN
        await _tell(unit, row, question, doing_of(unit, session_id, queries.voice(row)))


async def _tell(unit: Unit, row: LiveQuestion, question: QuestionId, said: Doing) -> None:
    """Have a question sent to its readers, in their languages."""
    await claim(unit, row.session_id, [f"{KIND}:{question}"], row.language)
    unit.emit(QuestionAsked(**said, id=question, language=row.language))


async def vote(unit: Unit, session_id: SessionId, question: QuestionId, *, up: bool = True) -> None:
    """Vote for a question, or take the vote back; doing so again changes nothing.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: they may not vote now.
        QuestionSettled, OwnQuestion: the question takes no vote of theirs.
    """
    entered = await enter_to(unit, session_id, Deed.UPVOTE)
    [row] = await queries.questions_for_update(unit.db, session_id, question)
    rules.check_vote(row.state, is_own=row.author_id == entered.member_id)
    at = unit.now if up else None
    if await queries.set_vote(unit.db, row, entered.member_id, at):
        unit.emit(QuestionVoted(**of_nobody(entered.doing), id=question, votes=row.votes))


async def answer(
    unit: Unit, session_id: SessionId, question: QuestionId, draft: AnswerDraft
) -> None:
    """Say that a question was answered: with a text in writing, without one in the meeting.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: they do not sort questions now.
        QuestionSettled: somebody did already.
    """
    entered, row = await _sorting(unit, session_id, question)
    state = QuestionState.ANSWERED_IN_WRITING if draft.text else QuestionState.ANSWERED_LIVE
    _settle(unit, row, state)
    if draft.text:
        language = language_of(draft.text, draft.language, unit.actor)
        row.answer, row.answer_html = draft.text, render(draft.text).html
        row.answer_language = language
        await claim(unit, session_id, [f"{ANSWER}:{question}"], language)
    unit.emit(QuestionAnswered(**entered.doing, id=question, state=state.value))


async def dismiss(unit: Unit, session_id: SessionId, question: QuestionId, reason: str) -> None:
    """Say that a question is not taken up, and why.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: they do not sort questions now.
        QuestionSettled: somebody did already.
    """
    entered, row = await _sorting(unit, session_id, question)
    _settle(unit, row, QuestionState.DISMISSED)
    row.reason = reason
    unit.emit(QuestionDismissed(**entered.doing, id=question))


async def merge(unit: Unit, session_id: SessionId, question: QuestionId, into: QuestionId) -> None:
    """Let a question be part of another open one: who voted for either votes for that.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: they do not sort questions now.
        SameQuestion: both are one.
        QuestionSettled: one of them is not open.
    """
    entered = await enter_to(unit, session_id, Deed.SORT_QUESTIONS)
    if question == into:
        raise SameQuestion
    row, other = await queries.questions_for_update(unit.db, session_id, question, into)
    rules.check_open(row.state)
    rules.check_open(other.state)
    _settle(unit, row, QuestionState.MERGED)
    row.merged_into_id = into
    await queries.move_votes(unit.db, row, other, unit.now)
    unit.emit(QuestionMerged(**entered.doing, id=question, into=into, votes=other.votes))


async def remove(unit: Unit, session_id: SessionId, question: QuestionId) -> None:
    """Take a question away for good, with its translations and answer.

    Its author does while it is open; the desk and moderators whenever.

    Raises:
        NotFound: there is no such question, any more or for this actor.
        SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: it is not theirs to remove.
    """
    entered = await enter(unit, session_id)
    [row] = await queries.questions_for_update(unit.db, session_id, question)
    if not _may_remove(unit, entered, row):
        check(entered.standing, Deed.REMOVE_TEXT, entered.session.state)
    _settle(unit, row, QuestionState.REMOVED)
    row.text = row.answer = row.answer_html = row.reason = ""
    for kind in (KIND, ANSWER):
        await translations.forget(unit, f"{kind}:{question}")
    unit.emit(QuestionRemoved(**entered.doing, id=question))


def _may_remove(unit: Unit, entered: Entered, row: LiveQuestion) -> bool:
    is_own = row.author_id == entered.member_id and row.state in UNSETTLED
    return is_own or hides(unit.actor, entered.session, row.language)


async def _sorting(
    unit: Unit, session_id: SessionId, question: QuestionId
) -> tuple[Entered, LiveQuestion]:
    entered = await enter_to(unit, session_id, Deed.SORT_QUESTIONS)
    [row] = await queries.questions_for_update(unit.db, session_id, question)
    rules.check_open(row.state)
    return entered, row


def _settle(unit: Unit, row: LiveQuestion, state: QuestionState) -> None:
    row.state, row.settled_at, row.settled_by_id = state, unit.now, unit.actor.member_id
