"""Asks for the addresses on cards, politely, and says which are dead."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta

from forum.core.actor import SYSTEM
from forum.core.addresses import host_of, split
from forum.core.ids import TopicId
from forum.jobs.kinds import Handler
from forum.resources import actions, queries
from forum.resources.robots import Robots
from forum.resources.rules import LinkState, Outcome, after, is_own_fault, outcome_of
from forum.resources.tables import Resource
from forum.runtime import Runtime
from forum.web.outside import Ask, Outside
from forum.web.places import NoAnswer, NotAllowedOutside

CHECK = "resources.check"
MOST = 40
"""Addresses in one go: if none answers, that takes no longer than a job may."""
MOST_OF_A_HOST = 3
PARALLEL = 4
"""Hosts at the same time."""
PAUSE = 5.0
"""Seconds between two questions to one host."""
PATIENCE = 10.0
"""Seconds for one answer."""
AGAIN = timedelta(hours=1)
"""When all is tried again after our own line was down."""

Sleep = Callable[[float], Awaitable[None]]


class Checker:
    """Checks the addresses that are due.

    Args:
        opened: gives what asks other sites, from our own public address.
        sleep: waits between two questions to one host; for tests.
    """

    def __init__(
        self, opened: Callable[[str], Outside] = Outside, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._opened, self._sleep = opened, sleep
        self._open: tuple[Outside, Robots] | None = None

    async def check(self, runtime: Runtime, _data: Mapping[str, object]) -> None:
        """Ask for each address that is due, and store what that told."""
        own = runtime.settings.public_url
        async with runtime.database.reading() as db:
            found = await queries.due(db, runtime.clock(), MOST)
        if not found:
            return  # without what speaks to other sites: forums with no cards do without its 2 MiB
        if self._open is None:
            outside = self._opened(own)
            self._open = outside, Robots(outside, runtime.clock)
        asked = [row for row in found if not row.url.startswith(f"{own}/")]
        outcomes = await self._ask_all(by_host(asked), *self._open)
        if is_own_fault(_told_by_host(outcomes)):
            await self._put_off(runtime, outcomes)
            return
        for row, outcome in outcomes:
            await _store(runtime, row, outcome)
        for row in found:  # our own files are where they are as long as we are
            if row not in asked:
                await _store(runtime, row, Outcome.UNKNOWN)

    async def _ask_all(
        self, hosts: Mapping[str, list[Resource]], outside: Outside, robots: Robots
    ) -> list[tuple[Resource, Outcome]]:
        room = asyncio.Semaphore(PARALLEL)

        async def ask_host(rows: list[Resource]) -> list[tuple[Resource, Outcome]]:
            async with room:
                told: list[tuple[Resource, Outcome]] = []
                for row in rows:
                    if told:
                        await self._sleep(PAUSE)
                    told.append((row, await self._ask(row.url, outside, robots)))
                return told

        found = await asyncio.gather(*map(ask_host, hosts.values()))
        return [pair for told in found for pair in told]

    async def _ask(self, url: str, outside: Outside, robots: Robots) -> Outcome:
        if not await robots.allow(url):
            return Outcome.UNKNOWN
        told = await _once(outside, Ask(url, "HEAD"))
        if told is Outcome.REACHED:
            return told
        # Not every server answers HEAD as it would GET; one byte is enough to know.
        await self._sleep(PAUSE)
        return await _once(outside, Ask(url, headers={"range": "bytes=0-0"}, most=1))

    async def _put_off(
        self, runtime: Runtime, outcomes: Iterable[tuple[Resource, Outcome]]
    ) -> None:
        topics = [TopicId(row.topic_id) for row, _ in outcomes]
        async with runtime.unit(SYSTEM) as unit:
            await queries.put_off(unit.db, topics, unit.now + AGAIN)


async def _once(outside: Outside, ask: Ask) -> Outcome:
    try:
        return outcome_of((await outside.ask(ask, seconds=PATIENCE)).status)
    except (NoAnswer, NotAllowedOutside):
        return Outcome.SILENT


def by_host(rows: Iterable[Resource]) -> Mapping[str, list[Resource]]:
    """Cards by the host of their address, not too many of each; the others stay due."""
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    for row in rows:
        host = _host(row)
        if len(found[host]) < MOST_OF_A_HOST:
            found[host].append(row)
    return found


def _host(row: Resource) -> str:
    return host_of(split(row.canonical))


def _told_by_host(outcomes: Iterable[tuple[Resource, Outcome]]) -> Mapping[str, list[Outcome]]:
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    for row, outcome in outcomes:
        found[_host(row)].append(outcome)
    return found


async def _store(runtime: Runtime, row: Resource, outcome: Outcome) -> None:
    before = LinkState(row.failures, row.failing_since, row.unreachable_since, row.check_due)
    async with runtime.unit(SYSTEM) as unit:
        state = after(outcome, before, unit.now)
        stored = await queries.store_check(unit.db, row, state, unit.now)
        if stored and state.unreachable_since != row.unreachable_since:
            await actions.announce(unit, TopicId(row.topic_id))


def kinds() -> Mapping[str, Handler]:
    """What does the jobs of resources."""
    return {CHECK: Checker().check}


RECURRING: Mapping[str, timedelta] = {CHECK: timedelta(minutes=20)}
"""Some 20,000 addresses a week."""
