from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.diff import Change, diff

versions = st.text(alphabet="ab \nก中", max_size=60)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "", []),
        ("a", "a", [("same", "a")]),
        ("", "a", [("added", "a")]),
        ("a", "", [("removed", "a")]),
        (
            "The cat sat.",
            "The dog sat.",
            [("same", "The "), ("removed", "cat"), ("added", "dog"), ("same", " sat.")],
        ),
        (
            "อยากไปโรงเรียน",
            "อยากไปตลาด",
            [("same", "อยากไป"), ("removed", "โรงเรียน"), ("added", "ตลาด")],
        ),
        ("a\nb\nc\n", "a\nc\n", [("same", "a\n"), ("removed", "b\n"), ("same", "c\n")]),
        ("a\n", "a\nb\n", [("same", "a\n"), ("added", "b\n")]),
    ],
)
def test_changes_are_told_by_words(old: str, new: str, changes: list[tuple[str, str]]) -> None:
    assert diff(old, new) == changes


def test_texts_too_long_to_compare_count_as_replaced() -> None:
    old, new = "a b " * 3_000, "c a " * 3_000
    assert diff(old, new) == [Change("removed", old[:-1]), Change("added", new[:-1]), ("same", " ")]


def test_a_long_text_without_spaces_is_compared_by_its_words() -> None:
    line = "".join(f"อยากไปโรงเรียนปี{year}" for year in range(1000))  # 19,000 characters
    old, new = "เมื่อวาน" + line + "ตลาด", "วันนี้" + line + "บ้าน"
    changes = diff(old, new)
    assert [change.kind for change in changes if len(change.text) > 100] == ["same"]
    assert "".join(change.text for change in changes if change.kind != "added") == old


@given(versions, versions)
def test_each_version_can_be_read_from_the_changes(old: str, new: str) -> None:
    changes = diff(old, new)
    assert "".join(change.text for change in changes if change.kind != "added") == old
    assert "".join(change.text for change in changes if change.kind != "removed") == new
    assert all(change.text for change in changes)
    assert all(before.kind != after.kind for before, after in pairwise(changes))
