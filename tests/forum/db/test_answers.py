"""A key is held by one change at a time, and has one answer."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from forum.core.errors import RequestInProgress
from forum.db import answers
from forum.db.answers import Answer
from forum.db.engine import Database, connect
from tests.factories import NOON, prepared
from tests.services.databases import Databases

ANSWER = Answer("member 1", "k", "digest", 201, {"location": "/here"}, "{}", NOON)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh(prepared) as url:
        yield url


@pytest_asyncio.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = connect(url)
    yield database
    await database.aclose()


async def once(database: Database, answer: Answer = ANSWER) -> Answer | None:
    """What was answered before; what is answered now is kept."""
    async with database.writer() as db, db.begin():
        first = await answers.claim(db, answer.owner, answer.key)
        if first is None:
            await asyncio.sleep(0.01)
            await answers.keep(db, answer)
        return first


async def test_a_key_is_answered_as_it_was_the_first_time(database: Database) -> None:
    assert await once(database) is None
    assert await once(database, ANSWER._replace(body="[]")) == ANSWER
    assert await once(database, ANSWER._replace(owner="member 2")) is None


async def test_of_those_who_come_at_the_same_time_one_acts(database: Database) -> None:
    found = await asyncio.gather(*(once(database) for _ in range(4)), return_exceptions=True)
    others = [one for one in found if one is not None]
    assert len(others) == 3
    assert all(one == ANSWER or isinstance(one, RequestInProgress) for one in others)


async def test_who_looked_before_an_answer_was_kept_is_refused_when_keeping_theirs(
    database: Database,
) -> None:
    await once(database)
    async with database.writer() as db:
        with pytest.raises(RequestInProgress):
            await answers.keep(db, ANSWER)
