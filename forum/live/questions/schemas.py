"""Questions, as they come in and go out."""

from datetime import datetime
from typing import Annotated

from forum.accounts.schemas import MemberOut
from forum.live.questions.rules import LONGEST_ANSWER, LONGEST_REASON, QuestionState
from forum.live.speech.schemas import OptionalLanguage, SpokenOut, SpokenQuery
from forum.translations.schemas import TranslationOut
from forum.web.fields import COUNTED, Line, Text
from forum.web.shapes import Input, Output


class AnswerOut(Output):
    """An answer in writing."""

    language: str
    text: str
    """Markdown."""
    html: str
    translation: TranslationOut | None


class QuestionOut(SpokenOut):
    """A question of a session, the same for everybody who follows it."""

    item_id: int | None
    votes: int
    state: QuestionState
    settled_by: MemberOut | None
    settled_at: datetime | None
    reason: str
    answer: AnswerOut | None


class QuestionShown(QuestionOut):
    """The same for whoever asks for it.

    Attributes:
        voted: whether they voted for it.
    """

    voted: bool


class QuestionsQuery(SpokenQuery):
    """A list of questions."""

    state: QuestionState | None = None


class AnswerDraft(Input):
    """That a question was answered; without a text: in the meeting."""

    text: Annotated[str, Text(0, LONGEST_ANSWER)] = ""
    language: OptionalLanguage = None


class Dismissal(Input):
    """Why a question is not taken up."""

    reason: Annotated[str, Line(1, LONGEST_REASON)]


class Merge(Input):
    """The number of the question that asks the same."""

    into: Annotated[int, COUNTED]
