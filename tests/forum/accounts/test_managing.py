"""Accounts in the hands of administrators, on pages and by the API."""

from pathlib import Path

import pytest

from forum.accounts import actions, queries
from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import RoleChange, TokenDraft
from forum.core.actor import SYSTEM
from forum.core.errors import Forbidden
from forum.core.ids import MemberId
from forum.core.paging import Window
from forum.core.permissions import Role, Scope
from forum.moderation.queries import AuditFilter, audit_page
from tests import factories
from tests.forum.accounts.site import Browser, Site

REASON = {"reason": "She keeps order in the Thai spaces."}


async def program(site: Site, member_id: int, *scopes: Scope) -> dict[str, str]:
    async with site.runtime.unit(SYSTEM) as unit:
        draft = TokenDraft(name="x", scopes=list(scopes))
        word = (await add_token(unit, MemberId(member_id), draft))[1]
    return {"authorization": f"Bearer {word}"}


async def staff(site: Site) -> Browser:
    """An administrator's browser; nadja is member 2, olga, a moderator, member 3."""
    await site.member("ada", role=Role.ADMIN)
    await site.member("nadja")
    await site.member("olga", role=Role.MODERATOR, name="Ольга 100%")
    return await site.signed_in("ada")


async def role_of(site: Site, member_id: int) -> str:
    async with site.runtime.database.reading() as db:
        return (await queries.member_by_id(db, MemberId(member_id))).role


async def test_an_administrator_finds_an_account_and_changes_its_role(site: Site) -> None:
    ada = await staff(site)
    page = (await ada.get("/admin/accounts?q=NADJA@exam")).text
    assert "/admin/accounts/2" in page
    assert "/admin/accounts/3" not in page
    path = "/admin/accounts/2"
    answer = await ada.send(f"{path}/role", form=path, role="moderator", **REASON)
    assert answer.headers["location"] == f"{path}?done=account"
    assert await role_of(site, 2) == Role.MODERATOR


@pytest.mark.parametrize(
    ("q", "found"), [("ОЛЬГА", {3}), ("100%", {3}), ("_", set()), ("example.org", {1, 2, 3})]
)
async def test_accounts_are_found_by_parts_in_any_script(
    site: Site, q: str, found: set[int]
) -> None:
    await staff(site)
    headers = await program(site, 1, Scope.ADMIN)
    browser = await site.browser()
    answer = await browser.get("/api/v1/admin/accounts", params={"q": q}, headers=headers)
    assert {one["id"] for one in answer.json()["items"]} == found


async def test_the_list_is_paged_and_filtered(site: Site) -> None:
    await staff(site)
    headers = await program(site, 1, Scope.ADMIN)
    browser, path = await site.browser(), "/api/v1/admin/accounts"
    first = (await browser.get(f"{path}?limit=2", headers=headers)).json()
    assert [one["id"] for one in first["items"]] == [3, 2]
    rest = await browser.get(f"{path}?limit=2&cursor={first['next']}", headers=headers)
    assert [one["id"] for one in rest.json()["items"]] == [1]
    chosen = await browser.get(f"{path}?role=moderator", headers=headers)
    assert [one["handle"] for one in chosen.json()["items"]] == ["olga"]


async def test_a_program_of_an_administrator_does_the_same(site: Site) -> None:
    await staff(site)
    headers, browser = await program(site, 1, Scope.ADMIN), await site.browser()
    path = "/api/v1/admin/members/2"
    body = {"role": "admin", **REASON}
    answer = await browser.client.put(f"{path}/role", json=body, headers=headers)
    assert answer.json()["role"] == "admin"
    answer = await browser.client.post(f"{path}/closure", json=REASON, headers=headers)
    assert answer.json()["state"] == "leaving"
    assert (await site.mails())[0].mail.subject == "Your account is closed"
    assert (await site.link()).startswith("/stay/")


async def test_the_last_administrator_keeps_the_role(site: Site) -> None:
    ada = await staff(site)
    path = "/admin/accounts/1"
    for act, data in (("role", {"role": "member", **REASON}), ("close", REASON)):
        answer = await ada.send(f"{path}/{act}", form=path, **data)
        assert (answer.status_code, "only administrator" in answer.text) == (409, True)
    assert await role_of(site, 1) == Role.ADMIN


async def test_an_open_browser_is_not_enough_to_change_a_role(site: Site) -> None:
    ada = await staff(site)
    shown = await ada.get("/admin/accounts/2")
    assert shown.status_code == 200
    site.clock.move(minutes=10)
    answer = await ada.get("/admin/accounts/2")
    assert answer.headers["location"] == "/confirm?next=/admin/accounts/2"
    sent = {"form": "/settings", "role": "admin", **REASON}
    answer = await ada.send("/admin/accounts/2/role", **sent)
    assert answer.status_code == 403
    assert await role_of(site, 2) == Role.MEMBER


@pytest.mark.parametrize("handle", ["nadja", "olga"])
async def test_nobody_else_sees_or_changes_accounts(site: Site, handle: str) -> None:
    await staff(site)
    browser = await site.signed_in(handle)
    for path in ("/admin/accounts", "/admin/accounts/1", "/api/v1/admin/accounts"):
        assert (await browser.get(path)).status_code == 403
    answer = await browser.send("/admin/accounts/2/role", form="/settings", role="admin", **REASON)
    assert answer.status_code == 403
    assert await role_of(site, 2) == Role.MEMBER


async def test_a_link_is_sent_again_to_an_address_that_is_not_confirmed(site: Site) -> None:
    ada = await staff(site)
    await site.member("linh", email_verified_at=None)
    path = "/admin/accounts/4"
    await ada.send(f"{path}/verification", form=path)
    assert (await site.link()).startswith("/verify/")
    answer = await ada.send("/admin/accounts/2/verification", form=path)
    assert (answer.status_code, "already_verified" in answer.text) == (409, True)


async def test_a_change_of_role_needs_a_reason(site: Site) -> None:
    ada = await staff(site)
    path = "/admin/accounts/2"
    answer = await ada.send(f"{path}/role", form=path, role="moderator", reason=" ")
    assert answer.status_code == 422
    assert await role_of(site, 2) == Role.MEMBER


async def test_what_administrators_do_is_on_record_with_the_reason(
    url: str, tmp_path: Path
) -> None:
    async with factories.product(url, tmp_path) as product:
        runtime = product.runtime
        ada = await factories.member(runtime, "ada", Role.ADMIN)
        nadja = await factories.member(runtime, "nadja")
        ada = factories.fresh(ada)
        change = RoleChange(role=Role.MODERATOR, **REASON)
        with pytest.raises(Forbidden):
            async with runtime.unit(factories.fresh(nadja)) as unit:
                await actions.change_role(unit, nadja.require_member(), change)
        for _ in range(2):  # the second changes nothing, and is not on record
            async with runtime.unit(ada) as unit:
                await actions.change_role(unit, nadja.require_member(), change)
        await product.runner.drain()
        async with runtime.database.reading() as db:
            (entry,) = (await audit_page(db, ada, AuditFilter(), Window())).items
    assert (entry.act, entry.target) == ("change_role", f"member:{nadja.member_id}")
    assert entry.reason == REASON["reason"]
    assert entry.details == {"was": "member", "role": "moderator"}
