from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.decisions.electorates import Elector, Electorate
from forum.decisions.majorities import (
    EU_COUNCIL,
    MAJORITY_PRESENT,
    Base,
    Majority,
    Outcome,
    Qualified,
    Quorum,
    Terms,
    TieRule,
    Voting,
)
from forum.decisions.results import Result, Sums, can_elect, result, sums
from forum.decisions.rules import MOTION, Method
from forum.decisions.tallies import Ballot, Tally, tally
from forum.decisions.terms import Wish, read, stored

SHARE = st.fractions(0, 1, max_denominator=100)
MAJORITY = st.builds(Majority, SHARE, is_more=st.booleans(), base=st.sampled_from(Base))
QUALIFIED = st.builds(Qualified, SHARE, SHARE, st.integers(0, 9), st.integers(0, 30))
TERMS = st.builds(
    Terms,
    MAJORITY | QUALIFIED,
    st.builds(Quorum, SHARE, is_more=st.booleans()),
    st.sampled_from(TieRule),
)
THREE = Electorate(tuple(Elector(number, str(number)) for number in (1, 2, 3)))


def voted(options: tuple[str, ...], *choices: str) -> Tally:
    ballots = [Ballot(number + 1, choice) for number, choice in enumerate(choices)]
    return tally(ballots, options, THREE)


@given(TERMS)
def test_terms_are_read_as_they_were_stored(terms: Terms) -> None:
    assert read(stored(terms)) == terms


@given(TERMS)
def test_who_wants_nothing_else_has_the_usual_terms(terms: Terms) -> None:
    assert Wish().of(terms) == terms


def test_what_is_wanted_is_changed_and_nothing_else() -> None:
    usual = Terms(quorum=MAJORITY_PRESENT)
    entitled = Wish(base="entitled").of(usual)
    assert entitled.majority == Majority(Fraction(1, 2), is_more=True, base=Base.ENTITLED)
    assert entitled.quorum == MAJORITY_PRESENT
    assert Wish(majority="two_thirds").of(usual).majority == Majority(Fraction(2, 3), is_more=False)
    assert Wish(majority="qualified", tie="chair_casts").of(usual) == Terms(
        Qualified(), MAJORITY_PRESENT, TieRule.CHAIR_CASTS
    )
    counted = Terms(EU_COUNCIL)
    assert Wish(base="valid", quorum="none").of(counted).majority == EU_COUNCIL


def test_a_straw_poll_comes_to_nothing() -> None:
    found = voted(MOTION, "yes", "yes", "yes")
    assert result(found, Terms(), Voting(3), Method.STRAW) == Result()


@pytest.mark.parametrize(
    ("choices", "came"),
    [
        (("1", "1", "2"), Result(Outcome.ADOPTED, "1")),
        (("1", "2", "abstain"), Result(Outcome.REJECTED)),
        (("1",), Result(Outcome.INQUORATE)),
    ],
)
def test_an_election_needs_a_quorum_and_more_than_half(
    choices: tuple[str, ...], came: Result
) -> None:
    terms = Terms(quorum=MAJORITY_PRESENT)
    assert result(voted(("1", "2"), *choices), terms, Voting(0), Method.SECRET) == came


def test_the_numbers_behind_a_result_are_those_that_decided() -> None:
    found = voted(MOTION, "yes", "abstain")
    assert sums(found, Terms(quorum=MAJORITY_PRESENT), 0) == Sums(1, 1, 2, 2)
    assert sums(found, Terms(Qualified()), 3) == Sums(3, 2, 3, 0)


def test_only_more_than_half_elects_one() -> None:
    half = Fraction(1, 2)
    assert can_elect(Majority(half, is_more=True))
    assert can_elect(Majority(Fraction(2, 3), is_more=False))
    assert not can_elect(Majority(half, is_more=False))
    assert not can_elect(Qualified())
