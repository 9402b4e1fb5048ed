"""Decisions as they come in and go out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from forum.core.ids import DecisionId, DelegationId, ElectorId, MemberId, RemarkId
from forum.decisions.majorities import Base, Outcome, TieRule
from forum.decisions.rules import DecisionState, Method, RemarkKind, VoterKind
from forum.decisions.terms import Wish
from forum.delegations.rules import Capacity
from forum.translations.schemas import TranslationOut, WordsOut
from forum.web.fields import LanguageTag, Line, Text
from forum.web.shapes import Input, Output

MOST_ELECTORS = 2_000
LARGEST = 2**63 - 1

Title = Annotated[str, Line(1, 200)]
Words = Annotated[str, Text(1, 20_000)]
Option = Annotated[str, Line(1, 200)]
Word = Annotated[str, Line(1, 60)]
"""A delegation's slug, or a member's handle."""
Weight = Annotated[int, Field(ge=1, le=1_000_000)]
People = Annotated[int, Field(ge=0, le=10_000_000_000)]
Key = Annotated[int, Field(ge=1, le=LARGEST)]


class DecisionDraft(Input):
    """A decision to be proposed.

    Attributes:
        text: what is decided on; a text under silence, and by consensus, needs one.
        options: of an election or a poll, two or more; none: yes or no.
        electors: delegations by slug, or members by handle; none: everybody who may vote there.
        weights: of votes that count more than once, by the same words.
        populations: for a qualified majority, of every elector.
        proxies: who casts a vote, by whose it is.
        sponsors: whose proposal it is.
        members: weight of all members of the body, where it is more than that of the electors.
        deadline: of silence.
        translations: of the text, by people; they help readers and are not what is decided on.
        is_open: whether it is opened at once.
    """

    title: Title
    text: Annotated[str, Text(0, 20_000)] = ""
    language: LanguageTag
    method: Method
    options: Annotated[tuple[Option, ...], Field(max_length=50)] = ()
    voters: VoterKind = VoterKind.DELEGATIONS
    electors: Annotated[tuple[Word, ...], Field(max_length=MOST_ELECTORS)] = ()
    weights: Annotated[dict[Word, Weight], Field(max_length=MOST_ELECTORS)] = Field(
        default_factory=dict
    )
    populations: Annotated[dict[Word, People], Field(max_length=MOST_ELECTORS)] = Field(
        default_factory=dict
    )
    proxies: Annotated[dict[Word, Word], Field(max_length=MOST_ELECTORS)] = Field(
        default_factory=dict
    )
    sponsors: Annotated[tuple[Word, ...], Field(max_length=MOST_ELECTORS)] = ()
    members: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
    majority: Literal["", "simple", "two_thirds", "qualified"] = ""
    base: Literal["", "present_and_voting", "valid", "entitled", "members"] = ""
    quorum: Literal["", "none", "one_third", "majority"] = ""
    tie: Literal["", "rejected", "chair_casts", "second_vote"] = ""
    deadline: AwareDatetime | None = None
    translations: Annotated[dict[LanguageTag, Words], Field(max_length=60)] = Field(
        default_factory=dict
    )
    is_open: bool = False

    @property
    def wish(self) -> Wish:
        """What is to be different from the usual terms."""
        return Wish(self.majority, self.base, self.quorum, self.tie)


class Vote(Input):
    """A ballot.

    Attributes:
        choice: `yes`, `no`, the number of an option, or `abstain`.
        elector: whose vote it is; left out: one's own.
    """

    choice: Annotated[str, Line(1, 20)]
    elector: Key | None = None


class RemarkDraft(Input):
    """An objection, a reservation or an explanation of vote.

    Attributes:
        words: in one's own language.
        version: of the text that was read.
        elector: in whose name; left out: one's own.
    """

    words: Annotated[str, Text(1, 10_000)]
    language: LanguageTag
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    elector: Key | None = None


class Amendment(Input):
    """Another version of a text, which has its own time.

    Attributes:
        version: the one that it replaces.
        deadline: of silence on it.
    """

    text: Words
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    deadline: AwareDatetime


class Closing(Input):
    """How a vote is closed: `present` voters were counted; those who voted are present anyhow."""

    present: Annotated[int, Field(ge=0, le=MOST_ELECTORS)] = 0


class Casting(Input):
    """The chair's casting vote after a tie."""

    in_favour: bool


