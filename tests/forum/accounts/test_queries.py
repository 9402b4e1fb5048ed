import pytest

from forum.accounts import queries
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from tests.forum.accounts.site import Site


async def test_authors_are_found_whatever_became_of_their_accounts(site: Site) -> None:
    await site.member("maria")
    await site.member("gone", state="deleted")
    await site.member("archive", email_verified_at=None)
    async with site.runtime.database.reading() as db:
        found = await queries.authors(db, [MemberId(number) for number in (1, 2, 3, 3, 99)])
        assert await queries.authors(db, []) == {}
    assert {key: out.handle for key, out in found.items()} == {1: "maria", 2: "gone", 3: "archive"}
    assert found[MemberId(1)].url == "/m/maria"


async def test_who_is_not_there_is_not_found(site: Site) -> None:
    async with site.runtime.database.reading() as db:
        with pytest.raises(NotFound):
            await queries.member_by_id(db, MemberId(99))
        assert await queries.find_by_id(db, MemberId(99)) is None
