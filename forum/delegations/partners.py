"""The partners of ASEM as data: where each stands, since when, and in which languages it works.

Partners and the rounds in which they joined as asem.info lists them (53: 51 countries, the European
Union, the ASEAN Secretariat). Timor-Leste is a member of ASEAN since October 2025 and no partner of
ASEM, so that the two are told apart. Languages are the official and working ones of a country as
CLDR has them ("official" and "de facto official"), and those that the country itself names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.accounts.partners import EUROPEAN_UNION
from forum.web.countries import ASEAN_SECRETARIAT


class Group(StrEnum):
    """Where a partner stands in ASEM: which coordinator speaks for it."""

    EU = "E"
    EUROPE = "O"
    """Europe outside of the European Union."""
    ASEAN = "A"
    NESA = "N"
    """Northeast and South Asia, with Australia, New Zealand, Kazakhstan and Russia."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner.

    Attributes:
        code: of `accounts.partners.PARTNERS`.
        languages: BCP 47 tags of its official and working languages, the first being the one that
            most is written in.
        since: the year in which it joined ASEM; `None`: it has not.
        is_asean_member: whether it is one of the states of ASEAN.
    """

    code: str
    group: Group
    languages: tuple[str, ...]
    since: int | None
    is_asean_member: bool = False

    @property
    def slug(self) -> str:
        """The address of its delegation."""
        return "asean-secretariat" if self.code == ASEAN_SECRETARIAT else self.code.lower()

    @property
    def is_asem_partner(self) -> bool:
        """Whether it is one of the 53."""
        return self.since is not None


FOUNDED = 1996
_EU_LANGUAGES = "bg hr cs da nl en et fi fr de el hu ga it lv lt mt pl pt-PT ro sk sl es sv"

# Code, year of joining where it is not that of the foundation, languages.
_ROWS: Mapping[Group, Sequence[str]] = {
    Group.EU: (
        "AT de",
        "BE nl fr de",
        "BG 2006 bg",
        "HR 2014 hr",
        "CY 2004 el tr",
        "CZ 2004 cs",
        "DK da",
        "EE 2004 et",
        "FI fi sv",
        "FR fr",
        "DE de",
        "GR el",
        "HU 2004 hu",
        "IE ga en",
        "IT it",
        "LV 2004 lv",
        "LT 2004 lt",
        "LU lb fr de",
        "MT 2004 mt en",
        "NL nl",
        "PL 2004 pl",
        "PT pt-PT",
        "RO 2006 ro",
        "SK 2004 sk",
        "SI 2004 sl",
        "ES es",
        "SE sv",
        f"{EUROPEAN_UNION} {_EU_LANGUAGES}",
    ),
    Group.EUROPE: ("NO 2012 nb nn", "CH 2012 de fr it rm", "GB en"),
    Group.ASEAN: (
        "BN ms ms-Arab",
        "KH 2004 km",
        "ID id",
        "LA 2004 lo",
        "MY ms",
        "MM 2004 my",
        "PH fil en",
        "SG en zh-Hans ms ta",
        "TH th",
        "VN vi",
        f"{ASEAN_SECRETARIAT} 2006 en",
    ),
    Group.NESA: (
        "AU 2010 en",
        "BD 2012 bn",
        "CN zh-Hans",
        "IN 2006 hi en",
        "JP ja",
        "KZ 2014 kk ru",
        "KR ko",
        "MN 2006 mn",
        "NZ 2010 en mi",
        "PK 2006 ur en",
        "RU 2010 ru",
    ),
}


def _read(group: Group, row: str) -> Partner:
    code, *words = row.split()
    since = int(words.pop(0)) if words[0].isdigit() else FOUNDED
    is_asean = group is Group.ASEAN and code != ASEAN_SECRETARIAT
    return Partner(code, group, tuple(words), since, is_asean)


TIMOR_LESTE = Partner("TL", Group.ASEAN, ("pt-PT", "tet"), None, is_asean_member=True)
PARTNERS: Mapping[str, Partner] = {
    one.code: one
    for one in (
        *(_read(group, row) for group, rows in _ROWS.items() for row in rows),
        TIMOR_LESTE,
    )
}
"""By code."""
