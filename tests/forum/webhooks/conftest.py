from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.factories import prepared
from tests.forum.webhooks.office import Office, open_office
from tests.services.databases import Databases


@pytest.fixture
def ready(databases: Databases) -> Iterator[str]:
    """A database that has its tables."""
    with databases.fresh(prepared) as found:
        yield found


@pytest.fixture
async def office(ready: str, tmp_path: Path) -> AsyncIterator[Office]:
    """See `Office`."""
    async with open_office(ready, tmp_path) as found:
        yield found
