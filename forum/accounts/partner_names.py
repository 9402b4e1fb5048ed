"""What the partners of ASEM are called in the languages of the forum, by CLDR."""

from collections.abc import Sequence
from functools import cache

from forum.accounts.partners import ASEAN_SECRETARIAT, PARTNERS
from forum.core.errors import N_
from i18n.catalogs import gettext
from i18n.locales import cldr

_SECRETARIAT = N_("ASEAN Secretariat")


def partner_name(code: str, locale: str) -> str:
    """The name of a partner in the language `locale`; "" for none."""
    return dict(partner_names(locale)).get(code, "")


@cache
def partner_names(locale: str) -> Sequence[tuple[str, str]]:
    """Code and name of every partner in the language `locale`, by name."""
    english, own = cldr("en").territories, cldr(locale).territories
    names = {code: own.get(code) or english.get(code, "") for code in PARTNERS}
    names[ASEAN_SECRETARIAT] = gettext(_SECRETARIAT, locale)
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
