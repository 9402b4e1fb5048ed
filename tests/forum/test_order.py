"""What people choose from stands in the order of the language that they read."""

import pytest

from forum.accounts.partners import partner_names
from forum.admin.words import permission_choices
from forum.web.choices import in_order, language_choices
from forum.web.countries import country_choices
from i18n import catalogs
from i18n.collation import collation_key


@pytest.mark.parametrize("locale", sorted(catalogs.available()))
def test_countries_and_partners_stand_as_their_readers_look_for_them(locale: str) -> None:
    for listed in (country_choices(locale), partner_names(locale)):
        names = [name for _, name in listed]
        assert names == sorted(names, key=lambda name: collation_key(name, locale))


def test_in_swedish_the_last_country_is_austria_and_in_german_it_comes_before_east_timor() -> None:
    swedish = [code for code, _ in country_choices("sv")]
    assert swedish.index("AT") > swedish.index("ZW")
    german = [code for code, _ in country_choices("de")]
    assert german.index("EG") < german.index("AL") < german.index("AT") < german.index("TL")


def test_languages_stand_by_their_own_names_those_of_the_reader_first() -> None:
    own = [name for _, name in language_choices()]
    assert own.index("čeština") < own.index("Dansk" if "Dansk" in own else "dansk")
    assert [tag for tag, _ in language_choices(["th", "vi"])[:2]] == ["th", "vi"]


def test_tags_of_languages_stand_by_the_names_that_pages_show() -> None:
    assert in_order(["th", "en", "fr", "cs", "de"]) == ["cs", "de", "en", "fr", "th"]
    assert in_order(["hu", "hr", "fi"]) == ["hr", "hu", "fi"]  # hrvatski, magyar, suomi
    assert [*in_order({"xx": 1, "en": 2})] == ["en", "xx"]


@pytest.mark.parametrize("locale", ["en", "de", "ru", "vi"])
def test_permissions_stand_by_their_names(locale: str) -> None:
    names = [name for _, name, _ in permission_choices(locale)]
    assert names == sorted(names, key=lambda name: collation_key(name, locale))
