import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts import words
from forum.core.ids import MemberId


@given(st.integers(1, 10**17).map(MemberId))
def test_what_is_written_is_read_back(member_id: MemberId) -> None:
    random = words.fresh()
    shown = words.Shown(member_id, words.digest(random))
    assert words.read_cookie(words.cookie(member_id, random)) == shown
    assert words.read_token(words.token(member_id, random)) == shown


def test_words_do_not_repeat_and_hashes_do_not_contain_them() -> None:
    made = {words.fresh() for _ in range(100)}
    assert len(made) == 100
    assert all(len(word) == 43 and word not in words.digest(word) for word in made)


R = "A" * 43


NO_COOKIES = ["", R, f"7{R}", f"7.{R}x", f"07.{R}", f"0.{R}", f"-7.{R}", f"٧.{R}", f"7.{R[1:]}é"]
LONG = [f"7.{R}\n", f"{'9' * 19}.{R}", f"sf_7_{R}", "7." + "A" * 100_000]


@pytest.mark.parametrize("word", [*NO_COOKIES, *LONG])
def test_what_cannot_be_a_cookie_is_not_looked_for(word: str) -> None:
    assert words.read_cookie(word) is None


@pytest.mark.parametrize("word", ["", f"7.{R}", f"sf_7_{R}x", f"sf_x_{R}", f"SF_7_{R}", f"sf_7{R}"])
def test_what_cannot_be_a_token_is_not_looked_for(word: str) -> None:
    assert words.read_token(word) is None


@given(st.text(max_size=80))
def test_reading_never_fails(text: str) -> None:
    assert words.read_cookie(text) is None
    assert words.read_token(text) is None
