"""The product, open for one command."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError

from forum.app import Product, open_product
from forum.commands.base import CommandFailed, first_line
from forum.revisions import is_current
from forum.settings import Settings


async def check_database(settings: Settings) -> None:
    """Make sure that the database answers and has the newest shape.

    Raises:
        CommandFailed: it does not, or has not.
    """
    try:
        current = await is_current(settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        raise CommandFailed(f"the database cannot be reached: {first_line(error)}") from error
    if not current:
        raise CommandFailed("the database is not up to date: run `forum migrate` first")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Product]:
    """Connect to everything the settings name, as long as the block lasts.

    Raises:
        CommandFailed: something that they name cannot be opened, or the database has not the
            newest shape.
    """
    await check_database(settings)
    async with AsyncExitStack() as stack:
        try:
            product = await stack.enter_async_context(open_product(settings))
        except (LookupError, OSError, ValueError) as error:
            raise CommandFailed(f"cannot start: {first_line(error)}") from error
        yield product
