"""Worked examples from the rules of the General Assembly and the Council, and laws of counting."""

from collections.abc import Set
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.decisions.electorates import Elector, Electorate
from forum.decisions.majorities import (
    EU_COUNCIL,
    MAJORITY_PRESENT,
    NO_QUORUM,
    ONE_THIRD_PRESENT,
    SIMPLE,
    TWO_THIRDS,
    Base,
    Majority,
    Outcome,
    Qualified,
    Quorum,
    Terms,
    TieRule,
    Voting,
    base_of,
    consensus,
    elected,
    is_tie,
    outcome,
)
from forum.decisions.rules import ABSTAIN, MOTION, NO, YES
from forum.decisions.tallies import Ballot, Tally, tally

# Shares of the Union's population of about 2024, in hundredths of a percent.
EU = {
    "DE": 1859, "FR": 1516, "IT": 1316, "ES": 1078, "PL": 819, "RO": 425, "NL": 397, "BE": 262,
    "CZ": 242, "SE": 235, "PT": 236, "GR": 231, "HU": 213, "AT": 203, "BG": 143, "DK": 133,
    "FI": 124, "SK": 121, "IE": 118, "HR": 86, "LT": 64, "SI": 47, "LV": 42, "EE": 30, "CY": 21,
    "LU": 15, "MT": 12,
}  # fmt: skip
COUNCIL = Electorate(
    tuple(Elector(at, name, population=people) for at, (name, people) in enumerate(EU.items()))
)


def counted(yes: int, no: int, abstain: int = 0, absent: int = 0, members: int = 0) -> Tally:
    """A vote of so many, each of weight 1."""
    choices = [YES] * yes + [NO] * no + [ABSTAIN] * abstain
    body = Electorate(tuple(Elector(at) for at in range(len(choices) + absent)), members)
    return tally((Ballot(at, choice) for at, choice in enumerate(choices)), MOTION, body)


def council(against: Set[str], abstaining: Set[str] = frozenset()) -> Tally:
    """A vote of the Council in which all others are for it."""
    choices = dict.fromkeys(EU, YES) | dict.fromkeys(against, NO)
    choices |= dict.fromkeys(abstaining, ABSTAIN)
    ballots = (Ballot(one.id, choices[one.name]) for one in COUNCIL.electors)
    return tally(ballots, MOTION, COUNCIL)


def test_in_the_general_assembly_abstentions_do_not_count() -> None:
    one_for = counted(yes=1, no=0, abstain=192)
    assert SIMPLE.needed(one_for) == 1
    assert SIMPLE.is_met(one_for)
    assert TWO_THIRDS.is_met(one_for)


@pytest.mark.parametrize(
    ("yes", "no", "simple", "two_thirds"),
    [(97, 96, True, False), (96, 97, False, False), (2, 1, True, True), (86, 44, True, False),
     (88, 44, True, True), (0, 0, False, False)],
)  # fmt: skip
def test_majorities_of_those_present_and_voting(
    yes: int, no: int, *, simple: bool, two_thirds: bool
) -> None:
    found = counted(yes, no, abstain=10)
    assert SIMPLE.is_met(found) == simple
    assert TWO_THIRDS.is_met(found) == two_thirds


def test_each_base_counts_its_own() -> None:
    found = counted(yes=40, no=20, abstain=15, absent=5, members=90)
    assert [base_of(found, base) for base in Base] == [60, 75, 80, 90]
    needed = [Majority(Fraction(1, 2), is_more=True, base=base).needed(found) for base in Base]
    assert needed == [31, 38, 41, 46]


def test_fifteen_of_twenty_seven_with_enough_people_decide_in_the_council() -> None:
    small = {"DK", "FI", "SK", "IE", "HR", "LT", "SI", "LV", "EE", "CY", "LU", "MT"}
    found = council(against=small)
    assert found.of(YES).votes == EU_COUNCIL.needed(found) == 15
    assert EU_COUNCIL.is_met(found)
    assert not EU_COUNCIL.is_met(council(against=small | {"BG"}))


def test_four_members_with_more_than_35_percent_block_and_three_do_not() -> None:
    three = {"DE", "FR", "IT"}
    assert sum(EU[one] for one in three) > 4_600
    assert EU_COUNCIL.is_met(council(against=three))
    assert not EU_COUNCIL.is_met(council(against=three | {"MT"}))


def test_in_the_council_abstaining_is_not_being_for_it() -> None:
    assert not EU_COUNCIL.is_met(council({"DE", "FR"}, abstaining={"IT", "MT"}))


def test_exactly_the_shares_are_enough() -> None:
    # 20 voters of 100 people each: 11 are 55 %, 13 are 65 %.
    body = Electorate(tuple(Elector(at, population=100) for at in range(20)))
    found = [tally((Ballot(at, YES) for at in range(yes)), MOTION, body) for yes in (11, 12, 13)]
    assert [Qualified().is_met(one) for one in found] == [False, False, True]
    assert Qualified(population=Fraction(55, 100)).is_met(found[0])


