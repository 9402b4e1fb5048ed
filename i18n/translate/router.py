"""Which engine translates which pair of languages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from i18n.translate.base import Batch, Capabilities
from i18n.translate.engine import Answer, Engine
from i18n.translate.refusals import NoTranslation, TooLate, TranslationFailed


@dataclass(frozen=True, slots=True)
class Route:
    """A way from one language to another.

    Attributes:
        engines: one for a direct way, two through a pivot.
        via: BCP 47 tag of the pivot.
        glossary: whether the engine applies glossaries itself; never through a pivot.
    """

    engines: tuple[Engine, ...]
    via: str | None = None
    glossary: bool = False

    @property
    def name(self) -> str:
        """The names of its engines, each once: what a reader is told."""
        return " + ".join(dict.fromkeys(engine.name for engine in self.engines))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch, and by which route; `answer` may be incomplete."""

    answer: Answer
    route: Route


class Router:
    """Chooses per pair: the first engine that covers it, else two hops through the first pivot.

    Args:
        engines: in order of preference.
        pivots: BCP 47 tags, in order of preference.
    """

    def __init__(self, engines: Sequence[Engine], *, pivots: Sequence[str] = ("en",)) -> None:
        self._engines = engines
        self._pivots = pivots

    async def routes(self, source: str, target: str, *, deadline: float) -> Sequence[Route]:
        """All ways from `source` to `target`, the best first; at least one.

        Raises:
            NoTranslation: the engines that answer cannot, and the others do not exist.
            TranslationFailed: the engines that answer cannot, and one that might does not answer.
        """
        able: list[tuple[Engine, Capabilities]] = []
        failure: TranslationFailed | None = None
        for engine in self._engines:
            try:
                able.append((engine, await engine.capabilities(deadline=deadline)))
            except TranslationFailed as error:
                failure = error
        found = [*_direct(able, source, target), *self._through_pivots(able, source, target)]
        if not found:
            raise failure or NoTranslation(f"nobody translates {source} to {target}")
        return found

    async def applies_glossary(self, source: str, target: str, *, deadline: float) -> bool:
        """Whether the best route for the pair applies a glossary by itself."""
        return (await self.routes(source, target, deadline=deadline))[0].glossary

    async def translate(self, batch: Batch, *, deadline: float) -> Outcome:
        """Translate by the best route that works; one that fails gives way to the next.

        A batch with a glossary goes only to engines that apply it.

        Raises:
            TranslationFailed: that of the last route tried.
        """
        failure: TranslationFailed = NoTranslation("nobody applies this glossary")
        for route in await self.routes(batch.source, batch.target, deadline=deadline):
            if batch.glossary and not route.glossary:
                continue
            try:
                return Outcome(await _follow(route, batch, deadline), route)
            except TooLate:
                raise
            except TranslationFailed as error:
                failure = error
        raise failure

    def _through_pivots(
        self, able: Sequence[tuple[Engine, Capabilities]], source: str, target: str
    ) -> list[Route]:
        return [
            Route((first.engines[0], second.engines[0]), via=pivot)
            for pivot in self._pivots
            for first in _direct(able, source, pivot)[:1]
            for second in _direct(able, pivot, target)[:1]
        ]


def _direct(able: Sequence[tuple[Engine, Capabilities]], source: str, target: str) -> list[Route]:
    return [
        Route((engine,), glossary=can.glossary)
        for engine, can in able
        if can.covers(source, target)
    ]


async def _follow(route: Route, batch: Batch, deadline: float) -> Answer:
    """Translate along `route`; what the first hop has no answer for, the second is not asked."""
    if route.via is None:
        return await route.engines[0].translate(batch, deadline=deadline)
    first, second = route.engines
    half = await first.translate(replace(batch, target=route.via), deadline=deadline)
    rest = replace(batch, texts=half.texts, source=route.via)
    whole = await second.translate(rest, deadline=deadline)
    return Answer(whole.texts, whole.failure or half.failure)
