import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.scripts import script_of, scripts

NAMES = {
    "Latn": "LATIN", "Grek": "GREEK", "Cyrl": "CYRILLIC", "Arab": "ARABIC", "Deva": "DEVANAGARI",
    "Beng": "BENGALI", "Guru": "GURMUKHI", "Gujr": "GUJARATI", "Orya": "ORIYA", "Taml": "TAMIL",
    "Telu": "TELUGU", "Knda": "KANNADA", "Mlym": "MALAYALAM", "Thai": "THAI", "Laoo": "LAO",
    "Tibt": "TIBETAN", "Mymr": "MYANMAR", "Khmr": "KHMER", "Mong": "MONGOLIAN",
    "Olck": "OL CHIKI",
}  # fmt: skip


ODDITIES = {"ª", "º", "µ"}  # within the Latin blocks, named after what they mean


@pytest.fixture(scope="module")
def letters() -> dict[str, set[str]]:
    """The letters of each script, without those that only modify others."""
    found: dict[str, set[str]] = {}
    for character in map(chr, range(0x10000)):
        script = script_of(character)
        if script is not None and unicodedata.category(character) != "Lm":
            found.setdefault(script, set()).add(character)
    return found


@pytest.mark.parametrize("script", NAMES)
def test_the_letters_of_a_script_are_told_by_their_unicode_names(letters, script):
    strangers = {char for char in letters[script] if NAMES[script] not in unicodedata.name(char)}
    assert len(letters[script]) >= 30
    assert strangers <= ODDITIES


def test_letters_are_counted_and_the_rest_is_not():
    assert scripts("Ünï 12 ไทย, 한국 東京とカ!") == {
        "Latn": 3, "Thai": 3, "Hang": 2, "Hani": 2, "Kana": 2,
    }  # fmt: skip


@given(st.characters())
def test_only_letters_have_a_script(character):
    assert script_of(character) is None or character.isalpha()


@pytest.mark.parametrize("character", ["א", "ა", "5", "٣", " ", "\ud800", "\U0010ffff", "@", "["])
def test_what_the_forum_does_not_write_has_no_script(character):
    assert script_of(character) is None
