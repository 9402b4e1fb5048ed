"""The product, open for one command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from forum.app import Product, open_product
from forum.commands.base import CommandFailed
from forum.schema import is_current
from forum.settings import Settings


async def check_database(settings: Settings) -> None:
    """Make sure that the database has the newest shape.

    Raises:
        CommandFailed: it has not.
    """
    if not await is_current(settings.database_url):
        raise CommandFailed("the database is not up to date: run `forum migrate` first")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Product]:
    """Connect to everything the settings name, as long as the block lasts.

    Raises:
        CommandFailed: the database has not the newest shape.
    """
    await check_database(settings)
    async with open_product(settings) as product:
        yield product
