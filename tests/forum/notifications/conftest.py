"""A stage on each kind of database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.forum.notifications.stage import Stage
from tests.services.databases import Databases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh(factories.prepared) as found:
        yield found


@pytest.fixture
async def stage(url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with factories.product(url, tmp_path) as product:
        await factories.space(product.runtime)
        yield Stage(product)
