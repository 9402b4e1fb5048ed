"""The record of a session, as it goes out. Times and lengths are in ms, times since 1970."""

from collections.abc import Mapping, Sequence

from forum.core.ids import ItemId, SessionId, TopicId
from forum.translations.schemas import TranslationOut
from forum.web.shapes import Input, Output


class Nothing(Input):
    """A button that says all."""


class SpeakerName(Output):
    """Who did something, and for whom; names are in the reader's language.

    Attributes:
        member: number of the person; `None`: nobody in particular.
        delegation: number of the delegation; `None`: for themselves, or as an officer.
        capacity: as what they act for it.
    """

    member: int | None
    name: str
    delegation: int | None
    delegation_name: str
    capacity: str | None


class AttendeeOut(Output):
    """That somebody took part in the meeting as something.

    Attributes:
        began, ended: from when to when they could follow it as this.
        first, last: when they did something that was recorded; `None`: they did not.
    """

    who: SpeakerName
    part: str
    began: int
    ended: int
    first: int | None
    last: int | None


class SpeakingOut(Output):
    """How often, and how long, somebody had the floor."""

    name: str
    turns: int
    spent: int


class StatisticsOut(Output):
    """What was counted.

    Attributes:
        length: how long people met, pauses left out.
        questions: how many there are of each state.
        decisions: how many ended how.
        languages: by kind of text: how many are in each language.
    """

    length: int
    speakers: Sequence[SpeakingOut]
    delegations: Sequence[SpeakingOut]
    regions: Sequence[SpeakingOut]
    questions: Mapping[str, int]
    decisions: Mapping[str, int]
    ballots: int
    languages: Mapping[str, Mapping[str, int]]


class RecordOut(Output):
    """What the log of a session tells.

    Attributes:
        began, ended: of the meeting; `None`: it was never opened.
        attendance: for who is signed in; for visitors it is empty.
    """

    session_id: SessionId
    url: str
    title: str
    state: str
    began: int | None
    ended: int | None
    attendance: Sequence[AttendeeOut]
    statistics: StatisticsOut


class MomentOut(Output):
    """Something that happened; its page is `/sessions/<id>/record#<anchor>`.

    Attributes:
        offset: number of its entry in the log.
        ended: when what was said ended; `None`: not known.
        kind: `state`, `item`, `speech`, `caption`, `chat`, `question`, `answer`, `decision` or
            `remark`.
        id: number of the text, request or decision; `None`: it is about none.
        item: number of the item of the agenda.
        group: number of the group of delegations on whose behalf somebody speaks.
        heard: who speaks, as the captioner says.
        about: title of the decision that it is a remark on.
        detail: the state, the kind of request or remark, or what became of a decision.
        language: BCP 47 tag of the text, which is the original; "": not known.
        via: how a caption came about.
        engine: of the machine that listened.
        translation: into the language that was asked for, if a person stands by it.
    """

    offset: int
    anchor: str
    at: int
    ended: int | None
    kind: str
    id: int | None
    item: int | None
    by: int | None
    name: str
    delegation: int | None
    delegation_name: str
    capacity: str | None
    group: int | None
    group_name: str
    heard: str
    about: str
    detail: str
    language: str
    text: str
    via: str
    engine: str
    translation: TranslationOut | None = None


class TranscriptOut(Output):
    """Everything that was said, asked and decided in a session, in the order of its log."""

    session_id: SessionId
    moments: Sequence[MomentOut]


class HandedOverOut(Output):
    """The topic that an item of the agenda became."""

    item_id: ItemId
    topic_id: TopicId
    url: str


class HandOverOut(Output):
    """The topics that the items of a session became."""

    session_id: SessionId
    topics: Sequence[HandedOverOut]
