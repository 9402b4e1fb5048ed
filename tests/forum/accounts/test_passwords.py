"""A new password for one that was forgotten, and how passwords are kept."""

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from forum.accounts import actions, passwords, queries
from forum.accounts.links import open_link
from forum.accounts.rules import LinkNotGood, LinkPurpose
from forum.core.actor import SYSTEM
from tests.forum.accounts.site import PASSWORD, WRONG, Browser, Site

IN_EARNEST = passwords.HASHER
FRESH = "a fresh new password"


async def asked(browser: Browser, email: str = "maria@example.org") -> int:
    return (await browser.send("/reset", email=email)).status_code


async def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(site: Site) -> None:
    await site.member()
    thief, browser = await site.signed_in(), await site.browser()
    assert await asked(browser, "Maria@Example.org") == 200
    link = await site.link()
    assert "Set a new password" in (await browser.get(link)).text
    answer = await browser.send(link, password=FRESH)
    assert answer.headers["location"] == "/settings?done=password"
    assert await browser.who() == "maria"
    assert await thief.who() == ""
    assert "new password is set" in (await browser.get(answer.headers["location"])).text
    other = await site.browser()
    await other.send("/sign-in", email="maria@example.org", password=PASSWORD)
    assert await other.who() == ""
    await other.send("/sign-in", email="maria@example.org", password=FRESH)
    assert await other.who() == "maria"


async def test_a_link_is_good_once_and_for_one_hour(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    await asked(browser)
    link = await site.link()
    await browser.send(link, password=FRESH)
    assert (await browser.get(link)).status_code == 410
    await asked(browser)
    link = await site.link()
    site.clock.move(hours=1)
    assert (await browser.get(link)).status_code == 410


async def test_two_who_use_one_link_at_once_set_one_password(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    await asked(browser)
    word = (await site.link()).rpartition("/")[2]
    link = await open_link(site.runtime, LinkPurpose.RESET, word)
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.reset(unit, link, "first")

    async def again() -> None:
        async with site.runtime.unit(SYSTEM) as unit:
            await actions.reset(unit, link, "second")

    with pytest.raises(LinkNotGood):
        await again()
    async with site.runtime.database.reading() as db:
        assert (await queries.member_by_id(db, link.member_id)).password_hash == "first"  # noqa: S105


async def test_of_two_links_the_newer_is_good(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    await asked(browser)
    older = await site.link()
    site.clock.move(minutes=1)
    await asked(browser)
    newer = await site.link()
    assert (await browser.get(older)).status_code == 410
    assert (await browser.get(newer)).status_code == 200


async def test_an_unknown_address_looks_the_same_and_gets_no_mail(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    known = await browser.send("/reset", email="maria@example.org")
    unknown = await browser.send("/reset", email="nadja@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("maria", "nadja") == unknown.text
    assert [sent.mail.to for sent in await site.mails()] == ["maria@example.org"]


async def test_nobody_resets_the_password_of_a_suspended_member(site: Site) -> None:
    await site.member(state="suspended")
    await asked(await site.browser())
    assert await site.mails() == []


async def test_who_reads_the_mail_has_confirmed_the_address(site: Site) -> None:
    await site.member(email_verified_at=None)
    browser = await site.browser()
    await asked(browser)
    await browser.send(await site.link(), password=FRESH)
    assert (await browser.get("/m/maria")).status_code == 200


async def test_a_short_password_is_refused_and_the_link_stays_good(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    await asked(browser)
    link = await site.link()
    answer = await browser.send(link, password="short one")  # noqa: S106
    assert answer.status_code == 422
    assert "at least 10 characters" in answer.text
    assert "short one" not in answer.text
    assert (await browser.send(link, password=FRESH)).status_code == 303


async def test_what_is_no_address_is_refused(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.send("/reset", email="maria at home")
    assert answer.status_code == 422
    assert 'value="maria at home"' in answer.text


async def test_one_mailbox_is_not_flooded(site: Site) -> None:
    browsers = [await site.browser(f"198.51.100.{n}") for n in range(6)]
    assert [await asked(browser) for browser in browsers] == [200] * 5 + [429]


async def test_mails_and_links_are_in_the_language_of_the_reader(site: Site) -> None:
    await site.member(locale="fr")
    await asked(await site.browser())
    (sent,) = await site.mails()
    assert sent.mail.language == "fr"


async def test_what_is_stored_is_no_link(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    await asked(browser)
    word = (await site.link()).rpartition("/")[2]
    link = await open_link(site.runtime, LinkPurpose.RESET, word)
    assert word not in link.hash
    assert (await browser.get(f"/reset/{link.hash}")).status_code == 410


async def test_only_the_right_password_fits_and_none_fits_no_hash() -> None:
    stored = await passwords.hashed(PASSWORD)
    assert await passwords.fits(PASSWORD, stored)
    assert not await passwords.fits(WRONG, stored)
    assert not await passwords.fits("nobody has this password", "")


async def test_a_password_typed_on_another_keyboard_fits() -> None:
    assert await passwords.fits("cafe\u0301 au lait", await passwords.hashed("caf\u00e9 au lait"))


class Counting(PasswordHash):
    """Notes against what it verifies."""

    def __init__(self) -> None:
        super().__init__((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
        self.seen: list[str] = []

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002
        self.seen.append(str(hash))
        return super().verify(password, hash)


async def test_no_hash_costs_the_same_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Counting()
    monkeypatch.setattr(passwords, "HASHER", hasher)
    await passwords.fits(WRONG, await passwords.hashed(PASSWORD))
    await passwords.fits(WRONG, "")
    await passwords.fits(WRONG, "")
    wrong, first, second = (seen.rpartition("$")[0].rpartition("$")[0] for seen in hasher.seen)
    assert wrong == first == second == "$argon2id$v=19$m=8,t=1,p=1"
    assert hasher.seen[1] == hasher.seen[2]


def test_passwords_are_hashed_as_rfc_9106_recommends() -> None:
    assert IN_EARNEST.hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
