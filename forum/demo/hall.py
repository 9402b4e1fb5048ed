"""What people do in the sessions of the demonstration, as acts that take a change."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from forum.core.errors import NotFound
from forum.core.ids import DecisionId, ItemId, QuestionId, SessionId, SlotId
from forum.db.unit import Unit
from forum.decisions import actions as decisions
from forum.decisions.rules import Method
from forum.decisions.schemas import Closing, DecisionDraft, Vote
from forum.decisions.venues import Asked, Venue
from forum.live.agenda import actions as agenda
from forum.live.captions import actions as captions
from forum.live.captions.partial import show
from forum.live.captions.schemas import SegmentDraft
from forum.live.chat import actions as chat
from forum.live.deciding.venues import SessionVenues
from forum.live.floor import actions as floor
from forum.live.floor.commands import Command
from forum.live.floor.rules import ListState, SlotKind, SlotState
from forum.live.floor.schemas import FloorOrder, FloorRequest, ListOrder, StatementIn
from forum.live.questions import actions as questions
from forum.live.questions.schemas import AnswerDraft
from forum.live.sessions import actions as sessions
from forum.live.sessions.schemas import SessionStep
from forum.live.sessions.states import SessionState
from forum.live.speech.schemas import LineDraft
from realtime.hub import Hub

Act = Callable[[Unit], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that somebody does.

    Attributes:
        after: seconds since the beat before.
        who: handle.
        act: takes the change, whose actor is that person.
    """

    after: float
    who: str
    act: Act


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says, in their language (BCP 47 tag)."""

    text: str
    language: str


Key = TypeVar("Key", bound=int)


def _there(made: Key | None) -> Key:
    """What an act before has made.

    Raises:
        NotFound: that was refused.
    """
    if made is None:
        raise NotFound
    return made


@dataclass
class Hall:
    """A session, and the numbers of what its acts have made.

    Attributes:
        slots: requests for the floor, by handle.
        asked: questions, by handle.
        poll: the decision proposed last.
        hub: takes what is shown while it is said, where people follow the session.
    """

    session: SessionId
    slots: dict[str, SlotId] = field(default_factory=dict)
    asked: dict[str, QuestionId] = field(default_factory=dict)
    poll: DecisionId | None = None
    hub: Hub | None = None

    def step(self, expected: SessionState, to: SessionState) -> Act:
        """Move the session on."""

        async def act(unit: Unit) -> None:
            await sessions.step_session(unit, self.session, SessionStep(expected=expected, to=to))

        return act

    def open_item(self, item: ItemId) -> Act:
        """Deal with an item, and take names."""

        async def act(unit: Unit) -> None:
            await agenda.open_item(unit, self.session, item)
            order = ListOrder(state=ListState.OPEN, expected=ListState.CLOSED)
            await floor.change_list(unit, self.session, item, order)

        return act

    def ask_floor(self, who: str, statement: Words) -> Act:
        """Ask for the floor, and hand in what will be said."""

        async def act(unit: Unit) -> None:
            asked = FloorRequest(kind=SlotKind.INTERVENTION)
            slot = await floor.request_floor(unit, self.session, asked)
            written = StatementIn(text=statement.text, language=statement.language)
            await floor.write_statement(unit, self.session, slot, written)
            self.slots[who] = slot

        return act

    def order(self, who: str, command: Command, expected: SlotState) -> Act:
        """Call somebody, let them begin or end."""

        async def act(unit: Unit) -> None:
            order = FloorOrder(act=command, expected=expected)
            await floor.carry_out(unit, self.session, _there(self.slots.get(who)), order)

        return act

    def caption(self, segment: SegmentDraft) -> Act:
        """Write down, or interpret, what is said; show a partial segment, if there is a hub."""

        async def act(unit: Unit) -> None:
            if segment.final:
                await captions.keep(unit, self.session, segment)
            elif self.hub is not None:
                await captions.enter_to_caption(unit, self.session, segment.via)
                await show(self.hub, self.session, segment, unit.now)

        return act

    def say(self, line: Words) -> Act:
        """Say a line in the chat."""

        async def act(unit: Unit) -> None:
            draft = LineDraft(text=line.text, language=line.language)
            await chat.say(unit, self.session, draft)

        return act

    def ask(self, who: str, question: Words) -> Act:
        """Ask a question."""

        async def act(unit: Unit) -> None:
            draft = LineDraft(text=question.text, language=question.language)
            self.asked[who] = await questions.ask(unit, self.session, draft)

        return act

    def upvote(self, who: str) -> Act:
        """Vote for the question that `who` asked."""

        async def act(unit: Unit) -> None:
            await questions.vote(unit, self.session, _there(self.asked.get(who)))

        return act

    def answer(self, who: str, answer: Words | None = None) -> Act:
        """Answer a question: in writing, or in the meeting."""

        async def act(unit: Unit) -> None:
            text, language = ("", None) if answer is None else (answer.text, answer.language)
            draft = AnswerDraft(text=text, language=language)
            await questions.answer(unit, self.session, _there(self.asked.get(who)), draft)

        return act

    def propose(self, method: Method, title: Words, text: str = "") -> Act:
        """Put something to the delegations, at once."""

        async def act(unit: Unit) -> None:
            draft = DecisionDraft(
                title=title.text, text=text, language=title.language, method=method, is_open=True
            )
            venue, asked = await self._venue(unit), self._asked(unit)
            entitled = await SessionVenues().entitled(unit.db, asked, draft.voters, ())
            self.poll = (await decisions.propose(unit, venue, entitled, draft)).id

        return act

    def vote(self, choice: str) -> Act:
        """Vote on what was proposed last."""

        async def act(unit: Unit) -> None:
            venue = await self._venue(unit)
            await decisions.cast(unit, venue, _there(self.poll), Vote(choice=choice))

        return act

    def close_poll(self) -> Act:
        """Take no more votes, and count them."""

        async def act(unit: Unit) -> None:
            venue = await self._venue(unit)
            await decisions.close(unit, venue, _there(self.poll), Closing())

        return act

    async def _venue(self, unit: Unit) -> Venue:
        return await SessionVenues().enter(unit.db, self._asked(unit))

    def _asked(self, unit: Unit) -> Asked:
        return Asked(unit.actor, str(self.session), unit.now)
