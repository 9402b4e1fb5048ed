"""The table of partners, against itself, the codes that accounts know, and CLDR."""

import pickle
from collections import Counter
from pathlib import Path
from typing import Any

import babel

from forum.accounts import partners as codes
from forum.delegations.partners import PARTNERS, Group
from i18n.languages import LANGUAGES, canonical

NAMED_BY_THE_COUNTRY = {"rm": "CH", "en": "NZ", "ga": "IE"}
"""Official by the country's own law, whatever CLDR says of them."""

SPOKEN = {"gsw"}
"""De facto official by CLDR, and no language that texts of a government are in."""


OFFICIAL = {"official", "de_facto_official"}


def territories() -> dict[str, dict[str, Any]]:
    """CLDR's languages by territory, of which the forum keeps nothing in memory."""
    file = Path(babel.__file__).with_name("global.dat")
    whole = pickle.loads(file.read_bytes())  # noqa: S301 (Babel's own)
    found: dict[str, dict[str, Any]] = whole["territory_languages"]
    return found


def bare(tag: str) -> str:
    """A language as CLDR writes it here: Portuguese and Chinese without region and script."""
    return {"pt-PT": "pt", "zh-Hans": "zh"}.get(tag, tag.replace("_", "-"))


def test_they_are_those_that_members_can_belong_to() -> None:
    assert PARTNERS.keys() == codes.PARTNERS
    assert {one.code for one in PARTNERS.values() if one.group in {Group.EU, Group.EUROPE}} == (
        codes.EUROPE | {codes.EUROPEAN_UNION}
    )


def test_53_are_partners_of_asem_and_11_are_members_of_asean() -> None:
    assert sum(one.is_asem_partner for one in PARTNERS.values()) == 53
    assert sum(one.is_asean_member for one in PARTNERS.values()) == 11
    counted = Counter(one.group for one in PARTNERS.values() if one.is_asem_partner)
    assert counted == {Group.EU: 28, Group.EUROPE: 3, Group.ASEAN: 11, Group.NESA: 11}


def test_timor_leste_is_a_member_of_asean_alone() -> None:
    timor = PARTNERS["TL"]
    assert (timor.is_asem_partner, timor.is_asean_member) == (False, True)
    secretariat = PARTNERS["XN"]
    assert (secretariat.is_asem_partner, secretariat.is_asean_member) == (True, False)


def test_each_round_of_asem_brought_as_many_as_it_did() -> None:
    """26 founders, and the enlargements of 2004, 2006, 2008-2010, 2012 and 2014."""
    counted = Counter(one.since for one in PARTNERS.values() if one.is_asem_partner)
    assert counted == {1996: 26, 2004: 13, 2006: 6, 2010: 3, 2012: 3, 2014: 2}


def test_every_language_is_one_of_the_forum_in_its_canonical_form() -> None:
    for one in PARTNERS.values():
        assert one.languages
        assert [canonical(tag) for tag in one.languages] == list(one.languages)
        assert set(one.languages) <= LANGUAGES.keys()


def test_countries_have_the_languages_that_cldr_calls_official() -> None:
    spoken = territories()
    for one in PARTNERS.values():
        if one.code in codes.ORGANISATIONS:
            continue
        here = spoken[one.code].items()
        official = {bare(tag) for tag, facts in here if facts["official_status"] in OFFICIAL}
        official.discard("no")
        ours = {bare(tag) for tag in one.languages}
        extra = {tag for tag, code in NAMED_BY_THE_COUNTRY.items() if code == one.code}
        assert ours - extra == official - extra - SPOKEN, one.code
