"""All SQL of questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, literal, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import MemberId, QuestionId, SessionId
from forum.core.paging import Page, Window, cut
from forum.db.inserting import insert_into
from forum.live.questions.events import ANSWER, KIND
from forum.live.questions.rules import SHOWN, QuestionState
from forum.live.questions.schemas import AnswerOut, QuestionOut
from forum.live.questions.tables import LiveQuestion, QuestionVote
from forum.live.sessions.queries import place_of
from forum.live.speech.queries import Speakers, Voice, speakers
from forum.live.speech.subjects import spoken_subject
from forum.live.speech.texts import Translations
from forum.translations.asking import Missing
from forum.translations.subjects import Subject

QUESTION_CURSOR: tuple[type, ...] = (int, int)
"""What a cursor of the list holds: a question's votes and its id."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with who asked and settled it, for readers of any language."""

    row: LiveQuestion
    speakers: Speakers
    settlers: Mapping[int, Member]

    @property
    def id(self) -> int:
        """Its number."""
        assert self.row.id is not None  # noqa: S101 (it was read)
        return self.row.id

    @property
    def session_id(self) -> SessionId:
        """Where it was asked."""
        return self.row.session_id

    @property
    def author_id(self) -> MemberId:
        """Who asked it."""
        return self.row.author_id

    @property
    def waits(self) -> bool:
        """Whether it is read first by somebody who leads the session."""
        return self.row.state is QuestionState.WAITING

    @property
    def subjects(self) -> Sequence[Missing]:
        """What of it is translated."""
        found = [Missing(f"{KIND}:{self.id}", self.row.language)]
        if self.row.answer:
            found.append(Missing(f"{ANSWER}:{self.id}", self.row.answer_language))
        return found

    def out(self, locale: str, translations: Translations) -> QuestionOut:
        """As it goes out to readers of a language."""
        row, settler = self.row, self.settlers.get(self.row.settled_by_id or 0)
        return QuestionOut(
            id=self.id,
            session_id=row.session_id,
            at=row.asked_at,
            speaker=self.speakers.out(voice(row), locale),
            language=row.language,
            text=row.text,
            translation=translations.get(f"{KIND}:{self.id}"),
            item_id=row.item_id,
            votes=row.votes,
            state=row.state,
            settled_by=None if settler is None else member_out(settler),
            settled_at=row.settled_at,
            reason=row.reason,
            answer=self._answer(translations),
        )

    def _answer(self, translations: Translations) -> AnswerOut | None:
        if not self.row.answer:
            return None
        return AnswerOut(
            language=self.row.answer_language,
            text=self.row.answer,
            html=self.row.answer_html,
            translation=translations.get(f"{ANSWER}:{self.id}"),
        )


def voice(row: LiveQuestion) -> Voice:
    """Who asked a question."""
    return Voice(row.author_id, row.delegation_id, row.capacity)


