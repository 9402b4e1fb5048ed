"""Counting ballots: every count comes from the ballots alone, so that a recount is the result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from forum.decisions.electorates import Elector, Electorate
from forum.decisions.rules import ABSTAIN, AlreadyVoted, check_choice


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as cast.

    Attributes:
        voter: id of the elector whose vote it is, whoever cast it.
        choice: one of the options, or `ABSTAIN`.
    """

    voter: int
    choice: str


@dataclass(frozen=True, slots=True)
class Sum:
    """So many votes: each counted once, by weight, and by the population behind them."""

    votes: int = 0
    weight: int = 0
    population: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.votes + other.votes,
            self.weight + other.weight,
            self.population + other.population,
        )

    @classmethod
    def of(cls, vote: Elector) -> "Sum":
        """One vote."""
        return cls(1, vote.weight, vote.population)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a vote stands.

    Attributes:
        options: what is voted on, in order, `ABSTAIN` last.
        sums: of the options that have votes.
        entitled: of all who may vote.
        members: weight of all members of the body.
    """

    options: tuple[str, ...]
    entitled: Sum
    members: int
    sums: Mapping[str, Sum] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def empty(cls, options: tuple[str, ...], electorate: Electorate) -> "Tally":
        """That of a vote in which nobody has voted."""
        everyone = sum(map(Sum.of, electorate.electors), Sum())
        return cls((*options, ABSTAIN), everyone, electorate.members)

    def of(self, option: str) -> Sum:
        """The votes for an option."""
        return self.sums.get(option, Sum())

    @property
    def cast(self) -> Sum:
        """All votes, abstentions included."""
        return sum(self.sums.values(), Sum())

    @property
    def missing(self) -> int:
        """How many who may vote have not."""
        return self.entitled.votes - self.cast.votes

    def plus(self, option: str, vote: Sum) -> "Tally":
        """The same with one vote more.

        Raises:
            UnknownOption: it is for something else.
        """
        check_choice(option, self.options)
        sums = {**self.sums, option: self.of(option) + vote}
        return replace(self, sums=MappingProxyType(sums))


def tally(ballots: Iterable[Ballot], options: tuple[str, ...], electorate: Electorate) -> Tally:
    """Count ballots whose voters are known; their order makes no difference.

    Raises:
        NotEntitled: a ballot is of somebody who has no vote.
        AlreadyVoted: two ballots are of the same voter.
        UnknownOption: a choice is none of the options.
    """
    found = Tally.empty(options, electorate)
    voted: set[int] = set()
    for ballot in ballots:
        if ballot.voter in voted:
            raise AlreadyVoted
        voted.add(ballot.voter)
        found = found.plus(ballot.choice, Sum.of(electorate.elector(ballot.voter)))
    return found


def tally_secret(choices: Iterable[str], options: tuple[str, ...], electorate: Electorate) -> Tally:
    """Count ballots whose voters nobody knows, and whose weights therefore are equal.

    Raises:
        SecretNeedsEqualVotes: weights differ.
        AlreadyVoted: there are more ballots than voters.
        UnknownOption: a choice is none of the options.
    """
    electorate.check_secret(counts_population=False)
    found = Tally.empty(options, electorate)
    for choice in choices:
        if not found.missing:
            raise AlreadyVoted
        found = found.plus(choice, Sum(1, electorate.electors[0].weight))
    return found
