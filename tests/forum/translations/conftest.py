"""A house on each kind of database, with a topic in a public space."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from tests import factories
from tests.forum.translations.house import House
from tests.services.databases import Databases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh(factories.prepared) as found:
        yield found


@pytest.fixture
async def house(url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with factories.product(url, tmp_path) as product:
        author = await factories.member(product.runtime, "maria")
        await factories.space(product.runtime)
        yield House(product, author)


@pytest.fixture
async def topic(house: House) -> TopicId:
    return await factories.topic(house.runtime, house.author, language="en")


@pytest.fixture
async def reader(house: House) -> Actor:
    """Somebody who reads German, and says so."""
    return await factories.member(house.runtime, "gero", languages=["de"])
