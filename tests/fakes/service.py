"""What every stand-in for a web service of an engine has."""

from collections.abc import Mapping
from typing import Any, ClassVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.faults import Fault, Mangle, none_left_out


class Service:
    """A service that can be told to fail its next calls to `/translate`."""

    routes: ClassVar[Mapping[str, str]]

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.mangle: Mangle = none_left_out
        self.calls: list[dict[str, Any]] = []
        self.app = Starlette(
            routes=[
                Route(path, self._guarded(name), methods=["GET", "POST"])
                for path, name in self.routes.items()
            ]
        )

    def reset(self) -> None:
        self.faults.clear()
        self.mangle = none_left_out
        self.calls.clear()

    def _guarded(self, name: str) -> Fault:
        async def endpoint(request: Request) -> Response:
            if self.faults and name == "translate":
                return await self.faults.pop(0)(request)
            answer: Response = await getattr(self, name)(request)
            return answer

        return endpoint
