import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import catalogs
from i18n.languages import LANGUAGES
from i18n.negotiate import negotiate

SITE = frozenset({"en", "de", "fr", "nb", "ja", "zh-Hans", "pt-PT", "ru", "id"})


@pytest.mark.parametrize(
    ("accept", "locale"),
    [
        ("fr", "fr"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("en;q=0.4, ja;q=0.9", "ja"),
        ("fr;q=0.5, de;q=0.5", "fr"), ("FR-ch", "fr"), ("zh-CN", "zh-Hans"), ("pt-BR", "pt-PT"),
        ("no", "nb"), ("nn-NO, en;q=0.5", "en"), ("nn", "nb"), ("zh-TW", "zh-Hans"),
        ("lb, fr;q=0.8, de;q=0.6", "fr"), ("lb", "de"), ("kk", "ru"), ("ms", "id"),
        ("hu, th;q=0.3", "en"), ("*", "en"), ("*, de;q=0.1", "de"), ("de;q=0, fr;q=0.1", "fr"),
        ("de;q=0, *", "en"), ("lb, de;q=0", "fr"), ("de-AT;q=0, de", "de"), ("ja;q=0.001", "ja"),
        ("de;q=1.000", "de"), ("de ; q=0.7 , fr ;Q=0.8", "fr"),
    ],
)  # fmt: skip
def test_a_browser_gets_the_language_it_prefers(accept, locale):
    assert negotiate([], accept, available=SITE) == locale


@pytest.mark.parametrize(
    ("accept", "locale"),
    [
        ("", "en"), (",,,", "en"), ("de;q=2", "en"), ("de;q=-1", "en"), ("de;q=0.1234", "en"),
        ("de;level=1", "en"), ("de fr", "en"), ("de;q=nan, fr", "fr"), ("\x00, fr", "fr"),
        ("d" * 900 + ",fr", "fr"), ("d" * 1_000 + ",fr", "en"), ("x," * 29 + "fr", "fr"),
        ("x," * 30 + "fr", "en"), ("de;q=0." + "0" * 100_000, "en"), ("de;q=" * 10_000, "en"),
    ],
)  # fmt: skip
def test_unreadable_parts_and_oversized_headers_do_no_harm(accept, locale):
    assert negotiate([], accept, available=SITE) == locale


def test_the_latest_wish_comes_first_and_all_before_the_header():
    assert negotiate(["ja", "fr"], "de", available=SITE) == "ja"
    assert negotiate([None, "fr"], "de", available=SITE) == "fr"
    assert negotiate(["en"], "de", available=SITE) == "en"


def test_a_wish_that_is_not_available_gives_a_language_its_readers_know():
    assert negotiate(["nn"], "de", available=SITE) == "nb"
    assert negotiate(["gl"], "de", available=SITE) == "pt-PT"


@pytest.mark.parametrize("junk", ["", "xx", "hu", "../../etc/passwd", "de" * 5_000, "🎉"])
def test_a_wish_that_cannot_be_served_is_passed_over(junk):
    assert negotiate([junk, junk], "de", available=SITE) == "de"


def test_without_any_wish_the_reader_gets_english():
    assert negotiate([], available=SITE) == negotiate([None]) == "en"


def test_every_language_with_a_catalog_is_on_offer():
    assert {negotiate([tag]) for tag in catalogs.available()} == catalogs.available()


@given(
    st.frozensets(st.sampled_from(sorted(LANGUAGES)), max_size=6),
    st.none() | st.text(max_size=20) | st.sampled_from(sorted(LANGUAGES)),
    st.text() | st.lists(st.sampled_from(sorted(LANGUAGES))).map(",".join),
)
def test_the_answer_is_available_or_english(available, wish, accept):
    assert negotiate([wish], accept, available=available) in available | {"en"}


@given(st.sampled_from(sorted(LANGUAGES)))
def test_a_language_that_is_available_is_given_to_whom_prefers_it(tag):
    everything = frozenset(LANGUAGES)
    assert negotiate([tag], "th", available=everything) == tag
    assert negotiate([], f"{tag}, th;q=0.5", available=everything) == tag
