"""Registering, and confirming the address."""

import pytest

from forum.accounts import actions, queries
from forum.accounts.links import open_link
from forum.accounts.rules import LinkNotGood, LinkPurpose
from forum.core.actor import Actor
from forum.core.errors import NotFound
from tests.forum.accounts.site import PASSWORD, WRONG, Browser, Site

ZOE = {"name": "Zoë Müller", "email": "zoe@example.org", "password": PASSWORD}


async def handle_of(site: Site, email: str) -> str:
    async with site.runtime.database.reading() as db:
        member = await queries.find_by_email(db, email)
    assert member is not None
    return member.handle


async def test_a_person_registers_opens_the_link_and_is_signed_in(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.send("/register", **ZOE, handle="zoe", country="AT")
    assert answer.status_code == 200
    assert "zoe@example.org" in answer.text
    assert await browser.who() == ""
    answer = await browser.get(await site.link())
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert await browser.who() == "zoe"
    async with site.runtime.database.reading() as db:
        member = await queries.member_by_handle(db, Actor(), "zoe")
    assert (member.name, member.partner, member.zone) == ("Zoë Müller", "AT", "Europe/Vienna")
    assert (member.locale, member.languages, member.role) == ("en", ["en"], "member")
    assert PASSWORD not in member.password_hash


async def test_in_another_browser_the_link_needs_the_password(site: Site) -> None:
    browser, elsewhere = await site.browser(), await site.browser()
    await browser.send("/register", **ZOE, handle="zoe")
    link = await site.link()
    await elsewhere.get("/sign-in")
    where = (await elsewhere.get(link)).headers["location"]
    assert where == f"/sign-in?done=confirm&next={link}"
    assert "sign in to confirm" in (await elsewhere.get(where)).text
    answer = await elsewhere.send("/sign-in", email=ZOE["email"], password=WRONG, next=link)
    assert answer.status_code == 403
    assert f'value="{link}"' in answer.text
    answer = await elsewhere.send("/sign-in", email=ZOE["email"], password=PASSWORD, next=link)
    assert answer.headers["location"] == "/"
    assert await elsewhere.who() == "zoe"
    assert (await browser.get(link)).headers["location"] == "/sign-in?done=verified"
    assert "is confirmed" in (await browser.get("/sign-in?done=verified")).text


async def test_a_link_that_a_mail_program_opened_first_is_still_good(site: Site) -> None:
    browser, program = await site.browser(), await site.browser()
    await browser.send("/register", **ZOE, handle="zoe")
    link = await site.link()
    await program.get(link)
    await browser.get(link)
    assert await browser.who() == "zoe"


async def test_nobody_confirms_the_password_of_a_stranger(site: Site) -> None:
    stranger, owner = await site.browser(), await site.browser()
    await stranger.send("/register", **ZOE, handle="zoe")
    link = await site.link()
    await owner.get("/sign-in")
    await owner.get(link)
    await owner.send("/sign-in", email=ZOE["email"], password=WRONG, next=link)
    await stranger.send("/sign-in", email=ZOE["email"], password=PASSWORD)
    assert await stranger.who() == await owner.who() == ""
    await owner.send("/reset", email=ZOE["email"])
    await owner.send(await site.link(), password=WRONG)
    assert await owner.who() == "zoe"
    await stranger.send("/sign-in", email=ZOE["email"], password=PASSWORD)
    assert await stranger.who() == ""


async def test_a_link_confirms_only_the_account_it_was_made_for(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", **ZOE | {"email": "other@example.org"})
    link = await site.link()
    await browser.send("/register", **ZOE, handle="zoe")
    for path in (link, "/verify/x", "/verify/", "/verify/é"):
        await browser.send("/sign-in", email=ZOE["email"], password=PASSWORD, next=path)
        assert await browser.who() == ""


async def test_nobody_can_sign_in_or_is_seen_before_the_address_is_confirmed(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", **ZOE, handle="zoe")
    answer = await browser.send("/sign-in", email=ZOE["email"], password=PASSWORD)
    assert answer.status_code == 403
    assert "open the link" in answer.text
    assert (await browser.get("/m/zoe")).status_code == 404


async def test_a_link_is_good_for_one_day(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", **ZOE)
    link = await site.link()
    site.clock.move(days=1)
    assert (await browser.get(link)).status_code == 410


@pytest.mark.parametrize("word", ["x", "A" * 43, "%00", "é"])
async def test_a_word_that_we_never_made_is_no_link(site: Site, word: str) -> None:
    assert (await (await site.browser()).get(f"/verify/{word}")).status_code == 410
    assert (await (await site.browser()).get(f"/reset/{word}")).status_code == 410


async def test_a_link_for_one_thing_is_no_good_for_another(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", **ZOE)
    word = (await site.link()).rpartition("/")[2]
    assert (await browser.get(f"/reset/{word}")).status_code == 410


async def test_a_known_address_looks_the_same_and_its_owner_is_told(site: Site) -> None:
    await site.member("maria")
    stranger = await site.browser()
    known = await stranger.send("/register", **ZOE | {"email": "Maria@example.org", "name": "Eve"})
    (mail,) = await site.mails()
    assert mail.mail.to == "maria@example.org"
    assert "has an account already" in mail.mail.text
    assert "Eve" not in mail.mail.text
    fresh = await stranger.send("/register", **ZOE)

    def neutral(text: str, email: str) -> str:
        return text.replace(email, "")

    assert known.status_code == fresh.status_code
    assert neutral(known.text, "Maria@example.org") == neutral(fresh.text, ZOE["email"])
    assert await handle_of(site, "maria@example.org") == "maria"


async def test_an_account_made_by_others_is_claimed_by_mail_and_not_overwritten(site: Site) -> None:
    await site.member("archive", email_verified_at=None, password_hash="")
    browser = await site.browser()
    await browser.send("/register", **ZOE | {"email": "archive@example.org", "name": "Eve"})
    await browser.send("/reset", email="archive@example.org")
    link = await site.link()
    await browser.send(link, password=PASSWORD)
    assert await browser.who() == "archive"
    assert "Eve" not in (await browser.get("/m/archive")).text


async def test_registering_again_before_confirming_replaces_what_was_typed(site: Site) -> None:
    squatter, owner = await site.browser(), await site.browser()
    await squatter.send("/register", **ZOE | {"name": "Mallory"}, handle="zoe")
    squatted = await site.link()
    await owner.send("/register", **ZOE | {"password": "another password"}, handle="zoe")
    link = await site.link()
    assert (await squatter.get(squatted)).status_code == 410
    await owner.get(link)
    assert await owner.who() == "zoe"
    assert "Mallory" not in (await owner.get("/m/zoe")).text
    await squatter.send("/sign-in", email=ZOE["email"], password=PASSWORD)
    assert await squatter.who() == ""


async def registered(browser: Browser, **typed: str) -> int:
    return (await browser.send("/register", **ZOE | typed)).status_code


async def test_a_taken_or_kept_handle_is_refused_beside_its_field(site: Site) -> None:
    await site.member("maria")
    browser = await site.browser()
    for handle in ("maria", "admin", "member-12"):
        answer = await browser.send("/register", **ZOE, handle=handle)
        assert answer.status_code == 422
        assert 'href="#f-handle"' in answer.text
        assert f'value="{handle}"' in answer.text
    assert await site.mails() == []


async def test_without_a_handle_one_is_made_of_the_name_or_a_number(site: Site) -> None:
    await site.member("zoe-muller")
    browser = await site.browser()
    await registered(browser)
    assert await handle_of(site, "zoe@example.org") == "zoe-muller-2"
    await registered(browser, name="王小明", email="wang@example.org")
    numbered = await handle_of(site, "wang@example.org")
    assert numbered.startswith("member-")
    await registered(browser, name="王小明", email="wang@example.org")
    assert await handle_of(site, "wang@example.org") == numbered


async def test_what_does_not_fit_is_shown_again_without_the_password(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.send("/register", **ZOE | {"email": "zoe at home", "name": "Zoë 你好"})
    assert answer.status_code == 422
    assert 'value="Zoë 你好"' in answer.text
    assert 'value="zoe at home"' in answer.text
    assert PASSWORD not in answer.text
    assert 'id="e-email"' in answer.text


async def test_a_form_of_another_browser_is_refused_and_nothing_typed_is_lost(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.client.post("/register", data={**ZOE, "csrf": "5f.forged"})
    assert answer.status_code == 422
    assert 'value="Zoë Müller"' in answer.text
    assert PASSWORD not in answer.text
    with pytest.raises(AssertionError):
        await handle_of(site, ZOE["email"])


async def test_a_member_needs_no_registration(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    assert (await browser.get("/register")).headers["location"] == "/"


async def test_one_mailbox_is_not_flooded(site: Site) -> None:
    browser = await site.browser()
    codes = [await registered(browser) for _ in range(6)]
    assert codes == [200] * 5 + [429]


async def test_one_address_does_not_make_accounts_without_end(site: Site) -> None:
    browser = await site.browser()
    codes = [await registered(browser, email=f"m{n}@example.org") for n in range(21)]
    assert codes == [200] * 20 + [429]
    other = await site.browser("203.0.113.6")
    assert await registered(other, email="other@example.org") == 200


async def test_accounts_that_nobody_confirms_are_forgotten_and_others_are_not(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", **ZOE)
    await site.member("maria")
    await site.member("archive", email_verified_at=None, password_hash="")
    site.clock.move(days=8)
    async with site.runtime.unit(Actor()) as unit:
        unit.later("account.forget")
    await site.mails()
    async with site.runtime.database.reading() as db:
        assert await queries.find_by_email(db, ZOE["email"]) is None
        assert await queries.find_by_email(db, "maria@example.org")
        assert await queries.find_by_email(db, "archive@example.org")
        with pytest.raises(NotFound):
            await queries.member_by_handle(db, Actor(), "archive")


async def test_two_who_open_one_link_at_once_confirm_it_once(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", **ZOE)
    word = (await site.link()).rpartition("/")[2]
    link = await open_link(site.runtime, LinkPurpose.VERIFY, word)

    async def verify() -> None:
        async with site.runtime.unit(Actor()) as unit:
            await actions.verify(unit, link)

    await verify()
    with pytest.raises(LinkNotGood):
        await verify()


async def test_a_member_who_opens_the_link_of_another_account_is_not_sent_in_circles(
    site: Site,
) -> None:
    await site.member()
    await (await site.browser()).send("/register", **ZOE)
    maria = await site.signed_in()
    answer = await maria.get((await maria.get(await site.link())).headers["location"])
    assert answer.headers["location"] == "/"
