"""The table of languages against CLDR, and what `canonical` makes of tags from outside."""

import re
import unicodedata

import pytest
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from i18n.languages import LANGUAGES, SOURCE, UnknownLanguage, canonical, chain, direction

INTERFACE = [tag for tag, language in LANGUAGES.items() if language.interface]

#: Where CLDR 48 has no data at all.
NOT_IN_CLDR = {"tet", "ilo", "hil"}

#: Own names that differ from CLDR's, and why.
OWN_NAMES = {
    "pt-PT": "the only Portuguese of the table needs no country beside it",
    "zh-Hans": "menus name the script first, as CLDR does in its menu form",
    "zh-Hant": "menus name the script first, as CLDR does in its menu form",
    "ms-Arab": "the letters themselves say that it is Jawi",
    "mn-Mong": "CLDR has no name in this script",
}

#: English names that differ from CLDR's, and why.
ENGLISH_NAMES = {"pt-PT": "the only Portuguese of the table needs no country beside it"}


def in_cldr(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


def test_the_interface_speaks_49_languages_in_14_scripts_one_from_right_to_left():
    assert len(INTERFACE) == 49
    assert len({LANGUAGES[tag].script for tag in INTERFACE}) == 14
    assert [tag for tag in INTERFACE if direction(tag) == "rtl"] == ["ur"]


def test_tags_and_own_names_are_unique():
    assert len({language.own for language in LANGUAGES.values()}) == len(LANGUAGES)
    assert all(tag == language.tag for tag, language in LANGUAGES.items())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_agrees_with_cldr(tag):
    language = LANGUAGES[tag]
    if tag in NOT_IN_CLDR:
        with pytest.raises(UnknownLocaleError):
            in_cldr(tag)
        return
    locale = in_cldr(tag)
    assert (language.own != locale.display_name) == (tag in OWN_NAMES)
    assert (language.english != locale.english_name) == (tag in ENGLISH_NAMES)
    # CLDR sets traditional Mongolian top to bottom; HTML's `dir` knows no such value.
    assert language.direction == locale.text_direction.replace("ttb", "ltr")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_own_name_is_written_in_the_languages_script(tag):
    names = {
        "Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Hans": "CJK", "Hant": "CJK",
        "Jpan": "CJK", "Kore": "HANGUL", "Deva": "DEVANAGARI", "Beng": "BENGALI", "Arab": "ARABIC",
        "Thai": "THAI", "Laoo": "LAO", "Khmr": "KHMER", "Mymr": "MYANMAR", "Taml": "TAMIL",
        "Tibt": "TIBETAN", "Mong": "MONGOLIAN", "Gujr": "GUJARATI", "Knda": "KANNADA",
        "Mlym": "MALAYALAM", "Orya": "ORIYA", "Guru": "GURMUKHI", "Olck": "OL", "Telu": "TELUGU",
    }  # fmt: skip
    language = LANGUAGES[tag]
    letters = [letter for letter in language.own if letter.isalpha()]
    scripts = {unicodedata.name(letter).split()[0].split("-")[0] for letter in letters}
    assert scripts == {names[language.script]}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_chain_starts_with_the_language_and_ends_in_english(tag):
    tags = chain(tag)
    assert tags[0] == tag
    assert tags[-1] == SOURCE
    assert set(tags) <= set(LANGUAGES)
    assert len(tags) == len(set(tags))


@pytest.mark.parametrize(
    ("given_tag", "meant"),
    [
        ("no", "nb"), ("nob", "nb"), ("nno", "nn"), ("tl", "fil"), ("tgl", "fil"), ("in", "id"),
        ("mo", "ro"), ("zlm", "ms"), ("zsm", "ms"), ("khk", "mn"), ("cmn", "zh-Hans"),
        ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-SG", "zh-Hans"), ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"), ("ZH-hant-mo", "zh-Hant"), ("ms-Arab-BN", "ms-Arab"), ("ms-BN", "ms"),
        ("mn-CN", "mn-Mong"), ("pt", "pt-PT"), ("pt-BR", "pt-PT"), ("por", "pt-PT"), ("ger", "de"),
        ("de-AT", "de"), ("de-1996", "de"), ("de-DE-u-co-phonebk", "de"), ("en-GB", "en"),
        ("EN_us", "en"), ("es-419", "es"), ("mri", "mi"), ("ekk", "et"), ("lvs", "lv"),
        ("mya", "my"), ("fil-PH", "fil"), ("pa-Guru-IN", "pa"), ("sd-PK", "sd"), ("gom", "kok"),
    ],
)  # fmt: skip
def test_legacy_three_letter_and_regional_codes_are_understood(given_tag, meant):
    assert canonical(given_tag) == meant


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_canonical_tag_stays_in_any_case(tag):
    assert (
        canonical(tag) == canonical(tag.lower()) == canonical(tag.upper().replace("-", "_")) == tag
    )


@pytest.mark.parametrize(
    "tag",
    ["", "-", "e", "english", "x-klingon", "en-", "en--GB", "en-" + "a" * 40, "en GB", "en\n",
     "ｅｎ", "../en", "*", "und", "iw", "ar", "sh", "yue", "zh-yue", "kk-CN", "hi-Latn", "pa-PK",
     "sd-Deva"],
)  # fmt: skip
def test_what_the_table_does_not_have_is_refused(tag):
    with pytest.raises(UnknownLanguage):
        canonical(tag)


def test_a_refusal_does_not_repeat_a_long_tag():
    with pytest.raises(UnknownLanguage, match=re.escape("'" + "a" * 35 + "'")):
        canonical("a" * 100_000)


@given(st.text(max_size=50) | st.from_regex(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8}){0,3}"))
def test_canonical_gives_a_tag_of_the_table_or_refuses(tag):
    try:
        found = canonical(tag)
    except UnknownLanguage:
        return
    assert found in LANGUAGES
    assert canonical(found) == found


def test_directions_follow_the_script():
    assert direction("ur-PK") == direction("ug") == direction("ms-Arab") == "rtl"
    assert direction("ms") == direction("mn-Mong") == "ltr"


def test_norwegians_luxembourgers_and_jawi_readers_have_nearer_languages_than_english():
    assert chain("nn") == ("nn", "nb", "en")
    assert chain("lb") == ("lb", "de", "fr", "en")
    assert chain("ms-Arab") == ("ms-Arab", "ms", "id", "en")
    assert chain("en") == ("en",)


def test_of_all_other_languages_nothing_is_kept():
    codes = {tag.partition("-")[0] for tag in LANGUAGES}
    assert {name.partition("_")[0] for name in get_global("likely_subtags")} == codes
    assert not get_global("territory_languages")
