"""How lists of addresses are read, and how invitations stand."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.invitations.rules import (
    MOST_LINES,
    InvitationOver,
    Outcome,
    SentLately,
    State,
    TooManyLines,
    check_again,
    read_lines,
    state,
)
from forum.invitations.words import OUTCOMES, STATES, fresh, hash_of
from tests.factories import NOON

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("line", "email", "language"),
    [
        ("maria@example.org", "maria@example.org", ""),
        ("  maria@example.org , fr ", "maria@example.org", "fr"),
        ("Maria Rossi <maria@example.org>;it", "maria@example.org", "it"),
        ('"maria@example.org"\t"zh-hans"', "maria@example.org", "zh-Hans"),
        ("用户@例え.テスト, ja", "用户@例え.テスト", "ja"),
    ],
)
def test_a_line_names_an_address_and_maybe_a_language(line: str, email: str, language: str) -> None:
    (found,) = read_lines([line])
    assert (found.email, found.language, found.outcome) == (email, language, Outcome.INVITED)


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("maria", Outcome.NO_ADDRESS),
        ("maria@", Outcome.NO_ADDRESS),
        ("maria@example.org\r\nbcc: x@example.org", Outcome.NO_ADDRESS),
        ("maria@example.org\x00", Outcome.NO_ADDRESS),
        ("a b@example.org", Outcome.NO_ADDRESS),
        ("maria@example.org, klingon", Outcome.NO_LANGUAGE),
    ],
)
def test_what_does_not_fit_is_said_of_its_line(line: str, outcome: Outcome) -> None:
    lines = read_lines(["", line, "linh@example.org"])
    assert [(one.number, one.outcome) for one in lines] == [(2, outcome), (3, Outcome.INVITED)]


def test_headings_and_empty_lines_are_passed_over_and_repeats_are_told() -> None:
    lines = read_lines(["E-Mail;Language", "", "a@example.org", "A@Example.ORG", "b@example.org"])
    told = [(one.number, one.outcome) for one in lines]
    assert told == [(3, Outcome.INVITED), (4, Outcome.REPEATED), (5, Outcome.INVITED)]


def test_ten_thousand_lines_are_too_many() -> None:
    assert len(read_lines([f"a{n}@example.org" for n in range(MOST_LINES)])) == MOST_LINES
    with pytest.raises(TooManyLines) as refusal:
        read_lines([f"a{n}@example.org" for n in range(10_000)])
    assert refusal.value.data == {"found": 10_000, "most": MOST_LINES}


@given(st.lists(st.text(max_size=80), max_size=40))
def test_every_line_is_told_once_and_no_address_is_invited_twice(lines: list[str]) -> None:
    found = read_lines(lines)
    numbers = [one.number for one in found]
    assert numbers == sorted(set(numbers))
    invited = [one.email.casefold() for one in found if one.outcome == Outcome.INVITED]
    assert len(invited) == len(set(invited))
    assert all("\n" not in email and "\r" not in email for email in invited)


def test_an_invitation_stands_as_what_happened_to_it_last() -> None:
    later = NOON + HOUR
    assert state(None, None, later, NOON) == State.OPEN
    assert state(None, None, NOON, NOON) == State.EXPIRED
    assert state(None, NOON, later, NOON) == State.REVOKED
    assert state(NOON, None, NOON, later) == State.USED


def test_what_is_over_or_fresh_is_not_sent_again() -> None:
    check_again(State.OPEN, NOON, NOON + HOUR)
    check_again(State.EXPIRED, NOON, NOON + HOUR)
    with pytest.raises(SentLately):
        check_again(State.OPEN, NOON, NOON)
    for over in (State.USED, State.REVOKED):
        with pytest.raises(InvitationOver):
            check_again(over, None, NOON)


def test_only_a_word_of_ours_is_looked_for() -> None:
    word = fresh(b"key")
    assert hash_of(b"key", word) is not None
    for other in (word[:-1], f"x{word[1:]}", word.replace(".", ""), "", ".", "ü.ü"):
        assert hash_of(b"key", other) is None
    assert hash_of(b"other key", word) is None


def test_everything_has_a_name() -> None:
    assert STATES.keys() == set(State)
    assert OUTCOMES.keys() == set(Outcome)
