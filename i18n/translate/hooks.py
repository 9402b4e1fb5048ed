"""What an operator may do before and after each call to an engine: veto, rewrite, count, log."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from i18n.translate.base import Batch

BeforeTranslate: TypeAlias = Callable[[str, Batch], Awaitable[Batch]]
"""Takes the engine's name and the batch; gives the batch to send, or raises `Vetoed`."""

AfterTranslate: TypeAlias = Callable[[str, Batch, Sequence[str]], Awaitable[Sequence[str]]]
"""Takes the engine's name, the batch sent and the answer; gives the answer to use."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """All hooks, each in order of registration. A hook keeps the number of texts and all masks."""

    before: Sequence[BeforeTranslate] = ()
    after: Sequence[AfterTranslate] = ()

    async def before_translate(self, engine: str, batch: Batch) -> Batch:
        """Pass `batch` through all hooks that come before a call."""
        for hook in self.before:
            batch = await hook(engine, batch)
        return batch

    async def after_translate(
        self, engine: str, batch: Batch, answer: Sequence[str]
    ) -> Sequence[str]:
        """Pass `answer` through all hooks that come after a call."""
        for hook in self.after:
            answer = await hook(engine, batch, answer)
        return answer
