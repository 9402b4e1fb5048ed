"""What searching takes, and following what is written, in a forum of many posts."""

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import quantiles

import uvloop
from sqlmodel import col, select

from forum.app import open_product
from forum.core.actor import Actor
from forum.core.ids import PostId
from forum.core.paging import Window
from forum.discussions.tables import Post
from forum.runtime import Runtime
from forum.search import queries, reading
from forum.search.actions import AT_ONCE, index
from forum.search.documents import Document, plain_text
from forum.search.parsing import parse
from forum.search.rules import Sort, place
from forum.settings import Settings
from i18n.segment import tokens
from tests.benchmarks.bench import Bench
from tests.benchmarks.data import rows
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.data.texts import texts
from tests.benchmarks.measure import Figure, Finding, at_most
from tests.benchmarks.servers import SECRET

TARGETS = {"postgresql": at_most(30), "sqlite": at_most(60)}
"""Milliseconds in which 95 of 100 searches are answered."""
ASKED: Mapping[str, tuple[str, Sort]] = {
    "a word of most posts": ("1", "relevance"),
    "the same, newest first": ("1", "new"),
    "the same, in one space": ("1 space:space-3", "relevance"),
    "a word of every title": ("course", "relevance"),
    "a word of one language": ("education", "relevance"),
    "the beginning of a word": ("educ", "relevance"),
    "three words": ("right everyone education", "relevance"),
    "words side by side": ('"fundamental freedoms"', "relevance"),
    "one Han character": ("人", "relevance"),
    "Thai": ("การศึกษา", "relevance"),
    "a word that nobody wrote": ("xylophone", "relevance"),
}
_ROUNDS = 20
_INDEXED = 500
_VISITOR = Actor()


def measure(bench: Bench) -> Iterator[Finding]:
    """Searches of a visitor, from the query to what the page shows; 95 of 100 are quicker."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    posts = bench.sizes.posts[-1]
    with store.copy(posts) as url:
        yield from uvloop.run(_figures(url, bench.room(f"{store.name}-search"), store, posts))


async def _figures(url: str, folder: Path, store: Store, posts: int) -> Sequence[Figure]:
    settings = Settings(database=url, data=folder, secret=SECRET)
    where = f"{store.name} {posts:,}"
    async with open_product(settings) as product:
        await _fill(product.runtime)
        found = [
            Figure(
                f"{where}: {name}",
                await _slowest(product.runtime, query, sort),
                "ms",
                target=TARGETS[store.name],
            )
            for name, (query, sort) in ASKED.items()
        ]
        rate = await _rate(product.runtime)
    return [*found, Figure(f"{where}: posts brought into the index", rate, "posts/s")]


async def _fill(runtime: Runtime) -> None:
    """Write the index of posts that share a few hundred texts, each of which is cut once."""
    cut = {text.source: tokens(plain_text(text.source)) for text in texts()}
    after = 0
    while True:
        async with runtime.unit(_VISITOR) as unit:
            query = select(Post.id, Post.topic_id, Post.number, Post.language, Post.source)
            query = query.where(col(Post.id) > after).order_by(col(Post.id)).limit(2000)
            found = (await unit.db.exec(query)).all()
            if not found:
                break
            documents = [
                Document(
                    place(PostId(number or 0), 0),
                    language,
                    tokens(rows.title(topic)) if within == 1 else (),
                    cut[source],
                )
                for number, topic, within, language, source in found
            ]
            await queries.put(unit.db, [PostId(row[0] or 0) for row in found], documents)
            after = found[-1][0] or 0
    await _settle(runtime)


async def _settle(runtime: Runtime) -> None:
    """Let PostgreSQL know what the index holds, as its own housekeeping does after a while."""
    if runtime.database.dialect == "postgresql":
        async with runtime.unit(_VISITOR) as unit:
            await (await unit.db.connection()).exec_driver_sql("ANALYZE search_words")


async def _slowest(runtime: Runtime, query: str, sort: Sort) -> float:
    """Milliseconds in which 95 of 100 such searches are answered."""
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        async with runtime.database.reading() as db:
            await reading.search(db, _VISITOR, parse(query), sort, Window(20))
        times.append((time.perf_counter() - began) * 1000)
    return quantiles(times, n=20)[-1]


async def _rate(runtime: Runtime) -> float:
    """How many posts a second are brought into the index, cutting words and all."""
    subjects = [f"post:{number}" for number in range(1, _INDEXED + 1)]
    began = time.perf_counter()
    for at in range(0, _INDEXED, AT_ONCE):
        await index(runtime, subjects[at : at + AT_ONCE])
    return _INDEXED / (time.perf_counter() - began)
