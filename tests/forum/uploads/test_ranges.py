"""Parts of files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.uploads.ranges import Unsatisfiable, span


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=5-", (5, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=8-99", (8, 10)),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
        ("", None),
    ],
)
def test_a_range_is_read(header: str, found: tuple[int, int] | None) -> None:
    assert span(header, 10) == found


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_sent(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        span(header, 10)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 40))
def test_what_is_sent_lies_within_the_file(first: int, last: int, size: int) -> None:
    try:
        found = span(f"bytes={first}-{last}", size)
    except Unsatisfiable:
        assert first >= size
        return
    if found is None:
        assert last < first
    else:
        assert found == (first, min(last + 1, size))
