"""By which clock a partner lives."""

from collections.abc import Mapping, Sequence

from forum.accounts.partners import EUROPEAN_UNION, zone_of
from forum.delegations.schemas import DelegationOut
from forum.live.best_hour import Place
from forum.web.countries import ASEAN_SECRETARIAT
from i18n.collation import collated

CAPITALS: Mapping[str, str] = {
    ASEAN_SECRETARIAT: "Asia/Jakarta",
    "AU": "Australia/Sydney",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    EUROPEAN_UNION: "Europe/Brussels",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "VN": "Asia/Ho_Chi_Minh",
}
"""Of partners with several zones, or none of their own: that of the seat of their government."""


def zone_of_partner(code: str) -> str:
    """The IANA time zone of a partner's capital; UTC for none."""
    return CAPITALS.get(code) or zone_of(code)


def by_zone(
    delegations: Sequence[DelegationOut], locale: str
) -> Mapping[str, Sequence[DelegationOut]]:
    """Delegations of partners by the clock that they live by, in the order of their names."""
    found: dict[str, list[DelegationOut]] = {}
    for one in collated(delegations, locale, lambda one: one.name):
        if one.partner:
            found.setdefault(zone_of_partner(one.partner), []).append(one)
    return found


def places(zones: Mapping[str, Sequence[DelegationOut]]) -> list[Place]:
    """The same for the search of an hour: each delegation counts once."""
    return [Place(zone, len(some)) for zone, some in zones.items()]
