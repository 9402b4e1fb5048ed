"""Texts that say much the same are found in every script."""

import random

import pytest

from forum.moderation.hints.prints import ALIKE, keys, likeness, shingles
from i18n.segment import words
from tests.i18n.udhr import TAGS, declaration


def changed(text: str) -> str:
    """The same text with one word left out near its end."""
    last = words(text)[-3]
    before, _, after = text.rpartition(last)
    return before + after


@pytest.mark.parametrize("tag", TAGS)
def test_a_text_with_one_word_less_is_found_by_a_shared_key(tag: str) -> None:
    text = " ".join(declaration(tag)[:12])
    one, other = shingles(text), shingles(changed(text))
    assert likeness(one, other) >= ALIKE
    assert set(keys(one)) & set(keys(other))


@pytest.mark.parametrize("tag", TAGS)
def test_other_texts_of_one_language_are_not_alike(tag: str) -> None:
    text = declaration(tag)
    one, other = shingles(" ".join(text[:12])), shingles(" ".join(text[20:32]))
    assert likeness(one, other) < 0.2


def test_nineteen_of_twenty_texts_that_are_alike_share_a_key() -> None:
    chance = random.Random(7)
    found = 0
    for _ in range(200):
        common = {chance.getrandbits(32) for _ in range(85)}
        one = frozenset(common | {chance.getrandbits(32) for _ in range(12)})
        other = frozenset(common | {chance.getrandbits(32) for _ in range(12)})
        found += bool(set(keys(one)) & set(keys(other)))
    assert found >= 180


def test_short_texts_are_not_compared() -> None:
    assert shingles("Thank you very much!") == frozenset()
    assert keys(frozenset()) == []
    assert likeness(frozenset(), frozenset({1})) == 0.0


def test_keys_fit_a_column_of_64_bits() -> None:
    assert all(
        0 <= key < 2**63 for key in keys(shingles("one two three four five six seven eight"))
    )
