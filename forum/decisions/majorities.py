"""Majorities, quorums and ties, in whole numbers and exact fractions.

Sources:
    A/520/Rev.20: rules 67 and 108 (quorum), 83, 85 and 86 (majorities of members present and
    voting), 95 and 133 (votes equally divided).
    Treaty on European Union, Article 16 (4): qualified majority of the Council.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from forum.decisions.rules import ABSTAIN, NO, YES
from forum.decisions.tallies import Tally


class Base(StrEnum):
    """Of what a majority is needed."""

    PRESENT_AND_VOTING = "present_and_voting"
    """Votes for and against; who abstains does not vote (rules 86 and 126)."""
    VALID = "valid"
    """All votes cast, abstentions included."""
    ENTITLED = "entitled"
    """All who may vote in this decision, whether they do or not."""
    MEMBERS = "members"
    """All members of the body."""


def base_of(tally: Tally, base: Base) -> int:
    """Weight of that of which a majority is needed."""
    weights = {
        Base.PRESENT_AND_VOTING: tally.cast.weight - tally.of(ABSTAIN).weight,
        Base.VALID: tally.cast.weight,
        Base.ENTITLED: tally.entitled.weight,
        Base.MEMBERS: tally.members,
    }
    return weights[base]


@dataclass(frozen=True, slots=True)
class Majority:
    """A share of votes.

    Attributes:
        share: of the base, from 0 to 1.
        is_more: whether more than the share is needed; otherwise, the share is enough.
        base: of what.
    """

    share: Fraction
    is_more: bool
    base: Base = Base.PRESENT_AND_VOTING

    def needed(self, tally: Tally) -> int:
        """The least weight of votes that is enough, 1 or more."""
        exact = self.share * base_of(tally, self.base)
        least = exact.__floor__() + 1 if self.is_more else exact.__ceil__()
        return max(least, 1)

    def is_met(self, tally: Tally, option: str = YES) -> bool:
        """Whether enough votes are for `option`."""
        return tally.of(option).weight >= self.needed(tally)


SIMPLE = Majority(Fraction(1, 2), is_more=True)
"""More than half of those present and voting (rule 85)."""
TWO_THIRDS = Majority(Fraction(2, 3), is_more=False)
"""Two thirds of those present and voting, for important questions (rule 83)."""


@dataclass(frozen=True, slots=True)
class Qualified:
    """A majority of voters who stand for a majority of the population.

    Attributes:
        voters: least share of all entitled voters, each counted once.
        population: least share of the population of all entitled.
        blocking: how many voters it takes at least to block by population.
        least: how many voters it takes at least, whatever the share.
    """

    voters: Fraction = Fraction(55, 100)
    population: Fraction = Fraction(65, 100)
    blocking: int = 4
    least: int = 0

    def needed(self, tally: Tally) -> int:
        """The least number of voters that is enough."""
        return max((self.voters * tally.entitled.votes).__ceil__(), self.least, 1)

    def is_met(self, tally: Tally, option: str = YES) -> bool:
        """Whether enough voters with enough population are for `option`.

        Not to be for it is to be against it, so who abstains or stays away may block. Fewer than
        `blocking` voters cannot block, however many people they stand for.
        """
        found, everyone = tally.of(option), tally.entitled
        if found.votes < self.needed(tally):
            return False
        is_populous = found.population >= self.population * everyone.population
        return is_populous or everyone.votes - found.votes < self.blocking


EU_COUNCIL = Qualified(least=15)
"""55 % of the members, at least 15, with 65 % of the population; four members block."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those entitled must be present, each counted once.

    Attributes:
        share: of them.
        is_more: whether more than the share is needed.
    """

    share: Fraction
    is_more: bool

    def needed(self, entitled: int) -> int:
        """The least number present."""
        exact = self.share * entitled
        return exact.__floor__() + 1 if self.is_more else exact.__ceil__()

    def is_met(self, present: int, entitled: int) -> bool:
        """Whether enough are present."""
        return present >= self.needed(entitled)


NO_QUORUM = Quorum(Fraction(0), is_more=False)
MAJORITY_PRESENT = Quorum(Fraction(1, 2), is_more=True)
"""For any decision of the General Assembly and its committees (rules 67 and 108)."""
ONE_THIRD_PRESENT = Quorum(Fraction(1, 3), is_more=False)
"""To open a plenary meeting (rule 67)."""


class TieRule(StrEnum):
    """What equally many votes for and against come to, where more than half is needed."""

    REJECTED = "rejected"
    """As in committees of the General Assembly (rule 133)."""
    CHAIR_CASTS = "chair_casts"
    SECOND_VOTE = "second_vote"
    """Once, at a later meeting; rejected if it is equal again (rule 95)."""


class Outcome(StrEnum):
    """What a vote comes to."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    INQUORATE = "inquorate"
    """Too few were present: nothing is decided."""
    SECOND_VOTE = "second_vote"
    CHAIR_CASTS = "chair_casts"
    """Waits for the chair's vote."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By which a vote is decided; frozen when it is opened."""

    majority: Majority | Qualified = SIMPLE
    quorum: Quorum = NO_QUORUM
    tie: TieRule = TieRule.REJECTED


@dataclass(frozen=True, slots=True)
class Voting:
    """What is known beside the ballots.

    Attributes:
        present: how many of those entitled were present, each counted once.
        is_second: whether this is the second vote after a tie.
        casting: whether the chair's casting vote is for it; `None`: not given.
    """

    present: int
    is_second: bool = False
    casting: bool | None = None


def outcome(tally: Tally, terms: Terms, voting: Voting) -> Outcome:
    """What a vote for or against a proposal comes to.

    Whoever votes is present, also where fewer were counted.
    """
    present = max(voting.present, tally.cast.votes)
    if not terms.quorum.is_met(present, tally.entitled.votes):
        return Outcome.INQUORATE
    if terms.majority.is_met(tally):
        return Outcome.ADOPTED
    return _broken_tie(terms.tie, voting) if is_tie(tally, terms.majority) else Outcome.REJECTED


def consensus(objections: int) -> Outcome:
    """What it comes to when the chair asks whether anybody objects."""
    return Outcome.REJECTED if objections else Outcome.ADOPTED


def is_tie(tally: Tally, majority: Majority | Qualified) -> bool:
    """Whether as many votes are for as against, and one more would have been enough."""
    if isinstance(majority, Qualified) or majority.base is not Base.PRESENT_AND_VOTING:
        return False
    is_simple = majority.share == Fraction(1, 2) and majority.is_more
    return is_simple and tally.of(YES).weight == tally.of(NO).weight > 0


def _broken_tie(rule: TieRule, voting: Voting) -> Outcome:
    if rule is TieRule.CHAIR_CASTS:
        decided = {True: Outcome.ADOPTED, False: Outcome.REJECTED, None: Outcome.CHAIR_CASTS}
        return decided[voting.casting]
    if rule is TieRule.SECOND_VOTE and not voting.is_second:
        return Outcome.SECOND_VOTE
    return Outcome.REJECTED


def elected(tally: Tally, majority: Majority) -> str | None:
    """The one option that has the majority, if any has; for elections (rule 92).

    Of a base of all votes at most one option can have more than half.

    Raises:
        ValueError: half of the votes or less is enough, so that several options could have it.
    """
    if majority.share < Fraction(1, 2) or (
        majority.share == Fraction(1, 2) and not majority.is_more
    ):
        raise ValueError("an election needs more than half of the votes")
    found = (one for one in tally.options if one != ABSTAIN and majority.is_met(tally, one))
    return next(found, None)
