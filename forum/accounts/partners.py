"""The partners of ASEM: whom a member can belong to, and the time zones they live in.

Members of ASEM as listed by asem.info (53: 51 countries, the European Union and the ASEAN
Secretariat), and Timor-Leste, a member of ASEAN since October 2025.
"""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from forum.web.countries import ASEAN_SECRETARIAT, country_name
from i18n.collation import collated

EUROPEAN_UNION = "EU"
"""Exceptionally reserved in ISO 3166-1 for this use."""

# fmt: off
EUROPE = frozenset({
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
    "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})
ASIA = frozenset({
    "AU", "BD", "BN", "CN", "ID", "IN", "JP", "KH", "KR", "KZ", "LA", "MM", "MN", "MY", "NZ",
    "PH", "PK", "RU", "SG", "TH", "TL", "VN",
})
# fmt: on
ORGANISATIONS = frozenset({EUROPEAN_UNION, ASEAN_SECRETARIAT})
PARTNERS = EUROPE | ASIA | ORGANISATIONS


@cache
def zones() -> Sequence[str]:
    """The IANA time zones of all partners, and UTC, by name."""
    found = {zone for zone, land in get_global("zone_territories").items() if land in PARTNERS}
    return sorted((found & available_timezones()) | {"UTC"})


def zone_of(code: str) -> str:
    """The IANA time zone that all of a partner lives in; UTC where there are several, or none."""
    found = [zone for zone in zones() if get_global("zone_territories").get(zone) == code]
    return found[0] if len(found) == 1 else "UTC"


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA time zone, of a partner or elsewhere."""
    return name in _zones()


@cache  # finding them means reading a folder of 600 files
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def partner_names(locale: str) -> Sequence[tuple[str, str]]:
    """Code and name of every partner in the language `locale`, by name."""
    names = ((code, country_name(code, locale)) for code in PARTNERS)
    return collated(names, locale, lambda pair: pair[1])
