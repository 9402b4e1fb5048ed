"""Programs that write, and do not give up before each of their acts is acknowledged."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.client import API

AGAIN = {429, 500, 502, 503}
"""Answers after which the same request is right: it may be carried out, or has been."""
IN_PROGRESS = "request_in_progress"
"""Code of the refusal after which it is right, too."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One request of a program.

    Attributes:
        path: below the API's.
        body: what is sent; a `key` of its own is made of the writer's name and the act's number.
        headers: those that name who acts.
        fine: statuses that acknowledge it.
    """

    path: str
    body: Json
    headers: Mapping[str, str]
    fine: frozenset[int] = frozenset({200, 201})


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was acknowledged, and how."""

    act: Act
    status: int
    answer: Json


@dataclass(slots=True)
class Client:
    """Sends over whichever of the servers at `urls` answers, as often as that takes.

    A request that was not answered is sent again with the same key, so that it counts once.
    """

    urls: Sequence[str]
    chance: random.Random
    repeated: int = field(default=0)

    async def insist(self, http: httpx2.AsyncClient, act: Act, key: str) -> Done:
        """Return when an act is acknowledged; fails if it is refused."""
        while (done := await self._try(http, act, key)) is None:
            self.repeated += 1
            await asyncio.sleep(self.chance.uniform(0.05, 0.2))
        return done

    async def _try(self, http: httpx2.AsyncClient, act: Act, key: str) -> Done | None:
        url = f"{self.chance.choice(self.urls)}{API}{act.path}"
        headers = {**act.headers, "idempotency-key": key}
        try:
            answer = await http.post(url, json=act.body, headers=headers)
        except httpx2.TransportError:
            return None
        if answer.status_code in AGAIN or answer.json().get("code") == IN_PROGRESS:
            return None
        assert answer.status_code in act.fine, answer.text
        return Done(act, answer.status_code, answer.json())


class Writer:
    """Carries out one act after the other, with a rest of so many seconds after each.

    `acts` gives each by its number and the one before.
    """

    def __init__(
        self,
        name: str,
        client: Client,
        acts: Callable[[int, Done | None], Act],
        *,
        rest: float = 0.0,
    ) -> None:
        self.name, self.client, self._rest = name, client, rest
        self.acknowledged: list[Done] = []
        self._acts = acts
        self._news = asyncio.Condition()

    async def run(self, enough: asyncio.Event) -> None:
        """Write until there is enough."""
        async with httpx2.AsyncClient(timeout=10) as http:
            while not enough.is_set():
                number = len(self.acknowledged)
                act = self._acts(number, self.acknowledged[-1] if number else None)
                done = await self.client.insist(http, act, f"{self.name} {number}")
                async with self._news:
                    self.acknowledged.append(done)
                    self._news.notify_all()
                await asyncio.sleep(self._rest)

    async def reach(self, count: int) -> None:
        """Return when so many acts have been acknowledged."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.acknowledged) >= count)