async def add_question(db: AsyncSession, row: LiveQuestion) -> QuestionId:
    """Store a question."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def questions_for_update(
    db: AsyncSession, session_id: SessionId, *numbers: QuestionId
) -> Sequence[LiveQuestion]:
    """Load and lock questions of a session, in the order of their numbers, as `numbers` has them.

    Raises:
        NotFound: one is not there, or was removed.
    """
    query = (
        select(LiveQuestion)
        .where(
            col(LiveQuestion.id).in_(numbers),
            LiveQuestion.session_id == session_id,
            LiveQuestion.state != QuestionState.REMOVED,
        )
        .order_by(col(LiveQuestion.id))
    )
    found = {row.id: row for row in await db.exec(query.with_for_update())}
    if len(found) < len(set(numbers)):
        raise NotFound
    return [found[number] for number in numbers]


async def set_vote(
    db: AsyncSession, row: LiveQuestion, member_id: MemberId, at: datetime | None
) -> bool:
    """Add a member's vote for a question that the caller holds locked, or remove it.

    Args:
        db: the session.
        row: the question; its sum is set.
        member_id: whose vote.
        at: when it is given; `None`: it is taken back.

    Returns:
        Whether the sum is another.
    """
    assert row.id is not None  # noqa: S101 (it was read)
    if at is None:
        of = col(QuestionVote.question_id) == row.id
        await db.exec(delete(QuestionVote).where(of, col(QuestionVote.member_id) == member_id))
    else:
        vote = {"question_id": row.id, "member_id": member_id, "voted_at": at}
        await db.exec(insert_into(db, QuestionVote).values(vote).on_conflict_do_nothing())
    return await _recount(db, row)


async def _recount(db: AsyncSession, row: LiveQuestion) -> bool:
    before = row.votes
    query = select(func.count()).where(QuestionVote.question_id == row.id)
    row.votes = (await db.exec(query)).one()
    return row.votes != before


async def move_votes(db: AsyncSession, row: LiveQuestion, into: LiveQuestion, at: datetime) -> None:
    """Give the votes for a question, and its author's, to another one; both are held locked.

    Nobody has two there, and its own author has none.
    """
    assert into.id is not None  # noqa: S101 (it was read)
    insert = insert_into(db, QuestionVote)
    theirs = select(literal(into.id), QuestionVote.member_id, QuestionVote.voted_at).where(
        QuestionVote.question_id == row.id, QuestionVote.member_id != into.author_id
    )
    columns = ["question_id", "member_id", "voted_at"]
    # What is selected needs a condition, or SQLite takes the conflict for a join.
    await db.exec(insert.from_select(columns, theirs).on_conflict_do_nothing())
    if row.author_id != into.author_id:
        vote = {"question_id": into.id, "member_id": row.author_id, "voted_at": at}
        await db.exec(insert.values(vote).on_conflict_do_nothing())
    await _recount(db, into)


async def votes_of(
    db: AsyncSession, member_id: MemberId | None, numbers: Collection[int]
) -> Collection[int]:
    """Which of some questions a member voted for; none for a visitor."""
    if member_id is None or not numbers:
        return ()
    query = select(QuestionVote.question_id).where(
        QuestionVote.member_id == member_id, col(QuestionVote.question_id).in_(numbers)
    )
    return set(await db.exec(query))


async def questions_page(
    db: AsyncSession, session_id: SessionId, window: Window, state: QuestionState | None = None
) -> Page[Question]:
    """One page of a session's questions: those with most votes first, then as they were asked.

    Args:
        db: the session.
        session_id: which the actor follows.
        window: which part.
        state: those in one state; `None`: all but those merged and removed.
    """
    votes, number = col(LiveQuestion.votes), col(LiveQuestion.id)
    states = SHOWN if state is None else {state} - {QuestionState.REMOVED}
    query = select(LiveQuestion).where(
        LiveQuestion.session_id == session_id, col(LiveQuestion.state).in_(states)
    )
    if window.after is not None:
        query = query.where(_after(window.after))
    query = query.order_by(votes.desc(), number).limit(window.limit + 1)
    found = await _questions(db, (await db.exec(query)).all())
    return cut(found, window, lambda one: (one.row.votes, one.id))


def _after(key: tuple[str | int, ...]) -> ColumnElement[bool]:
    votes, number = col(LiveQuestion.votes), col(LiveQuestion.id)
    return or_(votes < key[0], and_(votes == key[0], number > key[1]))


async def load_questions(db: AsyncSession, numbers: Sequence[int]) -> Sequence[Question]:
    """See `forum.live.speech.texts.Loader`."""
    query = select(LiveQuestion).where(
        col(LiveQuestion.id).in_(numbers), LiveQuestion.state != QuestionState.REMOVED
    )
    return await _questions(db, (await db.exec(query.order_by(col(LiveQuestion.id)))).all())


async def _questions(db: AsyncSession, rows: Sequence[LiveQuestion]) -> Sequence[Question]:
    found = await speakers(db, {voice(row) for row in rows})
    ids = {row.settled_by_id for row in rows if row.settled_by_id is not None}
    people: dict[int, Member] = {}
    if ids:
        members = await db.exec(select(Member).where(col(Member.id).in_(ids)))
        people = {one.id: one for one in members if one.id is not None}
    return [Question(row, found, people) for row in rows]


async def question_subject(db: AsyncSession, number: int) -> Subject | None:
    """`question:<id>`; see `forum.translations.subjects.Source`."""
    row = await db.get(LiveQuestion, number)
    if row is None or row.state in {QuestionState.REMOVED, QuestionState.WAITING}:
        return None
    place = await place_of(db, row.session_id)
    return place and spoken_subject(f"{KIND}:{number}", (row.text, row.language), place)


async def answer_subject(db: AsyncSession, number: int) -> Subject | None:
    """`answer:<id of the question>`; see `forum.translations.subjects.Source`."""
    row = await db.get(LiveQuestion, number)
    if row is None or row.state is not QuestionState.ANSWERED_IN_WRITING:
        return None
    if (place := await place_of(db, row.session_id)) is None:
        return None
    text = (row.answer, row.answer_language)
    return spoken_subject(f"{ANSWER}:{number}", text, place, markdown=True)
