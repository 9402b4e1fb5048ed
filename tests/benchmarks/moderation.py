"""What moderators wait for where a million things wait for them, and were decided."""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import quantiles

import uvloop
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from forum.app import open_product
from forum.commands.serving import settle
from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.core.paging import Window
from forum.core.permissions import GRANTS, Grant, Permission, Role
from forum.moderation import queries
from forum.moderation.queries import AuditFilter, CaseFilter
from forum.moderation.queueing import CaseKind
from forum.reviews import queries as reviews
from forum.reviews.figures import Asked, figures
from forum.reviews.jobs import count
from forum.reviews.queries import ProposalFilter
from forum.runtime import Runtime
from forum.settings import Settings
from tests.benchmarks.bench import QUICK, Bench
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.measure import Figure, Finding, at_most
from tests.benchmarks.servers import SECRET

TARGETS = {"postgresql": at_most(50), "sqlite": None}
"""Milliseconds in which 95 of 100 are answered."""
_TRANSLATIONS, _COUNTING = at_most(300), at_most(10)
"""The same, of what is about translations; seconds in which it is counted how many there are."""
_ROUNDS, _ENOUGH, _PATIENCE = 100, 20, 5.0
"""How often a page is asked for; how often at least, once that has taken so many seconds."""
_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_OLGA = Actor(MemberId(1), handle="member1", role=Role.MODERATOR)
_KEEPER = Actor(MemberId(2), handle="member2", grants=(Grant.of(GRANTS[Role.MODERATOR], 3, ""),))
_SOMCHAI = Actor(
    MemberId(3), handle="member3", grants=(Grant.of(GRANTS[Role.MODERATOR], None, "th"),)
)
_GERDA = Actor(
    MemberId(4), handle="member4", grants=(Grant.of({Permission.GLOSSARY_MANAGE}, None, ""),)
)
_REMY = Actor(
    MemberId(5), handle="member5", grants=(Grant.of({Permission.TRANSLATION_REVIEW}, None, "fr"),)
)

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
_FILL = (
    # One case of every post, and texts that wait for the rest.
    """INSERT INTO moderation_case (kind, post_id, space_id, language, rank, opened_at)
    SELECT CASE WHEN post.id % 10 = 0 THEN 'hint' ELSE 'report' END,
        post.id, topic.space_id, post.language, -(post.id % 7) - 1, post.created_at
    FROM post JOIN topic ON topic.id = post.topic_id""",
    """INSERT INTO held_post (author_id, space_id, state, title, source, html, language, more,
        made_at, reason)
    {numbers} SELECT i % 200 + 1, i % 8 + 1, 'waiting', 'Title', 'Text', '<p>Text</p>',
        CASE i % 3 WHEN 0 THEN 'th' WHEN 1 THEN 'fr' ELSE 'en' END, '{{"kind": "discussion",
        "tags": [], "resource": null}}', {moment}, '' FROM n""",
    """INSERT INTO moderation_case (kind, held_id, space_id, language, rank, opened_at)
    SELECT 'held', id, space_id, language, -1, made_at FROM held_post""",
    """INSERT INTO audit_entry (made_at, actor_id, act, target, reason, details)
    {numbers} SELECT {moment}, i % 200 + 1, CASE i % 3 WHEN 0 THEN 'hide_post'
        WHEN 1 THEN 'restore_post' ELSE 'lock_topic' END, 'post:' || (i % 5000 + 1), 'Why', '{{}}'
    FROM n""",
    # Every post in French, a fifth of them in German, too; some of that is of earlier texts.
    """INSERT INTO translation (subject, language, source, source_version, status, text, html,
        engine, made_at, outdated_at, stale_at)
    SELECT 'post:' || post.id, wanted.language, post.language, 1,
        CASE post.id % 8 WHEN 0 THEN 'human' ELSE 'machine' END, source, html, 'deepl', created_at,
        CASE post.id % 40 WHEN 0 THEN created_at END, CASE post.id % 9 WHEN 0 THEN {moment} END
    FROM post JOIN (SELECT 'fr' AS language, 1 AS part UNION ALL SELECT 'de', 5) AS wanted
        ON post.id % wanted.part = 0 WHERE post.language <> wanted.language""",
    """INSERT INTO translation_proposal (subject, number, kind, language, version, text, note,
        author_id, made_at, state, reason)
    SELECT 'post:' || id, id, 'text', CASE id % 3 WHEN 0 THEN 'de' ELSE 'fr' END, 1, source, '',
        author_id, created_at, CASE id % 10 WHEN 0 THEN 'waiting' ELSE 'approved' END, ''
    FROM post""",
    """INSERT INTO translation_request (subject, language, again_after, failure)
    SELECT 'post:' || id, 'it', created_at, CASE id % 3 WHEN 0 THEN 'quota' ELSE 'late' END
    FROM post WHERE id % 4 = 0""",
)

