"""The product on each database, with its worker at hand."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from forum.app import Product
from tests import factories
from tests.services.databases import Databases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database that has its tables."""
    with databases.fresh(factories.prepared) as found:
        yield found


@pytest.fixture
async def house(url: str, tmp_path: Path) -> AsyncIterator[Product]:
    """Open, empty but for its tables; nothing runs beside it."""
    async with factories.product(url, tmp_path) as found:
        yield found
