import unicodedata
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from forum.text.slug import EMPTY, MAX_LENGTH, slug


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Recognition of Micro-Credentials", "recognition-of-micro-credentials"),
        ("  Ömsesidigt   erkännande?  ", "ömsesidigt-erkännande"),
        ("L’éducation pour tous !", "l-éducation-pour-tous"),
        ("ΟΔΟΣ", "οδος"),
        ("การประชุม ครั้งที่ ๑", "การประชุม-ครั้งที่-๑"),
        ("ការអប់រំ\u200bទាំងអស់", "ការអប់រំ-ទាំងអស់"),
        ("हिन्दी में शिक्षा", "हिन्दी-में-शिक्षा"),
        ("می\u200cخواهم", "میخواهم"),
        ("教育，合作", "教育-合作"),
        ("e\u0301te\u0301", "été"),
        ("a/../b?c=d#e%2F\\f", "a-b-c-d-e-2f-f"),
        ("\u202egnp.exe\u202c", "gnp-exe"),
        ("1️⃣ first", "1⃣-first"),
        ("\u0301abc", "abc"),
        ("👩🏽‍🏫!?", EMPTY),
        ("", EMPTY),
        ("x" * 61, "x" * 60),
        ("word " * 13, "-".join(["word"] * 12)),
        ("a " + "b" * 80, "a-" + "b" * 58),
        ("b" * 50 + " " + "c" * 50, "b" * 50),
        ("b" * 60 + " c", "b" * 60),
    ],
)
def test_a_title_becomes_words_of_an_address(title: str, address: str) -> None:
    assert slug(title) == address


@given(st.text())
def test_a_slug_is_stable_safe_and_short(title: str) -> None:
    address = slug(title)
    assert slug(address) == address
    assert unicodedata.is_normalized("NFC", address)
    assert all(char == "-" or unicodedata.category(char)[0] in "LNM" for char in address)
    assert address
    assert not address.startswith("-")
    assert not address.endswith("-")
    assert "--" not in address
    assert sum(1 for _ in CharacterBreaker(address, "und")) <= MAX_LENGTH
    assert unquote(quote(address, safe="")) == address


def test_a_word_that_is_taken_is_not_given() -> None:
    assert slug("Moderate!", {"moderate"}) == "moderate-topic"
    assert slug("Moderate it", {"moderate"}) == "moderate-it"
