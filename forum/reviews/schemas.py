"""Proposals about translations, as they come in and go out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from forum.accounts.schemas import MemberOut
from forum.core.ids import PostId, TopicId
from forum.discussions.schemas import ChangeOut
from forum.reviews.rules import LONGEST_NOTE
from forum.translations.health import State
from forum.translations.rules import Deed, ProposalKind, ProposalState
from forum.translations.schemas import LONGEST_TRANSLATION, TranslationOut
from forum.web.fields import COUNTED, LanguageTag, Line, Text
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output

Note = Annotated[str, Text(0, LONGEST_NOTE)]


class Report(Input):
    """That a translation is wrong; why may be left out."""

    note: Note = ""


class LanguageProposal(Input):
    """The language that a post is written in."""

    language: LanguageTag
    note: Note = ""


class Decision(Input):
    """What a reviewer decides about a proposal."""

    outcome: Literal["approve", "decline"]
    body: Annotated[str, Text(1, LONGEST_TRANSLATION)] | None = None
    """Better words than those proposed; none: as proposed."""
    version: Annotated[int | None, COUNTED] = None
    """Of the original that was looked at; none: that of the proposal."""
    reason: Note = ""
    """Why it is declined; its author is told."""


class ProposalQuery(ListQuery):
    """Which proposals are wanted."""

    language: LanguageTag | None = None
    kind: ProposalKind | None = None
    state: ProposalState = ProposalState.WAITING
    mine: bool = False
    """Only those by whoever asks."""


class TextRef(Output):
    """The text that a proposal is about."""

    subject: str
    """Its name, such as `post:12` or `session_title:3`."""
    url: str
    topic_id: TopicId | None
    """None where it belongs to no topic."""
    post_id: PostId | None
    """None where it is no post."""
    title: str
    """Of the topic, the session, the decision or the space."""
    title_language: str
    language: str
    """That it is written in."""
    version: int
    """0 where it says nothing any more."""


class TextOut(Output):
    """A text that is translated, with its translation into one language."""

    subject: str
    url: str
    text: str
    """Plain text, or Markdown."""
    language: str
    version: int
    translation: TranslationOut | None
    locked: bool
    """Whether moderators keep the translation as it is."""


class ProposalOut(Output):
    """What a member says about a text or its translation, and what became of it."""

    id: int
    url: str
    kind: ProposalKind
    state: ProposalState
    about: TextRef
    language: str
    text: str
    note: str
    author: MemberOut
    made_at: datetime
    outdated: bool
    """Whether the original was edited since."""
    decided_by: str | None
    decided_at: datetime | None
    reason: str


class TermHit(Output):
    """A term of the glossary that stands in an original."""

    term: str
    translation: str
    """Empty where it is left as it is."""
    used: bool
    """Whether the proposal keeps to it."""


class ProposalWhole(ProposalOut):
    """The same with all that a reviewer needs."""

    original: str
    markdown: bool
    """Whether the original is Markdown, or plain text."""
    current: TranslationOut | None
    changes: Sequence[ChangeOut]
    """From what is shown now to what is proposed, word by word."""
    terms: Sequence[TermHit]
    locked: bool


class DeedOut(Output):
    """One step in the history of a translation."""

    deed: Deed
    by: str | None
    at: datetime
    text: str
    note: str


class FiguresQuery(Input):
    """Of which space; none: of all that one sees."""

    space: Annotated[str, Line(0, 60)] = ""


class CountOut(Output):
    """How far some texts are translated into a language."""

    texts: int
    """Written in other languages."""
    translated: int
    reviewed: int
    """Of those translated: what a person stands by as it is."""
    stale: int
    """Of those translated: what is of an earlier text, or of an earlier glossary."""


class CoveredOut(Output):
    """How far the texts of a space are translated into a language."""

    space: str
    """Empty: of sessions that belong to no space."""
    language: str
    areas: Mapping[str, CountOut]
    """Of `posts`, `titles`, `tags`, `spaces`, `sessions`, `decisions`: where there are texts."""


class StaleOut(Output):
    """A translation that is of an earlier text, or of an earlier glossary."""

    subject: str
    """Such as `post:12`, or `topic:3` for a title."""
    language: str
    since: datetime
    url: str


class PeriodOut(Output):
    """How calls to an engine went."""

    calls: int
    failed: int
    """Those that brought no answer."""
    late: int
    """Of these, those that took longer than anybody waits."""
    quota: int
    """Of these, those that the engine refused as too many, or as more than is paid for."""
    error_rate: float
    """0 to 1."""
    average: int
    """Milliseconds that a call took."""
    slowest: int


class EngineOut(Output):
    """How an engine does."""

    engine: str
    state: State
    rests_since: datetime | None
    """Since when it is asked nothing, after failures in a row."""
    failure: str
    """Code of its last failure, if it has failed."""
    failed_at: datetime | None
    hour: PeriodOut
    day: PeriodOut
    """The last 24 hours."""
    characters: int
    """That it was sent today, by UTC."""
    budget: int | None
    """How many it may be sent in a day; null for any number."""


class SentOut(Output):
    """What an engine was sent on a day, by UTC."""

    day: date
    engine: str
    characters: int
    cost: float | None
    """By the operator's prices; null where there is none."""


class FiguresOut(Output):
    """The moderators' view of translation."""

    covered: Sequence[CoveredOut]
    counted_at: datetime | None
    """When `covered` was counted, which happens every ten minutes; null: not yet."""
    stale: Sequence[StaleOut]
    """The longest so first, at most 50."""
    engines: Sequence[EngineOut]
    sent: Sequence[SentOut]
    failures: dict[str, int]
    """Translations that could not be made, by reason."""
    under_way: int
