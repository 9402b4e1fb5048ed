from hypothesis import given
from hypothesis import strategies as st

from forum.core.ids import ItemId
from forum.live.agenda.rules import moved, next_number

KEYS = st.lists(st.integers(1, 99).map(ItemId), min_size=1, unique=True)


@given(KEYS, st.data(), st.integers(0, 120))
def test_an_item_that_is_moved_stands_where_it_was_put(
    items: list[ItemId], data: st.DataObject, to: int
) -> None:
    item = data.draw(st.sampled_from(items))
    found = moved(items, item, to)
    assert found.index(item) == min(to, len(items) - 1)
    assert [one for one in found if one != item] == [one for one in items if one != item]


def test_the_next_number_is_whole_and_after_all_others() -> None:
    assert next_number([]) == "1"
    assert next_number(["1", "2.4", "2.10", "Annex", "๙"]) == "3"
