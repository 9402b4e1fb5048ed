"""What translating costs without the engine: taking apart, masking, remembering, storing."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median

import uvloop
from sqlalchemy import text

from forum.app import Product, open_product
from forum.commands.serving import settle
from forum.core.actor import SYSTEM
from forum.discussions.subjects import post_subject
from forum.jobs.bell import Bell
from forum.jobs.runner import Runner
from forum.runtime import Runtime
from forum.settings import Settings
from forum.text.markdown import render
from forum.text.segments import take_apart
from forum.translations import actions, jobs, parts
from forum.translations.making import TIME_ALLOWED, Means, Prepared, make_all
from forum.translations.memory import SubjectMemory
from forum.translations.rules import Reach
from forum.translations.subjects import Subject
from i18n.detect import detect
from i18n.exchange.tmx import TmxUnit, read_tmx, write_tmx
from i18n.translate import open_translators
from i18n.translate.engine import Engine
from i18n.translate.glossary import Glossary, Term
from i18n.translate.masking import mask, unmask
from i18n.translate.memory import MemoryInProcess, segment_key
from i18n.translate.router import Router
from tests.benchmarks.bench import Bench
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.data.texts import Text, texts
from tests.benchmarks.measure import Figure, Finding, at_least, at_most
from tests.benchmarks.servers import SECRET

INTO = ("de", "vi", "ur", "th", "zh-Hans")
HIT, PLUMBING, RATE, FOUND = at_most(1), at_most(5), at_least(100), at_least(97)
_ASKED = 200
_TERMS = 50_000
_MARKED = (
    "See the [syllabus](https://example.org/syllabus?term=2) of **week 3**, with `pip install` "
    "and 25 km of *field work*; @maria asks for #credits before 12:30."
)


class NotAllStored(Exception):
    """The message says how many translations are stored."""


def measure(bench: Bench) -> Iterator[Finding]:
    """A text's way to its translation and back, with an engine that answers at once."""
    yield _recognised()
    yield _plumbing()
    yield _glossary()
    yield _exchange()
    posts = _distinct(bench.sizes.translated)
    yield uvloop.run(_making(posts))
    yield from on_each(bench.cache, lambda store: _stored(bench, store, posts))


def _recognised() -> Figure:
    """Of how many texts of the Declaration, in all its languages, the language is found."""
    right = [detect(text.source).language == text.language for text in texts()]
    found = 100 * sum(right) / len(right)
    return Figure(f"languages of {len(right):,} texts found", found, "%", target=FOUND)


def _plumbing() -> Figure:
    """Mask, unmask and render a text of 2 KB, half prose and half full of marks."""
    prose = [text.source for text in texts() if text.language == "en"]
    source = "\n\n".join(part for text in prose for part in (_MARKED, text))[:2048]
    times = []
    for _ in range(_ASKED):
        began = time.process_time()
        apart = take_apart(source)
        masked = [mask(segment.text) for segment in apart.segments]
        render(apart.join([unmask(one, one.text) for one in masked]))
        times.append((time.process_time() - began) * 1000)
    return Figure("mask, unmask, render 2 KB", median(times), "ms", target=PLUMBING)


def _glossary() -> Figure:
    """Find the terms of a large glossary in a text of 2 KB that is full of them."""
    words = [f"{chr(97 + number % 26)}{number:x}" for number in range(_TERMS)]
    glossary = Glossary([Term(f"{word} session", word) for word in words], "en")
    text = " ".join(f"The {word} sessions follow a session." for word in words[:80])[:2048]
    times = []
    for _ in range(_ASKED):
        began = time.process_time()
        glossary.find(text)
        times.append((time.process_time() - began) * 1000)
    return Figure(f"glossary of {_TERMS:,} terms, 2 KB", median(times), "ms", target=PLUMBING)


def _exchange() -> Figure:
    """Read a TMX file of real sentences."""
    units = [TmxUnit({"en": text.source, "fr": text.source}, "en") for text in texts()] * 20
    file = b"".join(write_tmx(units, tool="bench", version="1"))
    began = time.process_time()
    count = sum(1 for _ in read_tmx(BytesIO(file)))
    rate = len(file) / 1_000_000 / (time.process_time() - began)
    return Figure(f"TMX of {count:,} units, read", rate, "MB/s")


def _distinct(count: int) -> Sequence[Subject]:
    """So many posts, of which no two have a paragraph in common."""
    known = [text for text in texts() if text.language not in INTO]
    return [_subject(number, known[number % len(known)]) for number in range(1, count + 1)]


