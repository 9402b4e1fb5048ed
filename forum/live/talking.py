"""What is said and written in sessions, put together for the product."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.events import Event
from forum.live.captions.events import CaptionCorrected, CaptionFinal
from forum.live.captions.queries import caption_subject, load_captions
from forum.live.chat.events import ChatSaid
from forum.live.chat.queries import line_subject, load_lines
from forum.live.floor.subjects import statement_subject
from forum.live.questions.events import QuestionAnswered, QuestionAsked
from forum.live.questions.queries import answer_subject, load_questions, question_subject
from forum.live.reactions.gathering import Gathering
from forum.live.sessions import subjects as sessions
from forum.live.speech.desk import Desk
from forum.live.speech.texts import LiveText, LiveTexts
from forum.runtime import Listener, Runtime
from forum.translations.engines import Engines
from forum.translations.subjects import Subjects

SUBJECTS: Subjects = {
    "answer": answer_subject,
    "caption": caption_subject,
    "chat": line_subject,
    "question": question_subject,
    "statement": statement_subject,
    **sessions.SUBJECTS,
}
"""What loads each kind of text that is translated."""
LIVE_TEXTS: LiveTexts = {
    "answer": LiveText("question.text", "answer", load_questions, beside=("question",)),
    "caption": LiveText("caption.text", "caption", load_captions),
    "chat": LiveText("chat.text", "chat", load_lines),
    "question": LiveText("question.text", "question", load_questions, beside=("answer",)),
}
"""What is sent to readers as it is written."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a process does beside requests so that people in a session understand each other.

    Attributes:
        desk: sends and translates what is written.
        reactions: gathers sums.
    """

    desk: Desk
    reactions: Gathering

    async def run(self) -> None:
        """Go on until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.desk.run())
            tasks.create_task(self.reactions.run())


def open_desk(runtime: Runtime, engines: Engines) -> Desk:
    """The desk of a process; the caller closes it."""
    return Desk(runtime, engines, SUBJECTS, LIVE_TEXTS)


def listeners(desk: Desk) -> dict[type[Event], Sequence[Listener]]:
    """What a desk hears of."""
    heard: tuple[type[Event], ...] = (
        *(CaptionFinal, CaptionCorrected, ChatSaid),
        *(QuestionAnswered, QuestionAsked),
    )
    return {kind: [desk.hear] for kind in heard}


def talk(desk: Desk, runtime: Runtime) -> Talk:
    """All of it, of a process that is open."""
    return Talk(desk, Gathering(runtime))
