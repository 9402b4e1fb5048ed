import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert negotiate(SITE, accept=accept) == locale


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
    assert negotiate(SITE, accept=accept) == locale


def test_an_explicit_choice_comes_before_the_cookie_and_the_cookie_before_the_header():
    assert negotiate(SITE, choice="ja", cookie="fr", accept="de") == "ja"
    assert negotiate(SITE, cookie="fr", accept="de") == "fr"
    assert negotiate(SITE, choice="en", accept="de") == "en"


def test_a_choice_that_is_not_available_gives_a_language_its_readers_know():
    assert negotiate(SITE, choice="nn", accept="de") == "nb"
    assert negotiate(SITE, cookie="gl", accept="de") == "pt-PT"


@pytest.mark.parametrize("junk", ["", "xx", "hu", "../../etc/passwd", "de" * 5_000, "🎉"])
def test_a_choice_that_cannot_be_served_is_passed_over(junk):
    assert negotiate(SITE, choice=junk, cookie=junk, accept="de") == "de"


def test_without_any_wish_the_reader_gets_english():
    assert negotiate(SITE) == "en"


@given(
    st.frozensets(st.sampled_from(sorted(LANGUAGES)), max_size=6),
    st.none() | st.text(max_size=20) | st.sampled_from(sorted(LANGUAGES)),
    st.text() | st.lists(st.sampled_from(sorted(LANGUAGES))).map(",".join),
)
def test_the_answer_is_available_or_english(available, choice, accept):
    assert negotiate(available, choice=choice, accept=accept) in available | {"en"}


@given(st.sampled_from(sorted(LANGUAGES)))
def test_a_language_that_is_available_is_given_to_whom_prefers_it(tag):
    everything = frozenset(LANGUAGES)
    assert negotiate(everything, choice=tag, accept="th") == tag
    assert negotiate(everything, accept=f"{tag}, th;q=0.5") == tag
