from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.factories import prepared
from tests.forum.jobs.workshop import Workshop, open_workshop
from tests.services.databases import Databases


@pytest_asyncio.fixture
async def workshop(url: str, tmp_path: Path) -> AsyncIterator[Workshop]:
    """A runtime in which jobs can be added and done."""
    async with open_workshop(url, tmp_path) as found:
        yield found


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database with tables, of each kind in turn."""
    with databases.fresh(prepared) as url:
        yield url
