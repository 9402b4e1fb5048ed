"""What comes to the floor and goes out from it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BeforeValidator, Field

from forum.accounts.schemas import MemberOut
from forum.core.ids import LARGEST_ID, DelegationId, ItemId, ParticipantId, SessionId, SlotId
from forum.delegations.rules import Capacity
from forum.live.floor.commands import Command
from forum.live.floor.rules import Appeal, Level, ListState, Ruling, SlotKind, SlotState
from forum.live.sessions.states import ItemState
from forum.translations.schemas import Reading, TranslationOut
from forum.web.fields import COUNTED, LanguageTag, Text
from forum.web.shapes import Input, Output

LONGEST_STATEMENT = 20_000
"""Characters; three hours at the usual pace, and what a post can have."""
LevelWord = Literal[
    "head_of_state",
    "head_of_government",
    "minister",
    "vice_minister",
    "head_of_delegation",
    "delegate",
    "observer",
    "stakeholder",
]
"""A level of representation, the highest first."""


def level_of_word(word: LevelWord) -> Level:
    """The level that a word names."""
    return Level[word.upper()]


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


Empty = BeforeValidator(_none_if_empty)
"""An empty field of a form counts as one that was not sent."""


class FloorQuery(Reading):
    """Which list is meant: that of `item`, or else of the item that is open."""

    item: Annotated[Annotated[ItemId, COUNTED] | None, Empty] = None


class FloorRequest(Input):
    """A request for the floor.

    Attributes:
        item_id: on which item; none: on that which is open. A point of order is about what goes on
            now, whatever is named, also while no item is open.
        kind: for what; a point of order has the floor at once.
        participant_id: for chairs and the secretariat: whom they enter; none: whoever asks.
        level: for the same: the level at which those whom they enter are represented.
        group_id: on behalf of which group the speaker's delegation, which belongs to it, makes a
            statement or an intervention.
    """

    item_id: Annotated[Annotated[ItemId, COUNTED] | None, Empty] = None
    kind: SlotKind
    participant_id: Annotated[Annotated[ParticipantId, COUNTED] | None, Empty] = None
    level: Annotated[LevelWord | None, Empty] = None
    group_id: Annotated[Annotated[DelegationId, COUNTED] | None, Empty] = None


class FloorOrder(Input):
    """Something to be done to a request.

    Attributes:
        act: what.
        expected: state of the request as its doer sees it; if it is another one, nothing is done.
        after: to move a request: id of the waiting request that it comes after; none, or 0: before
            all.
    """

    act: Command
    expected: SlotState
    after: Annotated[Annotated[SlotId, Field(ge=0, le=LARGEST_ID)] | None, Empty] = None


class ListOrder(Input):
    """Whether names are taken.

    Attributes:
        state: that the list is to have.
        expected: its state as the doer sees it.
        opens_at: from when names are taken; none: from now on.
        closes_at: until when; none: until it is closed.
    """

    state: ListState
    expected: ListState
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None


class StatementIn(Input):
    """A statement in writing.

    Attributes:
        text: plain text; "" takes it away.
        language: in which it is; none: it is recognised.
    """

    text: Annotated[str, Text(0, LONGEST_STATEMENT)] = ""
    language: Annotated[LanguageTag | None, Empty] = None


class ClockOut(Output):
    """A speaker's clock: what is left is `limit` less `spent` less the time since `running_since`.

    Lengths are milliseconds, instants milliseconds since 1970 by the server's clock; below zero
    they speak over their time.
    """

    limit: int
    spent: int
    running_since: int | None


class DelegationNamed(Output):
    """A delegation, as it stands beside who speaks for it; `language` is that of the name."""

    id: DelegationId
    url: str
    name: str
    language: str


class StatementOut(Output):
    """A statement in writing.

    Attributes:
        text: null to whoever is not to read it before it is delivered.
        reading_seconds: how long it takes to read out.
        translation: in the language that is read, once everybody may read it; else null.
    """

    text: str | None
    language: str
    words: int
    reading_seconds: int
    translation: TranslationOut | None = None


class SlotOut(Output):
    """A request for the floor.

    Attributes:
        delegation: in whose name; null: for themselves.
        group: on behalf of which group of delegations that one speaks; null: of none.
        is_mine: whether it is the reader's, or of their delegation.
    """

    id: SlotId
    item_id: ItemId
    kind: SlotKind
    state: SlotState
    speaker: MemberOut
    delegation: DelegationNamed | None
    capacity: Capacity | None
    group: DelegationNamed | None
    level: LevelWord
    clock: ClockOut
    requested_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    ruling: Ruling | None
    appeal: Appeal | None
    statement: StatementOut | None
    is_mine: bool


class FloorOut(Output):
    """The speakers' list of an agenda item.

    Attributes:
        item_state: how far the agenda has come with the item.
        is_open: whether names are taken now.
        speaker: who has the floor for anything but a point of order.
        point: the point of order, or the appeal, that is before the meeting.
        waiting: who waits, the next first; requests without the chair's consent included.
        heard: who has spoken, in that order.
        appealable: id of the point of order whose ruling can be appealed against.
        remaining: how many are still to be called.
        predicted_end: when all on the list will have spoken, each for their whole time.
        server_now: the server's clock, milliseconds since 1970.
    """

    session_id: SessionId
    item_id: ItemId
    number: str
    title: str
    item_state: ItemState
    state: ListState
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    speaker: SlotOut | None
    point: SlotOut | None
    waiting: Sequence[SlotOut]
    heard: Sequence[SlotOut]
    appealable: SlotId | None
    remaining: int
    predicted_end: datetime
    server_now: int
