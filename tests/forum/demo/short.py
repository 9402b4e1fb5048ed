"""The demonstration with a few of its articles, for tests that need no more of it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from forum.demo.content import read_script
from forum.demo.declaration import SPACE
from forum.demo.fill import fill
from forum.demo.meetings import set_up
from forum.demo.script import Script
from forum.runtime import Runtime
from tests.factories import prepared, product

FEW = (0, 3, 11, 19)
"""Articles, the one with the deep thread among them."""


@asynccontextmanager
async def opened(url: str, folder: Path) -> AsyncIterator[Runtime]:
    """The product as the demonstration runs in it."""
    async with product(url, folder, mode="demo") as found:
        yield found.runtime


def script(*more: int) -> Script:
    """All conversations, and a few articles."""
    whole = read_script()
    articles = [topic for topic in whole.topics if topic.space == SPACE and not topic.locked]
    kept = [articles[number] for number in (*FEW, *more)]
    others = [topic for topic in whole.topics if topic not in articles]
    return whole.model_copy(update={"topics": [*others, *kept]})


def filled_with(script: Script, url: str, *, sessions: bool = True) -> None:
    """Fill an empty database, with the live sessions if that is wanted."""
    prepared(url)

    async def make(folder: Path) -> None:
        async with opened(url, folder) as runtime:
            await fill(runtime, script, lambda _done: None)
            if sessions:
                await set_up(runtime)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(make(Path(folder)))