class ReceiptIn(Input):
    """A receipt to be looked for among those counted."""

    receipt: Annotated[str, Line(1, 60)]


class OptionOut(Output):
    """An option and its votes; `votes` and what follows are none until they can be shown.

    Attributes:
        key: what a ballot says.
        text: "" for yes, no and abstaining.
    """

    key: str
    text: str
    votes: int | None
    weight: int | None
    population: int | None


class ElectorOut(Output):
    """A vote and, of a roll-call, what it was.

    Attributes:
        place: in the roll-call, from 1.
        proxy_id: the elector who casts it instead.
    """

    id: ElectorId
    name: str
    delegation_id: DelegationId | None
    member_id: MemberId | None
    weight: int
    population: int
    proxy_id: ElectorId | None
    is_sponsor: bool
    place: int
    choice: str | None


class RemarkOut(Output):
    """Something handed in in writing, in the words and the language of its author.

    Attributes:
        translation: in the language that was asked for, where there is one; it helps readers.
    """

    id: RemarkId
    kind: RemarkKind
    elector: str
    by: str
    capacity: Capacity | None
    words: str
    language: str
    version: int
    at: datetime
    translation: TranslationOut | None = None


class TermsOut(Output):
    """By what a vote is decided, in exact numbers.

    Attributes:
        majority: numerator and denominator; of a qualified one, of voters.
        is_more: whether more than that is needed.
        base: none for a qualified majority.
        population: numerator and denominator of the share of the population, of a qualified one.
    """

    majority: tuple[int, int]
    is_more: bool
    base: Base | None
    population: tuple[int, int] | None
    quorum: tuple[int, int]
    quorum_is_more: bool
    tie: TieRule


class CountOut(Output):
    """How a vote was counted; see `results.Sums`."""

    cast: int
    cast_weight: int
    entitled: int
    entitled_weight: int
    members: int
    base: int
    needed: int
    present: int
    quorum: int


class DecisionRow(Output):
    """A decision in a list."""

    id: DecisionId
    url: str
    place: str
    title: str
    language: str
    method: Method
    state: DecisionState
    outcome: Outcome | None
    opened_at: datetime | None
    deadline: datetime | None
    closed_at: datetime | None


class DecisionOut(DecisionRow):
    """A decision, with all that whoever may see it can see.

    Attributes:
        text: in its version `version`; `digest` is its SHA-256 in UTF-8, in hexadecimal.
        translations: by people; not what is decided on.
        options: abstaining last; numbers stand beside them when they can be shown.
        count: none where there are no ballots, and of a secret ballot until it is closed.
        electors: in the order of the roll-call, else in English alphabetical order.
        commitment: SHA-256 of the seed of the draw; `seed`: in hexadecimal, once it is opened.
        second_of: the vote that ended in a tie, which this one is held for.
        receipts: how many hashes of receipts there are, once a secret ballot is closed.
        translated_title, translated_text, translated_options: in the language that was asked for,
            where they are translated into it; they help readers.
    """

    text: str
    version: int
    digest: str
    translations: Mapping[str, str]
    voters: VoterKind
    options: Sequence[OptionOut]
    terms: TermsOut
    count: CountOut | None
    chosen: str
    casting: bool | None
    electors: Sequence[ElectorOut]
    remarks: Sequence[RemarkOut]
    commitment: str
    seed: str
    second_of: DecisionId | None
    receipts: int
    translated_title: TranslationOut | None = None
    translated_text: TranslationOut | None = None
    translated_options: WordsOut | None = None


class Cast(Output):
    """A ballot that was taken; `receipt` is shown this once, for a secret ballot only."""

    receipt: str | None


class Recount(Output):
    """Ballots counted again, one by one.

    Attributes:
        agrees: whether sums and result are those that were stored.
        sums: votes, weight and population for each option.
    """

    agrees: bool
    sums: Mapping[str, Sequence[int]]
    outcome: Outcome | None
    chosen: str