@pytest.mark.parametrize(
    ("quorum", "entitled", "needed"),
    [
        (MAJORITY_PRESENT, 193, 97),
        (ONE_THIRD_PRESENT, 193, 65),
        (Quorum(Fraction(1, 4), is_more=False), 193, 49),
        (MAJORITY_PRESENT, 52, 27),
        (NO_QUORUM, 193, 0),
    ],
)
def test_quorums(quorum: Quorum, entitled: int, needed: int) -> None:
    assert quorum.needed(entitled) == needed
    assert quorum.is_met(needed, entitled)
    assert not quorum.is_met(needed - 1, entitled)


def test_without_a_quorum_nothing_is_decided() -> None:
    found = counted(yes=30, no=0, absent=70)
    terms = Terms(quorum=MAJORITY_PRESENT)
    assert outcome(found, terms, Voting(present=50)) is Outcome.INQUORATE
    assert outcome(found, terms, Voting(present=51)) is Outcome.ADOPTED


def test_whoever_votes_is_present() -> None:
    found = counted(yes=51, no=0, absent=49)
    assert outcome(found, Terms(quorum=MAJORITY_PRESENT), Voting(present=0)) is Outcome.ADOPTED


@pytest.mark.parametrize(
    ("rule", "voting", "expected"),
    [
        (TieRule.REJECTED, Voting(10), Outcome.REJECTED),
        (TieRule.SECOND_VOTE, Voting(10), Outcome.SECOND_VOTE),
        (TieRule.SECOND_VOTE, Voting(10, is_second=True), Outcome.REJECTED),
        (TieRule.CHAIR_CASTS, Voting(10), Outcome.CHAIR_CASTS),
        (TieRule.CHAIR_CASTS, Voting(10, casting=True), Outcome.ADOPTED),
        (TieRule.CHAIR_CASTS, Voting(10, casting=False), Outcome.REJECTED),
    ],
)
def test_a_tie_comes_to_what_the_rule_says(
    rule: TieRule, voting: Voting, expected: Outcome
) -> None:
    assert outcome(counted(yes=5, no=5), Terms(tie=rule), voting) is expected


@pytest.mark.parametrize(
    ("found", "majority"),
    [
        (counted(yes=0, no=0, abstain=4), SIMPLE),
        (counted(yes=2, no=2), TWO_THIRDS),
        (counted(yes=2, no=2), Qualified()),
        (counted(yes=2, no=2), Majority(Fraction(1, 2), is_more=True, base=Base.MEMBERS)),
        (counted(yes=2, no=3), SIMPLE),
    ],
)
def test_no_votes_and_larger_majorities_know_no_tie(
    found: Tally, majority: Majority | Qualified
) -> None:
    assert not is_tie(found, majority)
    terms = Terms(majority, tie=TieRule.CHAIR_CASTS)
    assert outcome(found, terms, Voting(4, casting=True)) is Outcome.REJECTED


def test_one_objection_stands_against_consensus() -> None:
    assert consensus(0) is Outcome.ADOPTED
    assert consensus(1) is Outcome.REJECTED


def election(votes: dict[str, int]) -> Tally:
    body = Electorate(tuple(Elector(at) for at in range(sum(votes.values()))))
    choices = [option for option, times in votes.items() for _ in range(times)]
    options = tuple(option for option in votes if option != ABSTAIN)
    return tally((Ballot(at, one) for at, one in enumerate(choices)), options, body)


def test_whoever_has_more_than_half_of_those_voting_is_elected() -> None:
    assert elected(election({"a": 4, "b": 2, "c": 1, ABSTAIN: 9}), SIMPLE) == "a"
    assert elected(election({"a": 3, "b": 2, "c": 1}), SIMPLE) is None
    assert elected(election({"a": 3, "b": 2, "c": 1, ABSTAIN: 9}), TWO_THIRDS) is None


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(1, 3)])
def test_an_election_that_two_could_win_is_no_election(share: Fraction) -> None:
    with pytest.raises(ValueError, match="more than half"):
        elected(election({"a": 1, "b": 1}), Majority(share, is_more=False))


shares = st.fractions(0, 1, max_denominator=12)
counts = st.integers(0, 30)


@given(counts, counts, counts, st.builds(Majority, shares, st.booleans(), st.sampled_from(Base)))
def test_another_vote_for_it_never_loses_it(
    yes: int, no: int, abstain: int, majority: Majority
) -> None:
    before, after = (counted(yes + more, no, abstain, absent=1 - more) for more in (0, 1))
    assert majority.is_met(after) or not majority.is_met(before)


@given(counts, counts, counts)
def test_needed_is_the_least_that_is_enough(yes: int, no: int, abstain: int) -> None:
    found = counted(yes, no, abstain)
    assert SIMPLE.is_met(found) == (yes > no)
    assert TWO_THIRDS.is_met(found) == (3 * yes >= 2 * (yes + no) and yes > 0)


@given(st.lists(st.sampled_from([YES, NO, ABSTAIN, ""]), min_size=27, max_size=27))
def test_in_the_council_a_blocking_minority_and_its_opposite_never_both_stand(
    choices: list[str],
) -> None:
    ballots = [Ballot(at, one) for at, one in enumerate(choices) if one]
    found = tally(ballots, MOTION, COUNCIL)
    others = [one for one, choice in zip(COUNCIL.electors, choices, strict=True) if choice != YES]
    people = sum(one.population for one in others)
    is_blocked = len(others) >= 4 and Fraction(people, COUNCIL.population) > Fraction(35, 100)
    assert EU_COUNCIL.is_met(found) == (len(others) <= 12 and not is_blocked)