def _subject(number: int, text: Text) -> Subject:
    return Subject(
        name=f"post:{number}",
        text="\n\n".join(f"{one} {number}" for one in text.source.split("\n\n")),
        markdown=True,
        language=text.language,
        version=1,
        channel=f"topic:{number}",
        reach=Reach.ANY,
    )


async def _making(posts: Sequence[Subject]) -> Figure:
    """Everything but the database, one text after the other."""
    router = Router([Engine(one) for one in open_translators(["pseudo"], {})])
    means = Means(MemoryInProcess(), router, Glossary(), TIME_ALLOWED)
    settle()
    began = time.perf_counter()
    for post in posts:
        apart = await Prepared.of(post)
        for language in INTO:
            await make_all([apart], language, means)
    rate = len(posts) / (time.perf_counter() - began)
    name = f"{len(posts):,} posts into {len(INTO)} languages, made"
    return Figure(name, rate, "posts/s", target=RATE)


def _stored(bench: Bench, store: Store, posts: Sequence[Subject]) -> Iterator[Figure]:
    with store.copy(bench.sizes.posts[0]) as url:
        yield from uvloop.run(_by_jobs(url, bench.room(f"{store.name}-jobs"), store.name, posts))


async def _by_jobs(
    url: str, folder: Path, where: str, posts: Sequence[Subject]
) -> Sequence[Figure]:
    """The same as a worker does it: asked for by jobs, stored, announced; then what is kept.

    The worker goes on with further batches while one waits for the database, as any worker does.
    What hears of translations (search, mails) has jobs of its own, which are not done here.
    """
    settings = Settings(database=url, data=folder, secret=SECRET, translators=("pseudo",))
    async with open_product(settings) as product:
        await _write(product.runtime, posts)
        bell = Bell()
        runtime = replace(product.runtime, enqueue=bell.enqueue)
        runner = Runner(runtime, jobs.kinds(product.engines, {"post": post_subject}), bell=bell)
        settle()
        began = time.perf_counter()
        async with runner.at_work():
            for start in range(0, len(posts), _ASKED):
                some = [one.name for one in posts[start : start + _ASKED]]
                async with runtime.unit(SYSTEM) as unit:
                    await actions.ask_all(unit, [(name, into) for name in some for into in INTO])
            await _wait_for_all(runtime)
        rate = len(posts) / (time.perf_counter() - began)
        await _check(product.runtime, len(posts) * len(INTO))
        hit = await _hit(product, posts)
    name = f"{where}: {len(posts):,} posts into {len(INTO)} languages, stored"
    return [
        Figure(name, rate, "posts/s", target=RATE),
        Figure(f"{where}: memory hit", hit, "ms/post", target=HIT),
    ]


async def _wait_for_all(runtime: Runtime) -> None:
    """Until no translation is being made any more."""
    while True:
        async with runtime.database.reading() as db:
            if not (await (await db.connection()).execute(_WAITING)).scalar_one():
                return
        await asyncio.sleep(_GLANCE)


_WAITING = text("SELECT count(*) FROM job WHERE kind = 'translate'")
_GLANCE = 0.05


async def _write(runtime: Runtime, posts: Sequence[Subject]) -> None:
    """Let posts that are there read as these do."""
    rows = [{"id": one.number, "source": one.text, "language": one.language} for one in posts]
    said = text("UPDATE post SET source = :source, language = :language WHERE id = :id")
    async with runtime.database.writer() as db, db.begin():
        await (await db.connection()).execute(said, rows)


async def _check(runtime: Runtime, count: int) -> None:
    async with runtime.database.reading() as db:
        found = (await (await db.connection()).execute(_STORED)).scalar_one()
    if found != count:
        raise NotAllStored(f"{found} of {count}")


_STORED = text("SELECT count(*) FROM translation WHERE engine = 'pseudo'")


async def _hit(product: Product, posts: Sequence[Subject]) -> float:
    """Milliseconds in which the memory gives all segments of one post."""
    times = []
    for post in posts[:_ASKED]:
        memory = SubjectMemory.of(product.runtime.database, post.memories)
        segments = (await parts.take_apart(post.text, markdown=True)).texts
        keys = {segment_key(text) for text in segments}
        began = time.perf_counter()
        await memory.find(keys, source=post.language, target=INTO[0])
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
