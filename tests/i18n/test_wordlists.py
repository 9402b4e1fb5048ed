"""Blocked words are found in every script, and never inside of longer words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.segment import words
from i18n.wordlists import WordList, key_of
from tests.i18n.udhr import TAGS, declaration


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("casino", "Visit our CASINO, today!"),
        ("casino", "Ｃａｓｉｎｏ bonus"),
        ("casino", "cas\u00adi\u200bno".replace("\u200b", "\u2060")),
        ("crème brûlée", "une Creme-Brulee !"),
        ("إعلان", "هذا اعلان مجاني"),
        ("МОШЕННИК", "он мошенник."),
        ("การพนัน", "เว็บไซต์การพนันออนไลน์"),
        ("賭博", "這是網路賭博網站"),
        ("赌博", "网络赌博网站"),
        ("buy now", "Buy   now!"),
        ("জুয়া", "এখানে জুয়া খেলা হয়"),
        ("x", "x"),
    ],
)
def test_a_word_is_found_however_it_is_spelt(word: str, text: str) -> None:
    assert WordList([key_of(word), key_of("something else")]).found_in(text) == {key_of(word)}


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ass", "a class of assistants passes"),
        ("scun", "Scunthorpe"),
        ("casino", "casinos"),
        ("buy now", "buy it now"),
        ("ตา", "มหาตมะ ตาราง"),
        ("รถ", "รถไฟ"),
        ("", "anything at all"),
        ("!?", "really!?"),
    ],
)
def test_a_word_is_not_found_inside_of_another(word: str, text: str) -> None:
    assert WordList(filter(None, [key_of(word)])).found_in(text) == set()


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_of_a_real_text_is_found_in_it(tag: str) -> None:
    text = " ".join(declaration(tag)[:4])
    found = WordList(map(key_of, words(text))).found_in(text)
    missed = {key for key in map(key_of, words(text)) if key} - found
    assert missed == set()


@given(st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_any_text_and_any_list_give_only_what_is_in_the_list(text: str, some: list[str]) -> None:
    keys = {key for key in map(key_of, some) if key}
    assert WordList(keys).found_in(text) <= keys


def test_a_long_list_costs_no_more_than_a_short_one() -> None:
    text = "The delegates agreed to share a course on rivers with everybody. " * 8
    long = WordList(key_of(f"word{n} other{n}") for n in range(5_000))

    def cost() -> float:
        began = time.perf_counter()
        long.found_in(text)
        return time.perf_counter() - began

    assert min(cost() for _ in range(20)) < 0.002  # ten times what it takes
