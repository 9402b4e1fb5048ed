"""Countries, and what stands beside them in lists of partners, by name."""

from collections.abc import Sequence
from functools import cache

from forum.core.errors import N_
from i18n.catalogs import gettext
from i18n.collation import collated
from i18n.locales import cldr

ASEAN_SECRETARIAT = "XN"
"""Of the range that ISO 3166-1 leaves to its users (XA–XZ)."""
_SECRETARIAT = N_("ASEAN Secretariat")


def country_name(code: str, locale: str) -> str:
    """What readers of `locale` call a country (ISO 3166-1 alpha-2), by CLDR; "" for none."""
    if code == ASEAN_SECRETARIAT:
        return gettext(_SECRETARIAT, locale)
    own, english = cldr(locale).territories, cldr("en").territories
    return str(own.get(code) or english.get(code, ""))


_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"}
"""What CLDR names besides: parts of countries, regions for statistics, languages for tests."""


@cache
def _countries() -> frozenset[str]:
    codes = map(str, cldr("en").territories)
    letters = {code for code in codes if len(code) == _LETTERS and code.isalpha()}
    return frozenset(letters - _NO_COUNTRIES | {ASEAN_SECRETARIAT})


_LETTERS = 2


def is_country(code: str) -> bool:
    """Whether a code is of a country, or of a union of countries that something can come from."""
    return code in _countries()


@cache
def country_choices(locale: str) -> Sequence[tuple[str, str]]:
    """Code and name of every country in the language `locale`, by name."""
    names = ((code, country_name(code, locale)) for code in _countries())
    return collated(names, locale, lambda pair: pair[1])
