import pytest

from forum.accounts import actions, queries
from forum.accounts.rules import LastAdministrator
from forum.core.actor import SYSTEM
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.permissions import Role
from tests.forum.accounts.site import Site


async def set_role(site: Site, member_id: int, role: Role) -> None:
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.set_role(unit, MemberId(member_id), role)


async def suspend(site: Site, member_id: int) -> None:
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.suspend(unit, MemberId(member_id))


async def role_of(site: Site, member_id: int) -> str:
    async with site.runtime.database.reading() as db:
        return (await queries.member_by_id(db, MemberId(member_id))).role


async def test_the_last_administrator_stays(site: Site) -> None:
    await site.member("ada", role="admin")
    await site.member("bob", role="admin", state="suspended")
    await site.member("maria")
    with pytest.raises(LastAdministrator):
        await set_role(site, 1, Role.MODERATOR)
    with pytest.raises(LastAdministrator):
        await suspend(site, 1)
    assert await role_of(site, 1) == "admin"
    await set_role(site, 3, Role.ADMIN)
    await set_role(site, 1, Role.MEMBER)
    assert await role_of(site, 1) == "member"
    with pytest.raises(LastAdministrator):
        await suspend(site, 3)
    await set_role(site, 2, Role.MEMBER)


async def test_who_is_not_there_cannot_be_changed(site: Site) -> None:
    with pytest.raises(NotFound):
        await set_role(site, 99, Role.MODERATOR)
    with pytest.raises(NotFound):
        await suspend(site, 99)


async def test_restoring_opens_what_was_suspended_and_nothing_else(site: Site) -> None:
    await site.member("maria", state="suspended")
    await site.member("gone", state="deleted")
    async with site.runtime.unit(SYSTEM) as unit:
        assert (await actions.restore(unit, MemberId(1))).state == "active"
        assert (await actions.restore(unit, MemberId(2))).state == "deleted"
    assert [type(event).__name__ for event in unit.events] == ["MemberChanged"]


async def test_a_suspension_is_announced_so_that_connections_end(site: Site) -> None:
    await site.member("maria")
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.suspend(unit, MemberId(1))
    (event,) = unit.events
    assert (event.name, event.channels()) == ("member.suspended", ["member:1"])
    assert event.payload() == {"member_id": 1}
