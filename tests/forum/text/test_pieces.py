import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.pieces import first_graphemes, words_and_gaps


@pytest.mark.parametrize(
    ("text", "count", "start"),
    [
        ("abc", 2, "ab"),
        ("abc", 5, "abc"),
        ("abc", 0, ""),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301"),
        ("👨‍👩‍👧🇫🇷a", 2, "👨‍👩‍👧🇫🇷"),
        ("กำลัง", 2, "กำลั"),
        ("각각", 1, "각"),
    ],
)
def test_marks_and_joined_signs_count_once(text: str, count: int, start: str) -> None:
    assert first_graphemes(text, count) == start


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Two 😀 words.", ["Two", " ", "😀", " ", "words", "."]),
        ("อยากไปโรงเรียน", ["อยาก", "ไป", "โรงเรียน"]),
        ("", []),
    ],
)
def test_words_are_found_in_any_script(text: str, parts: list[str]) -> None:
    assert words_and_gaps(text) == parts


@given(st.text())
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words_and_gaps(text)) == text
