"""What an operator may do before and after each call to an engine: veto, rewrite, count, log."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TypeAlias

from i18n.translate.base import Batch

ENTRY_POINTS = "forum.translator_hooks"
"""Group under which packages register their `Hooks`, by any name."""

BeforeTranslate: TypeAlias = Callable[[str, Batch], Awaitable[Batch]]
"""Takes the engine's name and the batch; gives the batch to send, or raises `Vetoed`."""

AfterTranslate: TypeAlias = Callable[[str, Batch, Sequence[str]], Awaitable[Sequence[str]]]
"""Takes the engine's name, the batch sent and the answer; gives the answer to use."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """All hooks, each in order of registration. A hook keeps the number of texts and all masks."""

    before: Sequence[BeforeTranslate] = ()
    after: Sequence[AfterTranslate] = ()

    def __add__(self, other: "Hooks") -> "Hooks":
        """These, then those of `other`."""
        return Hooks((*self.before, *other.before), (*self.after, *other.after))

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


@cache
def installed_hooks() -> Hooks:
    """The hooks of all packages that are installed, in the order of their names.

    They are looked up once a process, as that reads a file of every package.

    Raises:
        TypeError: a package registers something else.
    """
    found = Hooks()
    for one in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        hooks = one.load()
        if not isinstance(hooks, Hooks):
            raise TypeError(f"{one.value} of {ENTRY_POINTS} is no Hooks")
        found += hooks
    return found
