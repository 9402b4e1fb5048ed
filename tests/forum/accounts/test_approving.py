"""Who may register, and registrations that wait for the secretariat."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from forum.accounts import actions, jobs, queries
from forum.accounts.actions.tokens import add_token
from forum.accounts.rules import MemberState, RegistrationDecided
from forum.accounts.schemas import TokenDraft
from forum.accounts.tables import Member
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Role, Scope
from tests.forum.accounts.site import PASSWORD, WRONG, Browser, Site, open_site

LINH = {
    "name": "Linh",
    "handle": "linh",
    "email": "linh@elsewhere.test",
    "password": PASSWORD,
    "organisation": "Hanoi Open University",
    "country": "VN",
    "about": "I build courses\nfor rural schools.",
}
LIST = "/admin/registrations"


@pytest_asyncio.fixture
async def opened(url: str, tmp_path: Path) -> AsyncIterator[Any]:
    """Opens a site with a mode of registration; addresses at `example.org` register at once."""
    async with AsyncExitStack() as stack:

        async def make(mode: str, **more: Any) -> Site:
            settings = {"registration": mode, "registration_domains": "example.org", **more}
            return await stack.enter_async_context(open_site(url, tmp_path, **settings))

        yield make


@pytest_asyncio.fixture
async def site(opened: Any) -> Site:
    """Where the secretariat approves."""
    found: Site = await opened("approval")
    return found


async def row(site: Site, email: str = LINH["email"]) -> Member | None:
    async with site.runtime.database.reading() as db:
        return await queries.find_by_email(db, email)


async def waiting(site: Site) -> Browser:
    """A browser whose registration waits, its address confirmed."""
    browser = await site.browser()
    await browser.send("/register", **LINH)
    answer = await browser.get(await site.link())
    assert answer.headers["location"] == "/registration"
    return browser


async def secretariat(site: Site) -> Browser:
    await site.member("ada", role=Role.ADMIN)
    return await site.signed_in("ada")


async def test_a_registration_waits_until_it_is_approved(site: Site) -> None:
    browser = await waiting(site)
    page = (await browser.get("/registration")).text
    assert "linh@elsewhere.test is confirmed" in page
    assert "I build courses\nfor rural schools." in page
    assert await browser.who() == ""
    again = await browser.send("/sign-in", email=LINH["email"], password=PASSWORD)
    assert again.headers["location"] == "/registration"
    assert await browser.who() == ""
    ada = await secretariat(site)
    shown = (await ada.get(LIST)).text
    assert "Hanoi Open University" in shown
    assert "1 registration waits." in shown
    member = await row(site)
    assert member is not None
    answer = await ada.send(f"{LIST}/{member.id}/approve", form=LIST)
    assert answer.headers["location"] == LIST
    mail = (await site.mails())[0].mail
    assert (mail.to, mail.subject) == (LINH["email"], "Your registration was approved")
    await browser.send("/sign-in", email=LINH["email"], password=PASSWORD)
    assert await browser.who() == "linh"
    assert "No registration waits" in (await ada.get(LIST)).text
    assert (await browser.get("/registration")).headers["location"] == "/sign-in"


async def test_the_secretariat_hears_of_the_first_that_waits_and_of_no_other(site: Site) -> None:
    await site.member("ada", role=Role.ADMIN)
    await site.member("olga", role=Role.MODERATOR)
    subject = "A registration waits for the secretariat"

    async def told() -> list[str]:
        return [one.mail.to for one in await site.mails() if one.mail.subject == subject]

    browser = await site.browser()
    await browser.send("/register", **LINH)
    link = await site.link()
    assert await told() == []  # nobody has confirmed the address
    await browser.get(link)
    assert await told() == ["ada@example.org"]
    assert "/admin/registrations" in (await site.mails())[0].mail.text
    second = await site.browser()
    await second.send("/register", **LINH | {"handle": "mai", "email": "mai@elsewhere.test"})
    await second.get(await site.link())
    assert await told() == ["ada@example.org"]
    at_once = await site.browser()
    await at_once.send("/register", **LINH | {"handle": "jan", "email": "jan@example.org"})
    await at_once.get(await site.link())
    assert await told() == ["ada@example.org"]


async def test_a_declined_person_is_told_why_and_may_begin_anew(site: Site) -> None:
    browser, ada = await waiting(site), await secretariat(site)
    member = await row(site)
    assert member is not None
    path = f"{LIST}/{member.id}/decline"
    refused = await ada.send(path, form=LIST, reason=" ")
    assert refused.status_code == 422
    await ada.send(path, form=LIST, reason="Please use your university's address.")
    mail = (await site.mails())[0].mail
    assert "Please use your university's address." in mail.text
    answer = await browser.send("/sign-in", email=LINH["email"], password=PASSWORD)
    assert (answer.status_code, "was declined" in answer.text) == (403, True)
    assert (await browser.get("/registration")).headers["location"] == "/sign-in"
    assert await browser.who() == ""
    await browser.send("/register", **LINH | {"name": "Linh Nguyen"})
    await browser.get(await site.link())
    anew = await row(site)
    assert anew is not None
    assert (anew.name, anew.state) == ("Linh Nguyen", MemberState.WAITING)


async def test_what_was_declined_is_forgotten_in_a_month(site: Site) -> None:
    await waiting(site)
    ada = Actor((await site.member("ada", role=Role.ADMIN)).id, role=Role.ADMIN)
    member = await row(site)
    assert member is not None
    assert member.id is not None
    async with site.runtime.unit(ada) as unit:
        await actions.decline(unit, member.id, "No.")
    site.clock.move(days=29)
    await jobs.forget(site.runtime, {})
    assert await row(site) is not None
    site.clock.move(days=2)
    await jobs.forget(site.runtime, {})
    assert await row(site) is None


async def test_who_waits_may_say_more_or_take_it_back(site: Site) -> None:
    browser = await waiting(site)
    said = {"organisation": "VNU", "country": "VN", "about": "More."}
    answer = await browser.send("/registration", **said)
    assert answer.headers["location"] == "/registration?done=saved"
    assert "VNU" in (await browser.get("/registration")).text
    empty = await browser.send("/registration", **said | {"about": ""})
    assert empty.status_code == 422
    stranger = await site.browser()
    await stranger.get("/sign-in")
    assert (await stranger.get("/registration")).headers["location"] == "/sign-in"
    await browser.send("/registration/withdraw", form="/registration")
    assert await row(site) is None


async def test_a_new_password_opens_no_account_that_waits(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", **LINH)
    await site.mails()
    await browser.send("/reset", email=LINH["email"])
    answer = await browser.send(await site.link(), password=WRONG)
    assert answer.headers["location"] == "/registration"
    assert await browser.who() == ""
    assert browser.cookie is None
    member = await row(site)
    assert member is not None
    assert member.state == MemberState.WAITING
    answer = await browser.send("/sign-in", email=LINH["email"], password=WRONG)
    assert answer.headers["location"] == "/registration"


async def test_an_address_that_is_not_confirmed_is_in_no_queue(site: Site) -> None:
    browser, ada = await site.browser(), await secretariat(site)
    sent = await browser.send("/register", **LINH)
    assert "the secretariat looks at your registration" in sent.text
    assert "No registration waits" in (await ada.get(LIST)).text
    member = await row(site)
    assert member is not None
    assert member.id is not None
    async with site.runtime.unit(Actor(member.id, role=Role.ADMIN)) as unit:
        with pytest.raises(RegistrationDecided):
            await actions.approve(unit, member.id)


async def test_of_two_who_decide_one_is_told(site: Site) -> None:
    await waiting(site)
    ada = await secretariat(site)
    member = await row(site)
    assert member is not None
    first = await ada.send(f"{LIST}/{member.id}/approve", form=LIST)
    second = await ada.send(f"{LIST}/{member.id}/decline", form="/settings", reason="No.")
    assert (first.status_code, second.status_code) == (303, 422)
    assert "no longer waiting" in second.text
    assert (await ada.client.post(f"{LIST}/999/approve", data={})).status_code in {404, 422}


async def test_the_queue_is_for_the_secretariat(site: Site) -> None:
    await site.member("olga", role=Role.MODERATOR)
    olga, visitor = await site.signed_in("olga"), await site.browser()
    assert (await olga.get(LIST)).status_code == 403
    assert (await olga.get(f"/api/v1{LIST}")).status_code == 403
    assert (await visitor.get(f"/api/v1{LIST}")).status_code == 401


async def test_who_has_to_be_approved_says_who_they_are(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.send("/register", **LINH | {"about": "", "organisation": ""})
    assert answer.status_code == 422
    assert answer.text.count("so that the secretariat knows who you are") >= 2
    assert await site.mails() == []


@pytest.mark.parametrize("mode", ["open", "approval", "invitation"])
async def test_an_address_of_a_listed_domain_registers_at_once(opened: Any, mode: str) -> None:
    site = await opened(mode)
    browser = await site.browser()
    shown = (await browser.get("/register")).text
    assert ("example.org</bdi>" in shown) is (mode != "open")
    email = "linh@example.org"
    await browser.send("/register", name="Linh", handle="linh", email=email, password=PASSWORD)
    await browser.get(await site.link())
    assert await browser.who() == "linh"


async def test_by_invitation_nobody_else_registers_and_nothing_is_learnt(opened: Any) -> None:
    site = await opened("invitation", registration_domains="listed.test")
    await site.member("maria")
    browser = await site.browser()
    assert "Everybody else needs an invitation." in (await browser.get("/register")).text
    told = set()
    for email in ("maria@example.org", "linh@example.org"):
        answer = await browser.send("/register", **LINH | {"email": email})
        assert answer.status_code == 403
        told.add(answer.text.replace(email, "").split("<main")[1].split('name="csrf"')[0])
    assert len(told) == 1
    assert await site.mails() == []


async def test_where_only_the_invited_register_there_is_no_form(opened: Any) -> None:
    site = await opened("invitation", registration_domains="")
    shown = (await (await site.browser()).get("/register")).text
    assert "by invitation here" in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main>")[0]


async def test_the_api_lists_approves_and_declines(site: Site) -> None:
    await waiting(site)
    ada = await secretariat(site)
    found = (await ada.get(f"/api/v1{LIST}")).json()["items"]
    assert [(one["email"], one["about"]) for one in found] == [(LINH["email"], LINH["about"])]
    number = found[0]["id"]
    async with site.runtime.unit(SYSTEM) as unit:
        member = await queries.find_by_email(unit.db, "ada@example.org")
        assert member is not None
        assert member.id is not None
        draft = TokenDraft(name="x", scopes=list(Scope))
        word = (await add_token(unit, member.id, draft))[1]
    program = await site.browser(authorization=f"Bearer {word}")
    path = f"/api/v1{LIST}/{number}"
    answer = await program.client.post(f"{path}/approval")
    assert (answer.status_code, answer.json()["state"]) == (200, "active")
    late = await program.client.post(f"{path}/refusal", json={"reason": "No."})
    assert (late.status_code, late.json()["code"]) == (409, "registration_decided")