Ask = Callable[[Runtime], Awaitable[object]]


def _queue(actor: Actor, wanted: CaseFilter, window: Window = Window()) -> Ask:  # noqa: B008 (frozen)
    async def ask(runtime: Runtime) -> object:
        async with runtime.database.reading() as db:
            await queries.cases(db, actor, wanted)
            return await queries.cases_page(db, actor, wanted, _NOW, window)

    return ask


def _audit(wanted: AuditFilter, window: Window = Window()) -> Ask:  # noqa: B008 (frozen)
    async def ask(runtime: Runtime) -> object:
        async with runtime.database.reading() as db:
            await queries.entries(db, wanted)
            return await queries.audit_page(db, _OLGA, wanted, window)

    return ask


ASKED: Mapping[str, Ask] = {
    "the queue": _queue(_OLGA, CaseFilter()),
    "far down in it": _queue(_OLGA, CaseFilter(), Window(after=(-1, 500_000))),
    "its end": _queue(_OLGA, CaseFilter(), Window(before=(0, 2**62))),
    "in a language": _queue(_OLGA, CaseFilter(language="th")),
    "in a space": _queue(_OLGA, CaseFilter(space="space-3")),
    "in a language and a space": _queue(_OLGA, CaseFilter("th", "space-3")),
    "of a kind": _queue(_OLGA, CaseFilter(kinds=[CaseKind.HINT])),
    "reports only": _queue(_OLGA, CaseFilter(kinds=[CaseKind.REPORT, CaseKind.TRANSLATION])),
    "appeals, of which there are none": _queue(_OLGA, CaseFilter(kinds=[CaseKind.APPEAL])),
    "taken by oneself, nothing": _queue(_OLGA, CaseFilter(mine=True)),
    "for who looks after one space": _queue(_KEEPER, CaseFilter()),
    "for who looks after one language": _queue(_SOMCHAI, CaseFilter()),
    "the record": _audit(AuditFilter()),
    "far down in the record": _audit(AuditFilter(), Window(after=(500_000,))),
    "of one act": _audit(AuditFilter(act="lock_topic")),
    "by one moderator": _audit(AuditFilter(handle="member7")),
    "about one post": _audit(AuditFilter(target="post:77")),
    "of one day": _audit(AuditFilter(since=_NOW, until=datetime(2026, 6, 2, tzinfo=UTC))),
}


def _figures_of(actor: Actor, space: str = "") -> Ask:
    async def ask(runtime: Runtime) -> object:
        async with runtime.database.reading() as db:
            return await figures(db, actor, Asked(_NOW, ("deepl",), space))

    return ask


def _proposals(actor: Actor, wanted: ProposalFilter) -> Ask:
    async def ask(runtime: Runtime) -> object:
        async with runtime.database.reading() as db:
            await reviews.waiting(db, actor)
            return await reviews.proposals(db, actor, wanted, Window())

    return ask


