"""A member's own settings, the profile that others see, and the language."""

import re

import pytest

from forum.accounts import queries
from forum.accounts.schemas import MemberOut
from forum.core.ids import MemberId
from i18n import catalogs
from tests.forum.accounts.site import Site

CHANGED = {
    "name": "María José",
    "organisation": "Universitas",
    "country": "ES",
    "locale": "es",
    "zone": "Europe/Madrid",
    "reads": ["es", "th"],
}


async def shown(site: Site, member_id: int = 1) -> MemberOut:
    async with site.runtime.database.reading() as db:
        return (await queries.authors(db, [MemberId(member_id)]))[MemberId(member_id)]


async def test_settings_are_saved_and_shown(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    answer = await browser.send("/settings", **CHANGED)
    assert answer.headers["location"] == "/settings?done=profile"
    page = (await browser.get("/settings?done=profile&ui=en")).text
    assert "settings are saved" in page
    assert 'value="María José"' in page
    assert '<option value="Europe/Madrid" selected>Europe/Madrid</option>' in page
    assert re.search(r'name="reads" value="th" checked', page)
    out = await shown(site)
    assert (out.name, out.organisation, out.country) == ("María José", "Universitas", "ES")
    me = (await browser.get("/api/v1/me")).json()
    assert (me["locale"], me["reads"], me["version"]) == ("es", ["es", "th"], 2)


async def test_what_does_not_fit_is_shown_again_and_changes_nothing(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    answer = await browser.send("/settings", **CHANGED | {"zone": "Moon/Tycho", "reads": "th"})
    assert answer.status_code == 422
    assert 'value="María José"' in answer.text
    assert 'id="e-zone"' in answer.text
    assert 'name="reads" value="th" checked' in answer.text
    assert (await shown(site)).name == "Maria"


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u2066\u2069", "…", "\u0301"])
async def test_a_name_that_cannot_be_seen_is_none(site: Site, name: str) -> None:
    await site.member()
    browser = await site.signed_in()
    answer = await browser.send("/settings", **CHANGED | {"name": name})
    assert answer.status_code == 422


async def test_a_time_zone_from_elsewhere_stays_on_offer(site: Site) -> None:
    await site.member(zone="America/New_York")
    browser = await site.signed_in()
    page = (await browser.get("/settings")).text
    assert '<option value="America/New_York" selected>America/New York</option>' in page


@pytest.mark.parametrize("path", ["/settings"])
async def test_a_visitor_has_no_settings(site: Site, path: str) -> None:
    browser = await site.browser()
    assert (await browser.get(path)).status_code == 401
    assert (await browser.client.post(path, data={})).status_code == 401
    assert (await browser.client.post(f"{path}/tokens", data={})).status_code == 401


async def test_a_changed_name_is_announced_to_whatever_shows_it(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    heads = await site.runtime.log.heads(["site"])
    assert heads == {}
    await browser.send("/settings", **CHANGED)
    assert (await site.runtime.log.heads(["site"]))["site"][0] == 1
    await browser.send("/settings", **CHANGED | {"zone": "UTC"})
    assert (await site.runtime.log.heads(["site"]))["site"][0] == 1


async def test_saving_what_stands_already_announces_nothing(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    await browser.send("/settings", **CHANGED)
    before = await site.runtime.log.heads(["member:1", "site"])
    await browser.send("/settings", **CHANGED)
    assert await site.runtime.log.heads(["member:1", "site"]) == before


async def test_a_profile_shows_what_a_member_says_of_themselves(site: Site) -> None:
    await site.member(
        name="<b>Maria</b>", organisation="Ministry & Co", partner="TH", languages=["th", "en"]
    )
    page = await (await site.browser()).get("/m/maria")
    assert page.status_code == 200
    assert "&lt;b&gt;Maria&lt;/b&gt;" in page.text
    assert "Ministry &amp; Co" in page.text
    assert "Thailand" in page.text
    assert "ไทย" in page.text
    assert "maria@example.org" not in page.text


UNSEEN: list[dict[str, object]] = [
    {"state": "suspended"},
    {"state": "deleted"},
    {"email_verified_at": None},
]


@pytest.mark.parametrize("fields", UNSEEN)
async def test_who_cannot_be_looked_up_looks_like_nobody(
    site: Site, fields: dict[str, object]
) -> None:
    await site.member(**fields)
    await site.member("mod", role="moderator")
    browser = await site.browser()
    hidden, absent = await browser.get("/m/maria"), await browser.get("/m/nobody")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("maria", "nobody") == absent.text
    moderator = await site.signed_in("mod")
    assert (await moderator.get("/m/maria")).status_code == (200 if "state" in fields else 404)


async def test_the_page_of_languages_says_whose_menus_a_machine_translated(site: Site) -> None:
    shown = (await (await site.browser()).get("/language")).text
    buttons = dict(re.findall(r'name="locale" value="([^"]+)"[^>]*>(.*?)</button>', shown))
    told = {tag for tag, text in buttons.items() if "Translated by a machine" in text}
    assert buttons.keys() == catalogs.available()
    assert told == {tag for tag in buttons if catalogs.made_by(tag) == "machine"}
    assert "en" not in told


async def test_a_visitor_chooses_a_language_and_keeps_it(site: Site) -> None:
    browser = await site.browser()
    assert 'value="/t/4"' in (await browser.get("/language?next=/t/4")).text
    answer = await browser.send("/language", locale="fr", next="/t/4")
    assert answer.headers["location"] == "/t/4"
    assert browser.client.cookies["locale"] == "fr"
    answer = await browser.send("/language", locale="fr", next="//evil.example")
    assert answer.headers["location"] == "/"


async def test_a_members_language_goes_with_them(site: Site) -> None:
    await site.member()
    here = await site.signed_in()
    await here.send("/language", locale="fr", next="/")
    there = await site.signed_in()
    assert (await there.get("/api/v1/me")).json()["locale"] == "fr"


async def test_a_language_that_we_do_not_know_is_refused(site: Site) -> None:
    browser = await site.browser()
    assert (await browser.send("/language", locale="tlh", next="/")).status_code == 422
    assert (await browser.client.post("/language", data={"locale": "fr"})).status_code == 403


async def test_members_say_how_well_they_know_the_languages_that_they_read(site: Site) -> None:
    await site.member(languages=["es", "th"])
    browser = await site.signed_in()
    assert '<option value="th:good" selected>' in (await browser.get("/settings")).text
    answer = await browser.send("/settings", **CHANGED, skills=["es:native", "th:basic"])
    assert answer.status_code == 303
    page = (await browser.get("/settings?ui=en")).text
    assert '<option value="es:native" selected>' in page
    assert (await browser.get("/api/v1/me")).json()["skills"] == {"es": "native", "th": "basic"}
    handle = (await shown(site)).handle
    assert "<bdi>native speaker</bdi>" in (await browser.get(f"/m/{handle}?ui=en")).text


async def test_what_is_said_of_a_language_goes_with_it(site: Site) -> None:
    await site.member(languages=["es", "th"], skills={"th": "native", "es": "basic"})
    browser = await site.signed_in()
    await browser.send("/settings", **CHANGED | {"reads": "es"}, skills=["es:good", "th:native"])
    assert (await browser.get("/api/v1/me")).json()["skills"] == {"es": "good"}


@pytest.mark.parametrize("said", ["es", "es:fluent", "xx-nothing:good"])
async def test_a_level_that_is_none_is_refused(site: Site, said: str) -> None:
    await site.member(languages=["es"])
    browser = await site.signed_in()
    answer = await browser.send("/settings", **CHANGED, skills=said)
    assert answer.status_code == 422
    assert "How well you know them" in answer.text
