"""Answering together what is asked at the same time: one query, or one transaction, for many."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


Wait = Callable[[], Awaitable[None]]
"""Lets time pass, in which more is asked."""


def turns(many: int) -> Wait:
    """Waits so many turns of the loop."""

    async def wait() -> None:
        for _ in range(many):
            await asyncio.sleep(0)

    return wait


_A_TURN = turns(1)


class Batches(Generic[Item, Answer]):
    """Serves in one go what is asked for within a moment, or while others are served.

    Args:
        serve: answers items, in their order; where it fails, everybody it was for is told.
        most: items at a time; 0 for all that wait.
        moment: in which who asks comes along.
    """

    def __init__(
        self,
        serve: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        *,
        most: int = 0,
        moment: Wait = _A_TURN,
    ) -> None:
        self._serve = serve
        self._most = most or None
        self._moment = moment
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._work: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nobody is served, or waits for it."""
        return self._work is None and not self._waiting

    async def ask(self, item: Item) -> Answer:
        """The answer for one item.

        Raises:
            Exception: what `serve` raised.
        """
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._work is None:
            self._work = asyncio.create_task(self._serve_all())
        return await answer

    async def aclose(self) -> None:
        """Serve nobody any more; who waits is told that it was given up."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        for _, future in self._waiting:
            future.cancel()

    async def _serve_all(self) -> None:
        try:
            while self._waiting:
                await self._moment()
                some = self._waiting[: self._most]
                del self._waiting[: self._most]
                await self._answer(some)
        finally:
            self._work = None

    async def _answer(self, some: Sequence[tuple[Item, "asyncio.Future[Answer]"]]) -> None:
        """Wake everybody in one turn, so that what they ask next is served together as well."""
        try:
            answers = await self._serve([item for item, _ in some])
        except asyncio.CancelledError:
            for _, future in some:
                future.cancel()
            raise
        except Exception as failure:  # noqa: BLE001 (each who waits is told)
            for _, future in some:
                if not future.done():
                    future.set_exception(failure)
        else:
            for (_, future), answer in zip(some, answers, strict=True):
                if not future.done():  # who asked may have given up
                    future.set_result(answer)