OF_TRANSLATIONS: Mapping[str, Ask] = {
    "coverage, and what is out of date": _figures_of(_OLGA),
    "the same of one space": _figures_of(_OLGA, "space-3"),
    "the same for who looks after words alone": _figures_of(_GERDA),
    "what waits for reviewers": _proposals(_OLGA, ProposalFilter()),
    "what waits for the reviewers of a language": _proposals(_REMY, ProposalFilter(known=("fr",))),
}
"""What moderators and reviewers read of translations, with all that the page asks for."""


def measure(bench: Bench) -> Iterator[Finding]:
    """Pages of the queue and of the record of acts, and their counts; 95 of 100 are quicker."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    rows = 20_000 if bench.sizes == QUICK else 1_000_000
    posts = bench.sizes.posts[-1]
    with store.copy(posts) as url:
        folder = bench.room(f"{store.name}-moderation")
        yield from uvloop.run(_figures(url, folder, store, rows))


async def _figures(url: str, folder: Path, store: Store, rows: int) -> Sequence[Figure]:
    settings = Settings(database=url, data=folder, secret=SECRET)
    async with open_product(settings) as product:
        await _fill(product.runtime, store, rows)
        settle()
        began = time.perf_counter()
        await count(product.runtime, {})
        counting = time.perf_counter() - began
        where = f"{store.name} {rows:,}"
        found = [
            Figure(
                f"{where}: {name}",
                await _slowest(product.runtime, ask),
                "ms",
                target=TARGETS[store.name],
            )
            for name, ask in ASKED.items()
        ]
        found += [
            Figure(
                f"{where}: {name}",
                await _slowest(product.runtime, ask),
                "ms",
                target=_TRANSLATIONS,
            )
            for name, ask in OF_TRANSLATIONS.items()
        ]
        name = f"{where}: counting how far texts are translated, beside pages"
        return [*found, Figure(name, counting, "s", target=_COUNTING)]


async def _fill(runtime: Runtime, store: Store, rows: int) -> None:
    moment = "'2026-05-01 00:00:00.000000'" if store.name == "sqlite" else "now()"
    async with runtime.database.writer() as db, db.begin():
        connection = await db.connection()
        indexes = await _let_go_of_checks(connection) if store.name == "postgresql" else ()
        there = (await connection.execute(text("SELECT count(*) FROM post"))).scalar_one()
        await connection.execute(text(_FILL[0]))
        for statement, wanted in zip(_FILL[1:], (rows - there, 0, rows, 0, 0, 0), strict=True):
            numbers = _NUMBERS.format(rows=wanted)
            filled = statement.format(numbers=numbers, moment=moment).replace(":", r"\:")
            await connection.execute(text(filled))
        for made in indexes:
            await connection.exec_driver_sql(made)
    if store.name == "sqlite":
        return  # the forum gives it no statistics
    async with runtime.database.writer() as db, db.begin():
        connection = await db.connection()
        await connection.execute(text("ANALYZE"))


async def _let_go_of_checks(connection: AsyncConnection) -> Sequence[str]:
    """Until commit, neither look up what rows refer to nor keep the indexes of large tables.

    Both took two thirds of the time; gives what makes the indexes again, each at once.
    """
    await connection.execute(text("SET LOCAL session_replication_role = replica"))
    indexes = (await connection.execute(_INDEXES)).all()
    for name, _ in indexes:
        await connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [made for _, made in indexes]


_INDEXES = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef NOT LIKE 'CREATE UNIQUE%'"
    " AND tablename IN ('moderation_case', 'held_post', 'audit_entry')"
)


async def _slowest(runtime: Runtime, ask: Ask) -> float:
    """Milliseconds in which 95 of 100 such pages are read."""
    await ask(runtime)
    took: list[float] = []
    while len(took) < _ENOUGH or (len(took) < _ROUNDS and sum(took) < _PATIENCE * 1000):
        began = time.perf_counter()
        await ask(runtime)
        took.append((time.perf_counter() - began) * 1000)
    return quantiles(took, n=20)[-1]
