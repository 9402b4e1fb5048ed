"""`forum search rebuild`, as a person types it."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.__main__ import main
from tests.factories import member, prepared, product, space, topic
from tests.forum.search.asking import ids
from tests.services.databases import Databases


def furnished(url: str) -> None:
    """A database with posts that no worker has seen to."""
    prepared(url)

    async def furnish() -> None:
        async with product(url, Path(os.environ["FORUM_DATA"])) as found:
            await space(found.runtime, language="en")
            maria = await member(found.runtime)
            await topic(found.runtime, maria, body="badges", replies=["more badges"])

    asyncio.run(furnish())


@pytest.fixture
def house(databases: Databases, settle: pytest.MonkeyPatch) -> Iterator[str]:
    settle.setenv("FORUM_SECRET", "x" * 32)
    with databases.fresh(furnished) as found:
        settle.setenv("FORUM_DATABASE", found)
        yield found


def test_everything_is_found_after_a_build_however_often(
    house: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def found() -> list[int]:
        async with product(house, tmp_path) as opened:
            return await ids(opened.runtime, "badges")

    assert asyncio.run(found()) == []
    for _ in range(2):
        assert main(["search", "rebuild"]) == 0
        assert "search: 100 %" in capsys.readouterr().err
        assert sorted(asyncio.run(found())) == [1, 2]
