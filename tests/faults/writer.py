"""A program that writes replies, and does not give up before each is acknowledged."""

import asyncio
import random
from collections.abc import Sequence

import httpx2

from tests.client import API

AGAIN = {409, 429, 500, 502, 503}
"""Answers after which the same request is right: it may be carried out, or has been."""


class Writer:
    """Writes to `topics` in turn, over whichever of the servers at `urls` answers.

    A request that was not answered is sent again with the same key, so that it counts once.
    """

    def __init__(
        self, name: str, token: dict[str, str], urls: Sequence[str], chance: random.Random
    ) -> None:
        self.acknowledged: list[str] = []
        self.repeated = 0
        self._name, self._token, self._urls, self._chance = name, token, urls, chance
        self._news = asyncio.Condition()

    async def run(self, topics: Sequence[int], enough: asyncio.Event) -> None:
        """Write until there is enough."""
        async with httpx2.AsyncClient(headers=self._token, timeout=10) as client:
            while not enough.is_set():
                text = f"{self._name} {len(self.acknowledged)}"
                topic = topics[len(self.acknowledged) % len(topics)]
                await self._write(client, topic, text)
                async with self._news:
                    self.acknowledged.append(text)
                    self._news.notify_all()

    async def reach(self, count: int) -> None:
        """Return when so many replies have been acknowledged."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.acknowledged) >= count)

    async def _write(self, client: httpx2.AsyncClient, topic: int, text: str) -> None:
        while not await self._is_taken(client, topic, text):
            self.repeated += 1
            await asyncio.sleep(self._chance.uniform(0.05, 0.2))

    async def _is_taken(self, client: httpx2.AsyncClient, topic: int, text: str) -> bool:
        url = f"{self._chance.choice(self._urls)}{API}/topics/{topic}/posts"
        try:
            answer = await client.post(
                url, json={"body": text, "language": "en"}, headers={"idempotency-key": text}
            )
        except httpx2.TransportError:
            return False
        assert answer.status_code in {201, *AGAIN}, answer.text
        return answer.status_code == 201
