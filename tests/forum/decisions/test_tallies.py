from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.decisions.electorates import Elector, Electorate, SecretNeedsEqualVotes
from forum.decisions.rules import ABSTAIN, MOTION, NO, YES, AlreadyVoted, NotEntitled, UnknownOption
from forum.decisions.tallies import Ballot, Sum, Tally, tally, tally_secret

BODY = Electorate(tuple(Elector(at, weight=at + 1, population=at * 7) for at in range(12)))
EQUAL = Electorate(tuple(Elector(at) for at in range(12)))
choices = st.sampled_from([YES, NO, ABSTAIN])
votes = st.dictionaries(st.integers(0, 11), choices).map(
    lambda found: [Ballot(*one) for one in found.items()]
)


@given(votes, st.randoms(use_true_random=False))
def test_a_recount_in_any_order_is_the_result(ballots: list[Ballot], chance: Random) -> None:
    again = chance.sample(ballots, len(ballots))
    assert tally(again, MOTION, BODY) == tally(ballots, MOTION, BODY)


@given(votes)
def test_no_vote_is_lost_or_counted_twice(ballots: list[Ballot]) -> None:
    found = tally(ballots, MOTION, BODY)
    electors = [BODY.elector(one.voter) for one in ballots]
    assert found.cast == sum(map(Sum.of, electors), Sum())
    assert found.missing == len(BODY.electors) - len(ballots)
    assert found.entitled == Sum(12, BODY.weight, BODY.population)


@given(votes)
def test_counting_one_by_one_comes_to_the_same(ballots: list[Ballot]) -> None:
    found = Tally.empty(MOTION, BODY)
    for one in ballots:
        found = found.plus(one.choice, Sum.of(BODY.elector(one.voter)))
    assert found == tally(ballots, MOTION, BODY)


@given(votes, st.randoms(use_true_random=False))
def test_secret_ballots_come_to_what_open_ones_would(ballots: list[Ballot], chance: Random) -> None:
    secret = [one.choice for one in ballots]
    chance.shuffle(secret)
    assert tally_secret(secret, MOTION, EQUAL) == tally(ballots, MOTION, EQUAL)


def test_weights_decide_and_heads_are_counted_beside_them() -> None:
    found = tally([Ballot(0, YES), Ballot(1, YES), Ballot(11, NO)], MOTION, BODY)
    assert found.of(YES) == Sum(2, 3, 7)
    assert found.of(NO) == Sum(1, 12, 77)
    assert found.of(ABSTAIN) == Sum()


def test_a_ballot_that_cannot_be_counted_is_refused() -> None:
    with pytest.raises(AlreadyVoted):
        tally([Ballot(1, YES), Ballot(1, YES)], MOTION, BODY)
    with pytest.raises(NotEntitled):
        tally([Ballot(12, YES)], MOTION, BODY)
    with pytest.raises(UnknownOption):
        tally([Ballot(1, "maybe")], MOTION, BODY)


def test_there_are_no_more_secret_ballots_than_voters() -> None:
    with pytest.raises(AlreadyVoted):
        tally_secret([YES] * 13, MOTION, EQUAL)
    with pytest.raises(SecretNeedsEqualVotes):
        tally_secret([YES], MOTION, BODY)
