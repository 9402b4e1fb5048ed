from forum.accounts import partners
from forum.accounts.partners import partner_names
from forum.web.countries import country_name
from i18n import catalogs


def test_there_are_53_partners_and_timor_leste() -> None:
    assert len(partners.PARTNERS) == 54
    assert len(partners.EUROPE) == 30
    assert len(partners.ASIA - {"TL"}) == 21


def test_every_partner_has_a_name_in_every_language_of_the_interface() -> None:
    for locale in catalogs.available():
        names = dict(partner_names(locale))
        assert names.keys() == partners.PARTNERS
        assert all(names.values())


def test_partners_are_called_what_their_readers_call_them() -> None:
    assert country_name("AT", "de") == "Österreich"
    assert country_name("TH", "th") == "ไทย"
    assert country_name("EU", "en") == "European Union"
    assert country_name(partners.ASEAN_SECRETARIAT, "en") == "ASEAN Secretariat"
    assert country_name("AT", "tet") == "Áustria"  # CLDR has no Tetum; its readers know Portuguese
    assert country_name("", "en") == ""


def test_time_zones_are_those_that_partners_live_in() -> None:
    assert {"UTC", "Asia/Kolkata", "Pacific/Chatham", "Europe/Vienna"} <= set(partners.zones())
    assert "America/New_York" not in partners.zones()
    assert partners.is_zone("America/New_York")
    assert not partners.is_zone("../etc/passwd")
    assert not partners.is_zone("Europe/Atlantis")


def test_a_partner_with_one_time_zone_settles_it() -> None:
    assert partners.zone_of("AT") == "Europe/Vienna"
    assert partners.zone_of("KH") == "Asia/Phnom_Penh"
    assert partners.zone_of("AU") == "UTC"
    assert partners.zone_of("") == "UTC"
