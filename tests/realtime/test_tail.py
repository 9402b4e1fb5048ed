"""What is kept of a channel gives the same as its log, or says that it does not reach back."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.log import Entry
from realtime.tail import KEPT, TURNS, Tail


def entries(first: int, last: int) -> Sequence[Entry]:
    return [Entry(number, str(number)) for number in range(first, last + 1)]


def numbers(found: Sequence[Entry] | None) -> list[int] | None:
    return None if found is None else [entry.offset for entry in found]


def test_nothing_is_known_at_first() -> None:
    assert Tail().after(0) is None


def test_what_was_read_leads_up_to_what_came() -> None:
    tail = Tail()
    tail.fill(entries(8, 10), head=10)
    for entry in entries(11, 12):
        tail.add(entry)
    tail.fill(entries(4, 11), head=12)
    assert numbers(tail.after(3)) == list(range(4, 13))
    assert numbers(tail.after(11)) == [12]
    assert tail.after(2) is None


def test_nothing_is_kept_until_somebody_missed_something() -> None:
    tail = Tail()
    tail.add(Entry(1, "1"))
    assert tail.after(0) is None


def test_what_leaves_a_gap_is_not_taken() -> None:
    tail = Tail()
    tail.fill(entries(4, 10), head=12)
    assert tail.after(3) is None


def test_it_is_forgotten_after_its_time_and_with_a_new_life() -> None:
    tail = Tail()
    tail.fill(entries(1, 1), head=1)
    tail.turn()
    tail.add(Entry(2, "2"))
    for _ in range(TURNS - 1):
        tail.turn()
    assert numbers(tail.after(1)) == [2]
    assert tail.after(0) is None
    tail.clear()
    assert tail.after(1) is None


@st.composite
def _lives(draw: st.DrawFn) -> Iterator[tuple[str, int]]:
    what = st.tuples(st.sampled_from(["add", "read", "turn"]), st.integers(1, KEPT))
    return iter(draw(st.lists(what, max_size=30)))


@given(_lives(), st.integers(0, 400))
def test_it_never_gives_anything_but_what_the_log_would(
    life: Iterator[tuple[str, int]], position: int
) -> None:
    tail, head = Tail(), 0
    for what, many in life:
        if what == "add":
            for entry in entries(head + 1, head + many):
                tail.add(entry)
            head += many
        elif what == "read":
            tail.fill(entries(max(head - many, 1), head), head)
        else:
            tail.turn()
    found = numbers(tail.after(position))
    assert len(tail) <= KEPT
    assert found is None or found == list(range(position + 1, head + 1))


@pytest.mark.parametrize("missed", [1, 60])
def test_more_than_is_kept_pushes_out_the_oldest(missed: int) -> None:
    tail = Tail()
    tail.fill(entries(1, 1), head=1)
    for entry in entries(2, KEPT + missed):
        tail.add(entry)
    assert tail.after(missed - 1) is None
    assert numbers(tail.after(missed)) == list(range(missed + 1, KEPT + missed + 1))
