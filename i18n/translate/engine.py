"""One engine in service: within its limits, behind a circuit breaker, with the operator's hooks."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from i18n.translate.base import Batch, Capabilities, Translator
from i18n.translate.batches import calls
from i18n.translate.breaker import Breaker
from i18n.translate.hooks import Hooks
from i18n.translate.refusals import EngineUnavailable, TooLate, TranslationFailed, WrongAnswer

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_FRESH = 86_400.0  # seconds that a list of languages is believed
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Half a character, or what a database takes for the end: neither can be stored or sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a batch.

    Attributes:
        texts: one for each text sent, in order; empty where there is none.
        failure: what ended the work before all calls were made.
    """

    texts: list[str]
    failure: TranslationFailed | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """How one call to an engine went.

    Attributes:
        engine: its name.
        failure: code of what came in place of an answer; empty for an answer.
        seconds: that it took.
        rest: seconds for which the engine is asked nothing from now on; 0 while it is well.
    """

    engine: str
    failure: str
    seconds: float
    rest: float


Watch: TypeAlias = Callable[[Call], None]
"""Hears of every call that went out; must not wait for anything."""


class Engine:
    """A translator as the rest of the house uses it.

    Args:
        translator: the engine itself; closed by its owner.
        breaker: its own, never shared.
        hooks: run around each call.
        watch: hears how each call went.
        clock: seconds, monotonic; deadlines are in its time.
    """

    def __init__(
        self,
        translator: Translator,
        *,
        breaker: Breaker | None = None,
        hooks: Hooks | None = None,
        watch: Watch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = translator.name
        self._translator = translator
        self._breaker = breaker or Breaker()
        self._hooks = hooks or Hooks()
        self._watch = watch
        self._clock = clock
        self._asking = asyncio.Lock()
        self._known: Capabilities | None = None
        self._known_until = 0.0

    async def capabilities(self, *, deadline: float) -> Capabilities:
        """What the engine can do, asked at most once a day while it answers.

        Raises:
            TranslationFailed: the engine does not say, and never did.
        """
        async with self._asking:
            if self._known is None or self._clock() >= self._known_until:
                try:
                    self._known = await self._call(self._translator.capabilities, deadline)
                    self._known_until = self._clock() + _FRESH
                except TranslationFailed:
                    if self._known is None:
                        raise
            return self._known

    async def translate(self, batch: Batch, *, deadline: float) -> Answer:
        """Translate a batch of any size, by as many calls as the limits make of it.

        A failure keeps what came before it.

        Raises:
            TranslationFailed: not a single text was translated.
        """
        limits = (await self.capabilities(deadline=deadline)).limits
        texts = [""] * len(batch.texts)
        failure: TranslationFailed | None = None
        for indexes in calls(batch.texts, limits):
            try:
                part = await self._part(batch, [batch.texts[i] for i in indexes], deadline)
            except TranslationFailed as error:
                failure = error
                break
            for index, text in zip(indexes, part, strict=True):
                texts[index] = text
        if failure is not None and not any(texts):
            raise failure
        return Answer(texts, failure)

    async def _part(self, batch: Batch, texts: Sequence[str], deadline: float) -> Sequence[str]:
        sent = await self._hooks.before_translate(self.name, replace(batch, texts=texts))

        async def call() -> Sequence[str]:
            answer = await self._translator.translate(sent, deadline=deadline)
            if len(answer) != len(texts):
                raise WrongAnswer(f"{len(answer)} texts for {len(texts)} from {self.name}")
            if any(map(_NO_TEXT.search, answer)):
                raise WrongAnswer(f"no text in Unicode from {self.name}")
            return answer

        answer = await self._call(call, deadline)
        return await self._hooks.after_translate(self.name, sent, answer)

    async def _call(self, call: Callable[[], Awaitable[T]], deadline: float) -> T:
        left = deadline - self._clock()
        if left <= 0:
            raise TooLate(f"no time left to ask {self.name}")
        if not self._breaker.admit(self._clock()):
            raise EngineUnavailable(f"{self.name} rests after repeated failures")
        began = self._clock()
        try:
            result = await self._in_time(call, left)
        except TranslationFailed as failure:
            _LOG.warning("%s: %s: %s", self.name, failure.code, failure)
            if failure.blames_engine:
                self._breaker.fail(self._clock())
            else:
                self._breaker.withdraw()
            self._tell(began, failure.code)
            raise
        except BaseException:
            self._breaker.withdraw()
            raise
        self._breaker.succeed()
        self._tell(began)
        return result

    def _tell(self, began: float, failure: str = "") -> None:
        if self._watch is not None:
            now = self._clock()
            self._watch(Call(self.name, failure, now - began, self._breaker.rest_left(now)))

    async def _in_time(self, call: Callable[[], Awaitable[T]], left: float) -> T:
        try:
            async with asyncio.timeout(left):
                return await call()
        except TimeoutError as error:
            raise TooLate(f"{self.name} took more than {left:.1f} s") from error
