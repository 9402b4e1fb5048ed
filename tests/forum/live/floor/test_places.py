"""Numbers that keep an order: the law, and that few of them change."""

from hypothesis import given
from hypothesis import strategies as st

from forum.live.floor.places import STEP, places

ORDERS = st.lists(st.integers(1, 500), unique=True, max_size=40)


@given(order=ORDERS, data=st.data())
def test_numbers_rise_in_the_order_wanted(order: list[int], data: st.DataObject) -> None:
    known = data.draw(st.lists(st.sampled_from(order), unique=True) if order else st.just([]))
    numbers = data.draw(
        st.lists(st.integers(1, 3_000), unique=True, min_size=len(known), max_size=len(known))
    )
    stored = dict(zip(known, numbers, strict=True))
    now = stored | places(order, stored)
    assert sorted(order, key=lambda one: now[one]) == order
    assert len({now[one] for one in order}) == len(order)
    assert min((now[one] for one in order), default=1) > 0


@given(order=ORDERS, data=st.data())
def test_one_that_is_new_or_moved_changes_its_own_number_only(
    order: list[int], data: st.DataObject
) -> None:
    stored = {one: at * STEP for at, one in enumerate(order, start=1)}
    at = data.draw(st.integers(0, len(order)))
    assert set(places([*order[:at], 999, *order[at:]], stored)) == {999}
    if order:
        moved = data.draw(st.sampled_from(order))
        others = [one for one in order if one != moved]
        changed = places([*others[:at], moved, *others[at:]], stored)
        assert len(changed) <= 1


def test_numbers_are_given_anew_where_there_is_no_room() -> None:
    assert places([1, 3, 2], {1: 7, 2: 8}) == {1: STEP, 3: 2 * STEP, 2: 3 * STEP}


def test_nothing_changes_where_the_order_is_kept() -> None:
    assert places([4, 2], {4: 1, 2: 9}) == {}
