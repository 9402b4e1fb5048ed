import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.decisions.electorates import Elector
from forum.decisions.rollcall import (
    SEED_BYTES,
    alphabetical,
    commitment,
    drawn,
    is_seed_of,
    roll_call,
)

NAMES = ["Viet Nam", "Türkiye", "Åland", "austria", "Zambia", "Côte d’Ivoire", "Croatia"]
VOTERS = tuple(Elector(at, name) for at, name in enumerate(NAMES))
seeds = st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES)


def test_names_are_in_english_alphabetical_order() -> None:
    assert [one.name for one in alphabetical(VOTERS)] == [
        "Åland", "austria", "Côte d’Ivoire", "Croatia", "Türkiye", "Viet Nam", "Zambia",
    ]  # fmt: skip


def test_a_draw_can_be_checked_by_anybody_who_reads_how_it_is_made() -> None:
    # SHA-256 of 32 zero bytes and four more begins with 6db65fd59fd356f6.
    assert drawn(bytes(SEED_BYTES), 53) == 0x6DB65FD59FD356F6 % 53


@given(seeds, st.permutations(VOTERS))
def test_everybody_is_called_once_in_a_circle_whatever_order_they_come_in(
    seed: bytes, voters: list[Elector]
) -> None:
    called, ordered = roll_call(voters, seed), alphabetical(VOTERS)
    start = ordered.index(called[0])
    assert called == ordered[start:] + ordered[:start]
    assert called == roll_call(VOTERS, seed)


@given(seeds, st.integers(1, 10**19))
def test_a_draw_is_among_those_who_are_drawn_from(seed: bytes, count: int) -> None:
    count = min(count, 2**64)
    assert 0 <= drawn(seed, count) < count


def test_no_voter_is_favoured() -> None:
    counted = Counter(drawn(number.to_bytes(SEED_BYTES), 5) for number in range(5_000))
    assert all(900 < times < 1_100 for times in counted.values())
    assert len(counted) == 5


@given(seeds)
def test_numbers_that_would_favour_somebody_are_passed_over(seed: bytes) -> None:
    count = 2**63 + 1  # of 2^64 numbers, almost half are above its largest multiple
    digests = (hashlib.sha256(seed + at.to_bytes(4)).digest() for at in range(200))
    numbers = (int.from_bytes(digest[:8]) for digest in digests)
    assert drawn(seed, count) == next(one for one in numbers if one < count)


@pytest.mark.parametrize("count", [0, -1, 2**64 + 1])
def test_nobody_is_drawn_of_nobody(count: int) -> None:
    with pytest.raises(ValueError, match="a draw among"):
        drawn(bytes(SEED_BYTES), count)


def test_nobody_is_called_where_nobody_votes() -> None:
    assert roll_call((), bytes(SEED_BYTES)) == ()


@given(seeds, seeds)
def test_a_seed_is_bound_by_its_commitment(seed: bytes, other: bytes) -> None:
    assert is_seed_of(other, commitment(seed)) == (other == seed)
