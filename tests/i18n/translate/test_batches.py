from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from i18n.translate.base import Limits
from i18n.translate.batches import calls

TEXTS = st.lists(st.text("ab \n", max_size=12), max_size=30)


@given(TEXTS, st.integers(1, 20), st.integers(1, 5))
def test_calls_keep_to_the_limits_and_leave_out_only_what_needs_or_fits_none(
    texts: list[str], characters: int, items: int
) -> None:
    groups = list(calls(texts, Limits(characters, items)))
    for group in groups:
        assert 1 <= len(group) <= items
        assert sum(len(texts[index]) for index in group) <= characters
    sent = [index for group in groups for index in group]
    assert sent == [i for i, t in enumerate(texts) if t.strip() and len(t) <= characters]


@given(TEXTS)
def test_no_two_calls_in_a_row_would_fit_into_one(texts: list[str]) -> None:
    groups = list(calls(texts, Limits(20, 4)))
    for one, other in pairwise(groups):
        both = one + other[:1]
        assert len(both) > 4 or sum(len(texts[index]) for index in both) > 20
