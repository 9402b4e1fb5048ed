"""How a product ends that was opened but never ran, as commands open it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.spaces import actions as spaces
from forum.spaces.rules import Access
from forum.spaces.schemas import SpaceChange
from tests import factories
from tests.services.databases import Databases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database that has its tables."""
    with databases.fresh(factories.prepared) as found:
        yield found


async def test_what_a_change_set_going_ends_with_the_product(url: str, tmp_path: Path) -> None:
    async with factories.product(url, tmp_path) as product:
        await factories.space(product.runtime)
        async with product.runtime.unit(factories.ADMIN) as unit:
            await spaces.change_space(unit, "general", SpaceChange(access=Access.PRIVATE))
    assert asyncio.all_tasks() == {asyncio.current_task()}
