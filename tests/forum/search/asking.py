"""How tests ask."""

from collections.abc import Sequence

from forum.app import Product
from forum.core.actor import Actor
from forum.core.paging import Window
from forum.runtime import Runtime
from forum.search import queries
from forum.search.parsing import parse
from forum.search.queries import Hit
from forum.search.rules import Sort

VISITOR = Actor()


async def found(
    runtime: Runtime, query: str, actor: Actor = VISITOR, sort: Sort = "relevance", limit: int = 100
) -> Sequence[Hit]:
    """The first hits."""
    async with runtime.database.reading() as db:
        found = await queries.hits_page(db, actor, parse(query), sort, Window(limit))
    return found.page.items


async def ids(runtime: Runtime, query: str, actor: Actor = VISITOR) -> list[int]:
    """The posts that are found, the best first."""
    return [hit.post_id for hit in await found(runtime, query, actor)]


async def indexed(house: Product) -> Runtime:
    """The house once its worker has nothing left to do."""
    await house.runner.drain()
    return house.runtime
