"""Going, and coming back in time."""

import pytest

from forum.accounts import actions, queries
from forum.accounts.identity import actor_for
from forum.accounts.rules import LastAdministrator, MemberState, Way
from forum.accounts.schemas import TokenDraft
from forum.accounts.tables import Departure, Member
from forum.core.actor import SYSTEM
from forum.core.errors import ScopeTooNarrow
from forum.core.ids import MemberId
from forum.core.permissions import Role, Scope
from forum.db.unit import Later
from tests.forum.accounts.site import PASSWORD, WRONG, Browser, Site


async def go(browser: Browser, password: str = PASSWORD, way: str = "anonymise") -> int:
    return (await browser.send("/settings/leave", way=way, password=password)).status_code


async def stands(site: Site, member: Member) -> tuple[str, Departure | None]:
    member_id = MemberId(member.id or 0)
    async with site.runtime.database.reading() as db:
        found = await queries.member_by_id(db, member_id)
        return found.state, await queries.departure(db, member_id)


async def test_an_account_closes_at_once_and_goes_in_a_week(site: Site) -> None:
    maria = await site.member()
    browser, other = await site.signed_in(), await site.signed_in()
    answer = await browser.send("/settings/leave", way="delete", password=PASSWORD)
    assert answer.headers["location"] == "/sign-in?done=left"
    assert "Your account is closed." in (await browser.get("/sign-in?done=left")).text
    assert [await one.who() for one in (browser, other)] == ["", ""]
    state, departure = await stands(site, maria)
    assert state == MemberState.LEAVING
    assert departure is not None
    assert departure.way is Way.DELETE
    assert (departure.due - departure.asked_at).days == 7


async def test_tokens_end_with_the_account(site: Site) -> None:
    maria = await site.member()
    draft = TokenDraft(name="test", scopes=[Scope.READ])
    async with site.runtime.unit(actor_for(maria)) as unit:
        _, word = await actions.make_token(unit, draft)
    program = await site.browser(authorization=f"Bearer {word}")
    assert await program.who() == "maria"
    await go(await site.signed_in())
    assert await program.who() == ""


async def test_the_password_opens_nothing_and_says_why(site: Site) -> None:
    await site.member()
    await go(await site.signed_in())
    browser = await site.browser()
    answer = await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
    assert (answer.status_code, "opens it again" in answer.text) == (403, True)


async def test_the_link_in_the_mail_opens_the_account_again(site: Site) -> None:
    maria = await site.member()
    await go(await site.signed_in())
    link, browser = await site.link(), await site.browser()
    assert "Keep your account" in (await browser.get(link)).text
    answer = await browser.send(link)
    assert answer.headers["location"] == "/sign-in?done=stayed"
    assert await stands(site, maria) == (MemberState.ACTIVE, None)
    assert (await browser.get(link)).status_code == 410
    await site.signed_in()


async def test_after_a_week_there_is_no_way_back(site: Site) -> None:
    maria = await site.member()
    await go(await site.signed_in())
    link, browser = await site.link(), await site.browser()
    site.clock.move(days=7)
    assert (await browser.get(link)).status_code == 410
    assert (await stands(site, maria))[0] == MemberState.LEAVING


async def test_who_is_suspended_meanwhile_does_not_come_back_by_the_link(site: Site) -> None:
    maria = await site.member()
    await go(await site.signed_in())
    link = await site.link()
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.suspend(unit, MemberId(maria.id or 0))
    assert (await (await site.browser()).send(link)).status_code == 410


async def test_a_link_that_was_used_meanwhile_opens_nothing(site: Site) -> None:
    await site.member()
    await go(await site.signed_in())
    link, browser = await site.link(), await site.browser()
    await browser.get(link)
    await (await site.browser()).send(link)
    assert (await browser.send(link, form="/sign-in")).status_code == 410


@pytest.mark.parametrize(
    ("way", "password"),
    [("anonymise", WRONG), ("vanish", PASSWORD), ("", PASSWORD), ("delete", "")],
)
async def test_what_does_not_fit_changes_nothing(site: Site, way: str, password: str) -> None:
    maria = await site.member()
    browser = await site.signed_in()
    assert await go(browser, password, way) == 422
    assert await browser.who() == "maria"
    assert await stands(site, maria) == (MemberState.ACTIVE, None)


async def test_the_last_administrator_stays(site: Site) -> None:
    ada = await site.member("ada", role=Role.ADMIN)
    browser = await site.signed_in("ada")
    answer = await browser.send("/settings/leave", way="delete", password=PASSWORD)
    assert (answer.status_code, "only administrator" in answer.text) == (409, True)
    assert await browser.who() == "ada"
    await site.member("eve", role=Role.ADMIN)
    assert await go(browser) == 303
    with pytest.raises(LastAdministrator):
        async with site.runtime.unit(actor_for(await _row(site, "eve"))) as unit:
            await actions.leave(unit, Way.DELETE)
    assert ada.id is not None


async def _row(site: Site, handle: str) -> Member:
    async with site.runtime.database.reading() as db:
        return await queries.member_by_handle(db, SYSTEM, handle)


async def test_a_token_that_may_only_read_does_not_leave(site: Site) -> None:
    actor = actor_for(await site.member(), frozenset({Scope.READ}))
    with pytest.raises(ScopeTooNarrow):
        async with site.runtime.unit(actor) as unit:
            await actions.leave(unit, Way.DELETE)


async def test_what_is_left_for_later_waits_a_week(site: Site) -> None:
    maria = await site.member()
    async with site.runtime.unit(actor_for(maria)) as unit:
        await actions.leave(unit, Way.DELETE)
        erasing = [one for one in unit.jobs if one.kind == "account.erase"]
        due = site.clock().replace(day=28)
        assert erasing == [Later("account.erase", {"member_id": maria.id}, due)]
