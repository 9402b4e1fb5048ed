import pytest

from forum.accounts.commands import create_token, create_user
from forum.accounts.identity import by_token
from forum.accounts.rules import MemberExists
from forum.core.errors import InvalidInput, NotFound
from forum.core.permissions import Permission, Role, Scope
from tests.forum.accounts.site import PASSWORD, Site


async def test_a_user_made_by_command_can_sign_in_at_once(site: Site) -> None:
    member_id = await create_user(
        site.runtime, "ada@example.org", "Ada Lovelace", role=Role.ADMIN, password=PASSWORD
    )
    assert member_id == 1
    browser = await site.browser()
    await browser.send("/sign-in", email="ada@example.org", password=PASSWORD)
    assert await browser.who() == "ada-lovelace"
    assert await site.mails() == []


async def test_a_user_without_a_password_sets_one_by_mail(site: Site) -> None:
    await create_user(site.runtime, "ada@example.org", "Ada", password=None)
    browser = await site.browser()
    await browser.send("/sign-in", email="ada@example.org", password=PASSWORD)
    assert await browser.who() == ""
    await browser.send("/reset", email="ada@example.org")
    await browser.send(await site.link(), password=PASSWORD)
    assert await browser.who() == "ada"


async def test_an_address_has_one_account(site: Site) -> None:
    await create_user(site.runtime, "ada@example.org", "Ada", password=None)
    with pytest.raises(MemberExists):
        await create_user(site.runtime, "ADA@example.org", "Ada", password=None)


REFUSED = [
    ("ada", "Ada", PASSWORD, "email"),
    ("ada@example.org", "", PASSWORD, "name"),
    ("ada@example.org", "Ada", "short", "password"),
]


@pytest.mark.parametrize(("email", "name", "password", "field"), REFUSED)
async def test_what_does_not_fit_is_named(
    site: Site, email: str, name: str, password: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await create_user(site.runtime, email, name, password=password)
    assert [fault.field for fault in refusal.value.faults] == [field]


async def test_a_token_made_by_command_carries_its_scopes(site: Site) -> None:
    await create_user(site.runtime, "ada@example.org", "Ada", role=Role.ADMIN, password=None)
    word = await create_token(site.runtime, "ada@example.org", [Scope.READ, Scope.MODERATE])
    actor = await by_token(site.runtime, word)
    assert actor is not None
    assert actor.scopes == {Scope.READ, Scope.MODERATE}
    assert actor.may(Permission.POST_HIDE)
    assert not actor.may(Permission.MEMBER_MANAGE)


async def test_a_token_needs_a_member_and_a_scope(site: Site) -> None:
    with pytest.raises(NotFound):
        await create_token(site.runtime, "ada@example.org", [Scope.READ])
    with pytest.raises(InvalidInput):
        await create_token(site.runtime, "ada@example.org", [])
