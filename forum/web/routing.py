"""Finding a route among hundreds by the first words of an address, before any pattern is tried."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_API = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Feature:
    """Routes whose module is imported when one of their first words is asked for.

    And only when no route before them answers.

    Attributes:
        module: where they are, as `ROUTES`.
        words: the first words of their addresses, as `first_word` gives them.
    """

    module: str
    words: frozenset[str]

    def routes(self) -> Sequence[Route]:
        """All of them, with their module imported.

        Raises:
            ModuleNotFoundError: there is no such module.
            ValueError: their first words are not those of `words`.
        """
        routes: Sequence[Route] = import_module(self.module).ROUTES
        if (found := {first_word(route.path) for route in routes}) != self.words:
            raise ValueError(f"first words of {self.module}: {sorted(found ^ self.words)}")
        return routes


class RouteIndex(BaseRoute):
    """Routes that are tried in their order, but only those that share an address's first word.

    Starlette tries the pattern of one route after the other; with some hundred of them that takes
    longer than many an answer.

    Raises:
        ValueError: a route's first word is not fixed.
    """

    def __init__(self, routes: Iterable[Route], features: Iterable[Feature] = ()) -> None:
        """Begin with `routes`; those of `features` follow when they are needed."""
        self._routes = list(routes)
        self._features = list(features)
        self._by_word: defaultdict[str, list[Route]] = defaultdict(list)
        self._awaited: defaultdict[str, list[Feature]] = defaultdict(list)
        for route in self._routes:
            word = first_word(route.path)
            if "{" in word:
                raise ValueError(f"the first word is not fixed: {route.path}")
            self._by_word[word].append(route)
        for feature in self._features:
            for word in feature.words:
                self._awaited[word].append(feature)

    @property
    def routes(self) -> list[Route]:
        """All of them."""
        return [*self._routes, *routes_of(self._features)]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """See `BaseRoute`: the first that takes address and method, else the first by address."""
        partial: tuple[Match, Scope] = (Match.NONE, {})
        if scope["type"] != "http":
            return partial
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        for route in self._with(first_word(path)):
            match, child = route.matches(scope)
            if match is Match.NONE:
                continue
            child["found"] = route
            if match is Match.FULL:
                return match, child
            if partial[0] is Match.NONE:
                partial = (match, child)
        return partial

    def _with(self, word: str) -> Iterator[Route]:
        """Those with a first word; features follow one by one, as long as more are asked for."""
        yield from self._by_word.get(word, ())
        while awaited := self._awaited.get(word):
            found = [route for route in awaited[0].routes() if first_word(route.path) == word]
            del awaited[0]
            self._by_word[word] += found
            yield from found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `BaseRoute`."""
        await scope["found"].handle(scope, receive, send)


def routes_of(features: Iterable[Feature]) -> list[Route]:
    """The routes of several features, one after the other."""
    return [route for feature in features for route in feature.routes()]


def every(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """All routes, those of an index one by one."""
    for route in routes:
        if isinstance(route, RouteIndex):
            yield from route.routes
        else:
            yield route


def first_word(path: str) -> str:
    """The first word of an address or pattern; in the API, its prefix and the word after it."""
    start = len(_API) if path.startswith(_API) else 1
    end = path.find("/", start)
    return path[:end] if end >= 0 else path
