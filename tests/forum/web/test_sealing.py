"""What is sealed is read by this site alone, for one purpose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.web.sealing import NotSealedHere, seal, unseal

KEY = b"k" * 32


@given(st.text())
def test_what_was_sealed_comes_back(text: str) -> None:
    assert unseal(KEY, "one", seal(KEY, "one", text)) == text


@pytest.mark.parametrize(("key", "purpose"), [(b"x" * 32, "one"), (KEY, "two")])
def test_another_key_or_purpose_opens_nothing(key: bytes, purpose: str) -> None:
    with pytest.raises(NotSealedHere):
        unseal(key, purpose, seal(KEY, "one", "secret"))


@given(st.text(st.characters(codec="ascii"), max_size=200))
def test_what_was_not_sealed_here_is_refused(text: str) -> None:
    with pytest.raises(NotSealedHere):
        unseal(KEY, "one", text)


def test_a_changed_letter_is_noticed() -> None:
    sealed = seal(KEY, "one", "secret")
    for at in range(0, len(sealed), 7):
        other = "A" if sealed[at] != "A" else "B"
        with pytest.raises(NotSealedHere):
            unseal(KEY, "one", sealed[:at] + other + sealed[at + 1 :])
