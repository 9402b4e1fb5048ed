"""Processes, Redis and the database end during a vote: one ballot each, and nobody is forgotten."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from sqlmodel import col, select

from forum.db.tables import LogEntry
from forum.decisions.secrecy import is_counted
from forum.decisions.tables import Ballot, BallotSpent, SecretBallot
from forum.live.profiles import ProfileName
from forum.runtime import Runtime
from tests import factories
from tests.client import API
from tests.faults.meeting import Meeting, all_defects, close, hold, propose
from tests.faults.writer import Act, Client, Done
from tests.processes import ServeProcess
from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer

VOTERS = 24
CHOICES = "yes", "no", "abstain"


@pytest.fixture
def pair(
    private_postgres: PostgresServer, private_redis: RedisServer, tmp_path: Path
) -> Iterator[Sequence[ServeProcess]]:
    """Two processes over a database and a Redis that nobody else uses."""
    factories.prepared(private_postgres.url)
    env = {
        "FORUM_DATABASE": private_postgres.url,
        "FORUM_BROKER": private_redis.url,
        "FORUM_DATA": str(tmp_path),
        "FORUM_SECRET": "x" * 32,
        "FORUM_RATE_LIMITS": "false",
    }
    with ExitStack() as stack:
        pair = [ServeProcess(env, folder=tmp_path) for _ in range(2)]
        for one in pair:
            one.start()
            stack.callback(one.kill)
        yield pair


class Ballots:
    """Every voter casts a ballot in each of two votes, and goes on until it is acknowledged."""

    def __init__(self, meeting: Meeting, open_vote: int, secret_vote: int) -> None:
        self.meeting, self.open, self.secret = meeting, open_vote, secret_vote
        self.acknowledged: list[Done] = []
        self._news = asyncio.Condition()

    async def cast(self, number: int, client: Client) -> None:
        """Vote in both, as one of the voters."""
        async with httpx2.AsyncClient(timeout=10) as http:
            for poll in (self.open, self.secret):
                # The receipt of a secret ballot is said once: who missed it has voted all the same.
                fine = frozenset({201} if poll == self.open else {201, 409})
                body, who = {"choice": choice(number)}, self.meeting.people[number]
                act = Act(f"/polls/{poll}/ballots", body, who, fine)
                done = await client.insist(http, act, f"ballot {poll}")
                async with self._news:
                    self.acknowledged.append(done)
                    self._news.notify_all()

    async def reach(self, count: int) -> None:
        """Return when so many ballots have been acknowledged."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.acknowledged) >= count)


def choice(number: int) -> str:
    """What a voter votes."""
    return CHOICES[number % len(CHOICES)]


async def test_whatever_ends_during_a_vote_each_ballot_counts_once(
    pair: Sequence[ServeProcess],
    private_postgres: PostgresServer,
    private_redis: RedisServer,
    tmp_path: Path,
) -> None:
    chance, (first, second) = random.Random(1), pair
    async with factories.product(private_postgres.url, tmp_path) as product:
        meeting = await hold(product.runtime, VOTERS, profile=ProfileName.UNGA)
        votes = [await propose(meeting, first.url, one) for one in ("roll_call", "secret")]
        ballots = Ballots(meeting, *votes)
        async with asyncio.TaskGroup() as voting:
            clients = [Client([first.url, second.url], chance) for _ in meeting.people]
            slots = asyncio.Semaphore(4)

            async def vote(number: int) -> None:
                async with slots:
                    await ballots.cast(number, clients[number])

            for number in range(VOTERS):
                voting.create_task(vote(number))
            for server in (private_redis, private_postgres):
                await ballots.reach(len(ballots.acknowledged) + 8)
                await asyncio.to_thread(server.kill)
                await asyncio.sleep(0.3)  # so that somebody votes meanwhile
                await asyncio.to_thread(server.start)
            await ballots.reach(len(ballots.acknowledged) + 8)
            await asyncio.to_thread(first.kill)
        print(f"{sum(one.repeated for one in clients)} requests sent again")
        await _drop_the_line(meeting, second.url, ballots.open)
        closed = await close(meeting, second.url, ballots.open)
        assert _votes(closed) == Counter(map(choice, range(VOTERS)))
        await close(meeting, second.url, ballots.secret)
        await _check(product.runtime, ballots)
        await _check_receipts(ballots, second.url)


async def _drop_the_line(meeting: Meeting, url: str, poll: int) -> None:
    """Have the chair close a vote, and lose the line before the answer comes."""
    place = urlsplit(url)
    _, writer = await asyncio.open_connection(place.hostname, place.port)
    lines = [
        f"POST {API}/polls/{poll}/close HTTP/1.1",
        f"Host: {place.netloc}",
        f"Authorization: {meeting.chair['authorization']}",
        f"Idempotency-Key: close {poll}",
        "Content-Type: application/json",
        "Content-Length: 2",
    ]
    writer.write("\r\n".join([*lines, "", "{}"]).encode())
    await writer.drain()
    writer.transport.abort()


def _votes(closed: dict[str, object]) -> Counter[str]:
    options = closed["options"]
    assert isinstance(options, list)
    return Counter({one["key"]: one["votes"] for one in options})


async def _check(runtime: Runtime, ballots: Ballots) -> None:
    """Every vote is stored once, the log has each, and the recount comes to the results."""
    async with runtime.database.reading() as db:
        cast = await db.exec(select(Ballot.choice).where(Ballot.decision_id == ballots.open))
        assert Counter(cast) == Counter(map(choice, range(VOTERS)))
        spent = select(BallotSpent.elector_id).where(BallotSpent.decision_id == ballots.secret)
        assert len(set(await db.exec(spent))) == VOTERS
        secret = select(SecretBallot.choice).where(SecretBallot.decision_id == ballots.secret)
        assert Counter(await db.exec(secret)) == Counter(map(choice, range(VOTERS)))
        entries = select(LogEntry.data).where(
            LogEntry.channel == f"session:{ballots.meeting.session}"
        )
        log = [json.loads(one) for one in await db.exec(entries.order_by(col(LogEntry.offset)))]
        told = [one for one in log if one.get("id") == ballots.open]
        voted = [one["elector"] for one in told if one["event"] == "decision.voted"]
        assert (len(voted), len(set(voted))) == (VOTERS, VOTERS)
        assert Counter(one["event"] for one in told)["decision.closed"] == 1
        assert await all_defects(db) == []


async def _check_receipts(ballots: Ballots, url: str) -> None:
    """Every receipt that somebody was given proves that their ballot was counted."""
    given = [done.answer["receipt"] for done in ballots.acknowledged if done.answer.get("receipt")]
    async with httpx2.AsyncClient(timeout=20) as http:
        hashes = (await http.get(f"{url}{API}/polls/{ballots.secret}/receipts")).json()
    assert len(hashes) == VOTERS
    assert given
    assert all(is_counted(one, hashes) for one in given)
