"""What a vote comes to, of whatever kind it is; counted from ballots alone."""

from dataclasses import dataclass

from forum.decisions.majorities import (
    Majority,
    Outcome,
    Qualified,
    Terms,
    Voting,
    base_of,
    elected,
    outcome,
)
from forum.decisions.rules import BINDING, MOTION, Method
from forum.decisions.tallies import Tally


@dataclass(frozen=True, slots=True)
class Result:
    """The end of a vote.

    Attributes:
        outcome: `None`: it decides nothing.
        chosen: the option that was elected, where there were others than yes and no.
    """

    outcome: Outcome | None = None
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """The numbers behind a result, so that readers can check it.

    Attributes:
        base: weight of that of which the majority is one; of a qualified one, voters.
        needed: the least that was enough of it.
        present: how many voters counted as present.
        quorum: how many had to be.
    """

    base: int
    needed: int
    present: int
    quorum: int


def result(tally: Tally, terms: Terms, voting: Voting, method: Method) -> Result:
    """What a vote comes to.

    Raises:
        ValueError: options of one's own, and a majority that several of them could have.
    """
    if method not in BINDING:
        return Result()
    if tally.options[:-1] == MOTION:
        return Result(outcome(tally, terms, voting))
    if not is_quorate(tally, terms, voting):
        return Result(Outcome.INQUORATE)
    assert isinstance(terms.majority, Majority)  # noqa: S101 (checked when it was proposed)
    chosen = elected(tally, terms.majority)
    return Result(Outcome.ADOPTED if chosen else Outcome.REJECTED, chosen or "")


def is_quorate(tally: Tally, terms: Terms, voting: Voting) -> bool:
    """Whether enough were present; whoever votes is."""
    present = max(voting.present, tally.cast.votes)
    return terms.quorum.is_met(present, tally.entitled.votes)


def sums(tally: Tally, terms: Terms, present: int) -> Sums:
    """The numbers that decide."""
    majority = terms.majority
    return Sums(
        base=tally.entitled.votes
        if isinstance(majority, Qualified)
        else base_of(tally, majority.base),
        needed=majority.needed(tally),
        present=max(present, tally.cast.votes),
        quorum=terms.quorum.needed(tally.entitled.votes),
    )


def can_elect(majority: Majority | Qualified) -> bool:
    """Whether at most one of several options can have the majority."""
    if isinstance(majority, Qualified):
        return False
    return majority.share * 2 > 1 or (majority.share * 2 == 1 and majority.is_more)
