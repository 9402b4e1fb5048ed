from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from forum.accounts import passwords
from tests.factories import prepared
from tests.forum.accounts.site import Site, open_site
from tests.services.databases import Databases

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests hash passwords by the hundred; what protects them in earnest is tested by itself."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database with tables, of each kind in turn."""
    with databases.fresh(prepared) as url:
        yield url


@pytest_asyncio.fixture
async def site(url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """The forum with accounts and nothing else."""
    async with open_site(url, tmp_path) as found:
        yield found
