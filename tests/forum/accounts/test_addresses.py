"""Another e-mail address."""

import pytest

from forum.accounts import actions, queries
from forum.accounts.links import open_link
from forum.accounts.rules import LinkNotGood, LinkPurpose, MemberExists
from forum.core.actor import SYSTEM
from forum.core.ids import MemberId
from tests.forum.accounts.site import PASSWORD, WRONG, Browser, Site

NEW = "maria@new.example"


async def ask(browser: Browser, email: str = NEW, password: str = PASSWORD) -> int:
    answer = await browser.send("/settings/address", email=email, password=password)
    return answer.status_code


async def address(site: Site, member_id: int | None) -> str:
    async with site.runtime.database.reading() as db:
        return (await queries.member_by_id(db, MemberId(member_id or 0))).email


async def test_a_new_address_counts_when_its_link_is_confirmed(site: Site) -> None:
    maria = await site.member()
    browser = await site.signed_in()
    assert await ask(browser) == 200
    mail = (await site.mails())[0].mail
    assert mail.to == NEW
    link = await site.link()
    assert NEW in (await browser.get(link)).text
    assert await address(site, maria.id) == "maria@example.org"
    answer = await browser.send(link)
    assert answer.headers["location"] == "/settings?done=address"
    assert "new e-mail address is confirmed" in (await browser.get("/settings?done=address")).text
    assert await address(site, maria.id) == NEW


async def test_the_old_address_is_told_and_sign_ins_stay(site: Site) -> None:
    await site.member()
    browser, elsewhere = await site.signed_in(), await site.browser()
    await ask(browser)
    answer = await elsewhere.send(await site.link())
    assert answer.headers["location"] == "/sign-in?done=address"
    told = (await site.mails())[0].mail
    assert (told.to, NEW in told.text) == ("maria@example.org", False)
    assert await browser.who() == "maria"
    await elsewhere.send("/sign-in", email=NEW, password=PASSWORD)
    assert await elsewhere.who() == "maria"


async def test_the_link_is_good_once(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    await ask(browser)
    link = await site.link()
    await browser.send(link)
    assert (await browser.get(link)).status_code == 410


async def test_a_link_that_was_opened_twice_at_once_counts_once(site: Site) -> None:
    await site.member()
    await ask(await site.signed_in())
    word = (await site.link()).rpartition("/")[2]
    link = await open_link(site.runtime, LinkPurpose.ADDRESS, word)
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.change_address(unit, link)
    with pytest.raises(LinkNotGood):
        async with site.runtime.unit(SYSTEM) as unit:
            await actions.change_address(unit, link)


async def test_who_asks_proves_again_who_they_are(site: Site) -> None:
    maria = await site.member()
    browser = await site.signed_in()
    answer = await browser.send("/settings/address", email=NEW, password=WRONG)
    assert answer.status_code == 422
    assert "This is not your password." in answer.text
    assert WRONG not in answer.text
    assert await ask(browser, email="nowhere") == 422
    assert await site.mails() == []
    assert await address(site, maria.id) == "maria@example.org"


async def test_visitors_have_no_address_to_change(site: Site) -> None:
    browser = await site.browser()
    assert (await browser.get("/settings/address")).status_code in {303, 401}


async def test_that_an_address_has_an_account_is_told_to_its_owner_alone(site: Site) -> None:
    maria, _ = await site.member(), await site.member("jun")
    browser = await site.signed_in()
    assert await ask(browser, email="Jun@Example.org") == 200
    assert [sent.mail.to for sent in await site.mails()] == ["jun@example.org"]
    assert "account already" in (await site.mails())[0].mail.subject
    assert await address(site, maria.id) == "maria@example.org"


async def test_an_address_that_got_an_account_meanwhile_is_refused(site: Site) -> None:
    await site.member()
    await ask(await site.signed_in())
    word = (await site.link()).rpartition("/")[2]
    link = await open_link(site.runtime, LinkPurpose.ADDRESS, word)
    await site.member("taken")
    link.address = "Taken@example.org"
    with pytest.raises(MemberExists):
        async with site.runtime.unit(SYSTEM) as unit:
            await actions.change_address(unit, link)


async def test_a_closed_account_gets_no_new_address(site: Site) -> None:
    maria = await site.member()
    await ask(await site.signed_in())
    link = await site.link()
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.suspend(unit, MemberId(maria.id or 0))
    browser = await site.browser()
    assert (await browser.send(link)).status_code == 410
    assert await address(site, maria.id) == "maria@example.org"


async def test_the_same_address_spelt_otherwise_can_be_taken(site: Site) -> None:
    maria = await site.member()
    browser = await site.signed_in()
    await ask(browser, email="Maria@Example.org")
    await browser.send(await site.link())
    assert await address(site, maria.id) == "Maria@Example.org"
