import pytest

from forum.decisions.rules import (
    ABSTAIN,
    BINDING,
    METHOD_NAMES,
    MOTION,
    Explanation,
    ExplanationTooLong,
    Method,
    NoExplanation,
    UnknownOption,
    check_choice,
    check_explanation,
)


@pytest.mark.parametrize("choice", [*MOTION, ABSTAIN])
def test_everybody_may_be_for_against_or_abstain(choice: str) -> None:
    check_choice(choice, MOTION)


@pytest.mark.parametrize("choice", ["", "YES", "maybe"])
def test_nothing_else_can_be_chosen(choice: str) -> None:
    with pytest.raises(UnknownOption):
        check_choice(choice, MOTION)


def test_every_method_has_a_name_and_a_straw_poll_decides_nothing() -> None:
    assert set(METHOD_NAMES) == set(Method)
    assert set(Method) - BINDING == {Method.STRAW}


def explained(words: int, method: Method = Method.ROLL_CALL, *, is_sponsor: bool = False) -> None:
    given = Explanation(method, is_sponsor, words)
    check_explanation(given, seconds=600, words_per_minute=110)


def test_an_explanation_of_vote_takes_ten_minutes() -> None:
    explained(1100)
    with pytest.raises(ExplanationTooLong) as raised:
        explained(1101)
    assert raised.value.data == {"words": 1101, "most": 1100}


def test_a_secret_vote_and_that_on_ones_own_proposal_are_not_explained() -> None:
    with pytest.raises(NoExplanation):
        explained(1, Method.SECRET)
    with pytest.raises(NoExplanation):
        explained(1, is_sponsor=True)
