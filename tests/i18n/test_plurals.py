from gettext import c2py

import pytest

from i18n.languages import LANGUAGES, UnknownLanguage
from i18n.locales import cldr
from i18n.plurals import plurals

INTERFACE = [tag for tag, language in LANGUAGES.items() if language.interface]
COUNTS = [*range(1_000), 1_001, 10_000, 999_999, 1_000_000, 1_000_001, 2_000_000, 3_000_014]

#: CLDR has no rule and falls to "other"; Tetum is not in CLDR at all, and borrows nothing here.
WITHOUT_RULE = {"tet"}


@pytest.mark.parametrize("tag", INTERFACE)
def test_every_whole_number_takes_the_form_that_cldr_gives_it(tag):
    forms, form_of = plurals(tag), c2py(plurals(tag).expression)
    taken = [forms.categories[form_of(count)] for count in COUNTS]
    category = (lambda _: "other") if tag in WITHOUT_RULE else cldr(tag).plural_form
    assert taken == [category(count) for count in COUNTS]
    assert set(taken) == set(forms.categories)


@pytest.mark.parametrize(
    ("tag", "categories"),
    [
        ("en", "other one other other other other other other other other other other"),
        ("fr", "one one other other other other other other other other other many"),
        ("pt-PT", "other one other other other other other other other other other many"),
        ("pl", "many one few few many many many few many many many many"),
        ("ru", "many one few few many many one few many many one many"),
        ("hi", "one one other other other other other other other other other other"),
        ("fil", "one one one one one one one one one one one one"),
        ("lv", "zero one other other other zero one other other zero one zero"),
        ("ga", "other one two few few other other other other other other other"),
        ("th", "other other other other other other other other other other other other"),
        ("tet", "other other other other other other other other other other other other"),
    ],
)
def test_counts_that_tell_the_families_apart(tag, categories):
    forms, form_of = plurals(tag), c2py(plurals(tag).expression)
    counts = [0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 1_000_000]
    assert " ".join(forms.categories[form_of(count)] for count in counts) == categories


def test_the_header_is_gettexts():
    assert plurals("de").header == "nplurals=2; plural=n != 1;"
    assert plurals("th").header == "nplurals=1; plural=0;"


def test_a_language_that_only_members_write_has_no_catalog_and_no_forms():
    with pytest.raises(UnknownLanguage):
        plurals("ca")
