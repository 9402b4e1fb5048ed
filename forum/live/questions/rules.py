"""What becomes of a question, and who may vote for it."""

from collections.abc import Mapping
from enum import StrEnum

from forum.core.errors import N_, ForumError, NotFound

LONGEST_ANSWER = 5_000
"""Characters of an answer in writing."""
LONGEST_REASON = 300


class QuestionState(StrEnum):
    """How it is with a question; all but the first two are for good."""

    WAITING = "waiting"
    """It is read first by somebody who leads the session."""
    OPEN = "open"
    ANSWERED_LIVE = "answered_live"
    ANSWERED_IN_WRITING = "answered_in_writing"
    DISMISSED = "dismissed"
    MERGED = "merged"
    """Another question asks the same, and has its votes."""
    REMOVED = "removed"
    """Out of sight for everybody."""


STATE_NAMES: Mapping[QuestionState, str] = {
    QuestionState.WAITING: N_("Waiting for a moderator"),
    QuestionState.OPEN: N_("Open"),
    QuestionState.ANSWERED_LIVE: N_("Answered in the meeting"),
    QuestionState.ANSWERED_IN_WRITING: N_("Answered in writing"),
    QuestionState.DISMISSED: N_("Not taken up"),
    QuestionState.MERGED: N_("Part of another question"),
    QuestionState.REMOVED: N_("Removed"),
}
UNSETTLED = frozenset({QuestionState.WAITING, QuestionState.OPEN})
ANSWERED = frozenset({QuestionState.ANSWERED_LIVE, QuestionState.ANSWERED_IN_WRITING})
SHOWN = frozenset(QuestionState) - {QuestionState.MERGED, QuestionState.REMOVED}
"""What lists contain."""


class QuestionSettled(ForumError):
    """The question was answered, dismissed or merged before."""

    code, status = "question_settled", 409
    text = N_("This question is settled already.")


class OwnQuestion(ForumError):
    """Nobody votes for what they asked themselves."""

    code, status, text = "own_question", 409, N_("This is your own question.")


class SameQuestion(ForumError):
    """A question cannot be merged into itself."""

    code, status, text = "same_question", 422, N_("Choose another question to merge it into.")


def check_open(state: QuestionState) -> None:
    """Let something be done with a question.

    Raises:
        NotFound: nobody is to know of it yet.
        QuestionSettled: it is not open.
    """
    if state is QuestionState.WAITING:
        raise NotFound
    if state is not QuestionState.OPEN:
        raise QuestionSettled


def check_vote(state: QuestionState, *, is_own: bool) -> None:
    """Let somebody vote for a question, or take their vote back.

    Raises:
        NotFound, QuestionSettled: see `check_open`.
        OwnQuestion: they asked it.
    """
    check_open(state)
    if is_own:
        raise OwnQuestion
