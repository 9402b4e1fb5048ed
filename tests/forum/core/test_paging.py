import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import InvalidCursor
from forum.core.paging import Key, Page, Window, cut, decode_cursor, encode_cursor, window_at

printable = st.text(st.characters(categories=["L", "N", "P"]), max_size=20)
keys = st.lists(st.integers(-(2**62), 2**62) | printable, min_size=1, max_size=4)


@given(keys)
def test_a_cursor_reads_back_as_what_was_written(parts: list[int | str]) -> None:
    shape = tuple(type(part) for part in parts)
    assert decode_cursor(encode_cursor(tuple(parts)), shape) == tuple(parts)


@given(st.text(max_size=60))
def test_any_other_cursor_is_refused_and_never_breaks(cursor: str) -> None:
    try:
        found = decode_cursor(cursor, (int, str))
    except InvalidCursor:
        return
    assert [type(part) for part in found] == [int, str]


@pytest.mark.parametrize(
    "parts",
    [(2**63,), (True,), ("a\0b",), (1.5,), (1, 2)],
    ids=["huge", "bool", "nul", "float", "long"],
)
def test_a_cursor_of_another_shape_is_refused(parts: tuple[object, ...]) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(encode_cursor(parts), (int,))  # type: ignore[arg-type]


def _walk(count: int, limit: int, *, forward: bool) -> list[int]:
    """Read a list of `count` numbers page by page, as a database would give its rows."""
    rows = list(range(count))
    found: list[int] = []
    key: Key | None = None if forward else (count,)
    while True:
        window = Window(limit, after=key) if forward else Window(limit, before=key)
        rest = [row for row in rows if key is None or (row > key[0] if forward else row < key[0])]  # type: ignore[operator]
        ordered = rest if forward else rest[::-1]
        page: Page[int] = cut(ordered[: limit + 1], window, lambda row: (row,))
        found = [*found, *page.items] if forward else [*page.items, *found]
        key = page.next if forward else page.previous
        if key is None:
            return found


@given(st.integers(0, 50), st.integers(1, 12), st.booleans())
def test_walking_either_way_gives_every_row_once(count: int, limit: int, forward: bool) -> None:
    assert _walk(count, limit, forward=forward) == list(range(count))


def test_an_address_asks_for_what_is_before_a_cursor_or_after_it_or_for_the_first() -> None:
    cursor = encode_cursor((3,))
    assert window_at(20, (int,)) == window_at(20, (int,), after="", before="") == Window(20)
    assert window_at(20, (int,), after=cursor) == Window(20, after=(3,))
    assert window_at(20, (int,), after=cursor, before=cursor) == Window(20, before=(3,))
    with pytest.raises(InvalidCursor):
        window_at(20, (str,), before=cursor)
