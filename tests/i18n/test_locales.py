import pytest
from babel import localedata

from i18n.languages import LANGUAGES, UnknownLanguage
from i18n.locales import cldr, language_name


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_data_of_its_own_or_of_a_fallback(tag):
    borrowed = {"tet": "pt_PT", "mn-Mong": "mn", "ilo": "fil", "hil": "fil", "en": "en_GB"}
    assert str(cldr(tag)) == borrowed.get(tag, tag.replace("-", "_"))


def test_any_form_of_a_tag_is_understood():
    assert str(cldr("en-US")) == "en_GB"
    with pytest.raises(UnknownLanguage):
        cldr("xx")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_is_never_written_is_not_kept(tag):
    kept = localedata.load(str(cldr(tag)))
    assert not {"currency_names", "meta_zones"} & set(kept)
    assert all(name.startswith(("digital-", "duration-")) for name in kept["unit_patterns"])
    assert {name.partition("_")[0] for name in kept["languages"]} <= {
        tag.partition("-")[0] for tag in LANGUAGES
    }


@pytest.mark.parametrize(
    ("tag", "reader", "name"),
    [
        ("th", "fr", "thaï"), ("zh-Hans", "de", "Chinesisch (vereinfacht)"), ("tet", "en", "Tetum"),
        ("no", "en", "Norwegian Bokmål"), ("pt-PT", "fr", "portugais européen"),
        ("pt-PT", "tet", "português europeu"), ("ms-Arab", "fr", "بهاس ملايو"),
        ("ms", "fr", "malais"),
        ("mn-Mong", "ru", "ᠮᠣᠩᠭᠣᠯ"), ("za", "mi", "Vahcuengh"),
    ],
)  # fmt: skip
def test_a_language_has_a_name_for_every_reader(tag, reader, name):
    assert language_name(tag, reader) == name


def test_all_names_a_reader_meets_differ():
    for reader in (tag for tag, language in LANGUAGES.items() if language.interface):
        names = [language_name(tag, reader) for tag in LANGUAGES]
        assert len(set(names)) == len(names), reader
