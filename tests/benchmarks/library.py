"""What the library takes: counting its facets, and listing a page, over ten thousand cards."""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

import uvloop
from sqlalchemy import Connection, create_engine, insert, make_url, text
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.app import open_product
from forum.commands.serving import settle
from forum.core.actor import Actor
from forum.core.ids import MemberId, SpaceId, TopicId
from forum.core.paging import Window
from forum.library import queries
from forum.library.schemas import Chosen
from forum.resources.rules import Level, Licence, ResourceType, Subject
from forum.resources.tables import Resource, ResourceCompetence, ResourceLanguage
from forum.runtime import Runtime
from forum.settings import Settings
from i18n.languages import LANGUAGES
from tests.benchmarks.bench import Bench
from tests.benchmarks.data import rows
from tests.benchmarks.data.rows import SPACES, Row
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.measure import Figure, Finding, at_most
from tests.benchmarks.servers import SECRET

TARGET = at_most(50)
"""Milliseconds in which 95 of 100 answers are there: nobody notices, whatever is chosen."""
CHOSEN: Mapping[str, Mapping[str, str]] = {
    "nothing chosen": {},
    "a language": {"language": "th"},
    "a type and a licence": {"type": "course", "licence": "CC-BY-4.0"},
    "a space, a subject and a language": {"space": "space-3", "subject": "ict", "language": "en"},
    "a competence": {"competence": "teaching 7"},
    "what nothing is": {"country": "LU", "level": "school", "type": "webinar"},
}
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_WARMING, _ROUNDS = 2, 20
_READERS = (Actor(), Actor(MemberId(7), handle="member7"))
_COUNTRIES = ("TH", "FR", "KH", "DE", "VN", "FI", "")
_TAGS = tuple(LANGUAGES)


def measure(bench: Bench) -> Iterator[Finding]:
    """Facets and pages of the library for visitors and members; 95 of 100 are quicker."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    posts = bench.sizes.posts[-1]
    with store.copy(posts) as url:
        topics = len(rows.sizes_of(posts))
        add_cards(url, topics)
        where = f"{store.name}, {topics:,} cards"
        yield from uvloop.run(_figures(url, bench.room(f"{store.name}-library"), where))


async def _figures(url: str, folder: Path, where: str) -> Sequence[Figure]:
    settle()
    async with open_product(Settings(database=url, data=folder, secret=SECRET)) as product:
        found = []
        for name, words in CHOSEN.items():
            chosen = Chosen.model_validate(words)
            for what, ask in (("facets", _facets), ("a page", _page)):
                value = await _slowest(product.runtime, partial(ask, chosen))
                found.append(Figure(f"{where}: {what}, {name}", value, "ms", target=TARGET))
    return found


async def _facets(chosen: Chosen, db: AsyncSession, actor: Actor) -> object:
    return await queries.facets(db, actor, chosen)


async def _page(chosen: Chosen, db: AsyncSession, actor: Actor) -> object:
    return await queries.resources_page(db, actor, chosen, Window(20))


async def _slowest(
    runtime: Runtime, ask: Callable[[AsyncSession, Actor], Awaitable[object]]
) -> float:
    """Milliseconds in which 95 of 100 such questions are answered."""
    times = []
    for actor in _READERS * (_WARMING + _ROUNDS):
        began = time.perf_counter()
        async with runtime.database.reading() as db:
            await ask(db, actor)
        times.append((time.perf_counter() - began) * 1000)
    return quantiles(times[_WARMING * len(_READERS) :], n=20)[-1]


def add_cards(url: str, topics: int) -> None:
    """Put a card on each of the first so many topics of a filled database."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        address = address.set(drivername="sqlite")
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            _add_cards(connection, range(1, topics + 1))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("VACUUM ANALYZE"))
    finally:
        engine.dispose()


def _add_cards(connection: Connection, topics: Sequence[int]) -> None:
    _write(connection, Resource, [_card(number) for number in topics])
    _write(connection, ResourceLanguage, [row for one in topics for row in _languages(one)])
    taught = [
        ResourceCompetence(topic_id=TopicId(one), competence=f"teaching {one % 40}").model_dump()
        for one in topics
    ]
    _write(connection, ResourceCompetence, taught)


def _write(connection: Connection, table: type[SQLModel], what: Sequence[Row]) -> None:
    connection.execute(insert(table), list(what))


def _card(number: int) -> dict[str, Any]:
    address = f"https://example.org/resources/{number}"
    return Resource(
        topic_id=TopicId(number),
        space_id=SpaceId((number - 1) % SPACES + 1),
        url=address,
        canonical=address,
        type=_one(ResourceType, number),
        licence=_one(Licence, number),
        level=_one(Level, number // 3),
        subject=_one(Subject, number // 5),
        country=_COUNTRIES[number % len(_COUNTRIES)],
        work_id=TopicId(number),
        changed_at=_BEGAN,
        check_due=_BEGAN,
    ).model_dump()


def _one(kind: Any, number: int) -> Any:
    return list(kind)[number % len(kind)]


def _languages(number: int) -> list[Row]:
    """English and one more, or one other alone."""
    tags = dict.fromkeys(["en", _TAGS[number % len(_TAGS)]][number % 2 :])
    return [
        ResourceLanguage(topic_id=TopicId(number), language=tag, place=place).model_dump()
        for place, tag in enumerate(tags)
    ]
