"""Finding a route among hundreds by the first words of an address, before any pattern is tried."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_API = "/api/v1/"


class RouteIndex(BaseRoute):
    """Routes that are tried in their order, but only those that share an address's first word.

    Starlette tries the pattern of one route after the other; with some hundred of them that takes
    longer than many an answer.

    Attributes:
        routes: all of them.

    Raises:
        ValueError: a route's first word is not fixed.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes: Sequence[Route] = list(routes)
        self._by_word: defaultdict[str, list[Route]] = defaultdict(list)
        for route in self.routes:
            word = _word(route.path)
            if "{" in word:
                raise ValueError(f"the first word is not fixed: {route.path}")
            self._by_word[word].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """See `BaseRoute`: the first that takes address and method, else the first by address."""
        partial: tuple[Match, Scope] = (Match.NONE, {})
        if scope["type"] != "http":
            return partial
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        for route in self._by_word.get(_word(path), ()):
            match, child = route.matches(scope)
            if match is Match.NONE:
                continue
            child["found"] = route
            if match is Match.FULL:
                return match, child
            if partial[0] is Match.NONE:
                partial = (match, child)
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `BaseRoute`."""
        await scope["found"].handle(scope, receive, send)


def every(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """All routes, those of an index one by one."""
    for route in routes:
        if isinstance(route, RouteIndex):
            yield from route.routes
        else:
            yield route


def _word(path: str) -> str:
    """The first word of an address or pattern; in the API, its prefix and the word after it."""
    start = len(_API) if path.startswith(_API) else 1
    end = path.find("/", start)
    return path[:end] if end >= 0 else path
