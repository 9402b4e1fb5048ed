"""What searching takes, and following what is written, in a forum of many posts."""

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import quantiles

import uvloop

from forum.app import open_product
from forum.commands.serving import settle
from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.core.paging import Window
from forum.runtime import Runtime
from forum.search import reading
from forum.search.actions import AT_ONCE, index
from forum.search.parsing import parse
from forum.search.rules import Sort
from forum.settings import Settings
from tests.benchmarks.bench import Bench
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.measure import Figure, Finding, at_most
from tests.benchmarks.servers import SECRET

TARGETS = {"postgresql": at_most(30), "sqlite": at_most(60)}
"""Milliseconds in which 95 of 100 searches are answered."""
ASKED: Mapping[str, tuple[str, Sort]] = {
    "a word of every fourth post": ("1", "relevance"),
    "the same, newest first": ("1", "new"),
    "the same, in one space": ("1 space:space-3", "relevance"),
    "the same, by one author": ("1 author:member7", "relevance"),
    "the same, of a kind that nothing is of": ("1 kind:question", "relevance"),
    "the same, of the oldest day": ("1 before:2026-01-02", "relevance"),
    "a word of every title": ("course", "relevance"),
    "a word of one language": ("everyone", "relevance"),
    "the beginning of half of all words": ("de", "relevance"),
    "the beginning of a word": ("every", "relevance"),
    "three words": ("right everyone law", "relevance"),
    "words side by side": ('"equal protection"', "relevance"),
    "one Han character": ("人", "relevance"),
    "Thai": ("สิทธิ", "relevance"),
    "a word that nobody wrote": ("xylophone", "relevance"),
    "all that one author wrote": ("author:member7", "new"),
}
_WARMING, _ROUNDS = 2, 50
_INDEXED = 500
_READERS = (Actor(), Actor(MemberId(7), handle="member7"))


def measure(bench: Bench) -> Iterator[Finding]:
    """Searches of visitors and members, from query to what is shown; 95 of 100 are quicker."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    posts = bench.sizes.posts[-1]
    with store.copy(posts) as url:
        yield from uvloop.run(_figures(url, bench.room(f"{store.name}-search"), store, posts))


async def _figures(url: str, folder: Path, store: Store, posts: int) -> Sequence[Figure]:
    settings = Settings(database=url, data=folder, secret=SECRET)
    where = f"{store.name} {posts:,}"
    settle()
    async with open_product(settings) as product:
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


async def _slowest(runtime: Runtime, query: str, sort: Sort) -> float:
    """Milliseconds in which 95 of 100 such searches are answered."""
    times = []
    for actor in _READERS * (_WARMING + _ROUNDS):
        began = time.perf_counter()
        async with runtime.database.reading() as db:
            await reading.search(db, actor, parse(query), sort, Window(20))
        times.append((time.perf_counter() - began) * 1000)
    return quantiles(times[_WARMING * len(_READERS) :], n=20)[-1]


async def _rate(runtime: Runtime) -> float:
    """How many posts a second are brought into the index, cutting words and all."""
    subjects = [f"post:{number}" for number in range(1, _INDEXED + 1)]
    began = time.perf_counter()
    for at in range(0, _INDEXED, AT_ONCE):
        await index(runtime, subjects[at : at + AT_ONCE])
    return _INDEXED / (time.perf_counter() - began)
