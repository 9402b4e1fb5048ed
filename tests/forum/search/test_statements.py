"""What is asked of each database for a search is composed once a shape."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from forum.app import Product
from forum.core.actor import Actor
from forum.runtime import Runtime
from forum.search.rules import Sort
from tests import factories
from tests.forum.search.asking import VISITOR, found, indexed


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[Any]]:
    """The statements that are executed meanwhile, not their texts."""
    seen: list[Any] = []

    def note(_connection: object, statement: object, *_: object) -> None:
        seen.append(statement)

    with ExitStack() as stack:
        for engine in runtime.database.engines:
            event.listen(engine.sync_engine, "before_execute", note)
            stack.callback(event.remove, engine.sync_engine, "before_execute", note)
        yield seen


@pytest.mark.parametrize(
    ("first", "second", "sort"),
    [
        ("word", "other more", "relevance"),
        ("word", "other more", "new"),
        ("author:maria", "author:linh", "new"),
        (
            "word space:library kind:discussion language:en after:2020 author:maria",
            "other space:forum kind:question language:th after:2021 author:linh",
            "relevance",
        ),
    ],
)
async def test_a_search_is_answered_by_the_statements_of_the_one_before_it_of_its_shape(
    house: Product, first: str, second: str, sort: Sort
) -> None:
    maria, linh = [await factories.member(house.runtime, name) for name in ("maria", "linh")]
    for slug in ("library", "forum"):
        await factories.space(house.runtime, slug, language="en")
    await factories.topic(
        house.runtime, maria, "library", body="A word and other words, more than one."
    )
    runtime = await indexed(house)

    async def asked(query: str, actor: Actor) -> list[Any]:
        with statements(runtime) as seen:
            await found(runtime, query, actor, sort)
        return seen

    for one, another in ((VISITOR, VISITOR), (maria, linh)):
        known = await asked(first, one)
        assert len(known) > 1
        again = await asked(second, another)
        assert {*map(id, again)} <= {*map(id, known)}
