"""Engines inside the process, and a clock that stands still until told."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from i18n.translate.base import Batch, Capabilities, Limits
from i18n.translate.refusals import TranslationFailed
from i18n.translate.tags import Pairs


@dataclass
class Scripted:
    """Answers `target:text`; raises the next of `failures` first."""

    name: str = "scripted"
    pairs: Sequence[tuple[str, str]] = (("en", "fr"),)
    glossary: bool = False
    limits: Limits = field(default_factory=Limits)
    failures: list[BaseException | None] = field(default_factory=list)
    silent: TranslationFailed | None = None
    answer: Callable[[Batch], Sequence[str]] | None = None
    batches: list[Batch] = field(default_factory=list)
    asked: int = 0

    async def capabilities(self) -> Capabilities:
        self.asked += 1
        if self.silent:
            raise self.silent
        pairs = Pairs((source, target, True) for source, target in self.pairs)
        return Capabilities(pairs.covers, self.glossary, self.limits)

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        self.batches.append(batch)
        if self.failures and (failure := self.failures.pop(0)):
            raise failure
        if self.answer:
            return self.answer(batch)
        return [f"{batch.target}:{text}" for text in batch.texts]

    async def aclose(self) -> None:
        pass

    @property
    def texts(self) -> list[str]:
        return [text for batch in self.batches for text in batch.texts]


@dataclass
class Clock:
    now: float = field(default_factory=time.monotonic)

    def __call__(self) -> float:
        return self.now


def soon() -> float:
    return time.monotonic() + 5


GLOSSARY: Mapping[str, str] = {"working group": "groupe de travail"}
