"""Countries, and what stands beside them in lists of partners, by name."""

from forum.core.errors import N_
from i18n.catalogs import gettext
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
