"""`python -m tests.benchmarks.bare PORT FILE`: answers that are ready, at `/0`, `/1` and so on.

What nobody can do without under Starlette and uvicorn: routing, one `Response`, writing it. FILE
is what `store` wrote.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_BY_UVICORN = {"date", "server", "connection"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the forum answered to one request; the body is as it went over the wire."""

    method: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


def store(answers: Sequence[Answer], path: Path) -> None:
    """Write answers for `python -m tests.benchmarks.bare`."""
    rows = [[one.method, one.status, list(one.headers), one.body.hex()] for one in answers]
    path.write_text(json.dumps(rows))


def load(path: Path) -> list[Answer]:
    """Read what `store` wrote."""
    rows = json.loads(path.read_text())
    return [
        Answer(method, status, kept, bytes.fromhex(body)) for method, status, kept, body in rows
    ]


def route(number: int, answer: Answer) -> Route:
    """A route that gives `answer`, after it has read the body of a request that has one."""
    headers = {name: value for name, value in answer.headers if name not in _BY_UVICORN}

    async def give(request: Request[Any]) -> Response:
        if answer.method != "GET":
            await request.body()
        return Response(answer.body, answer.status, headers)

    return Route(f"/{number}", give, methods=[answer.method])


def main() -> None:
    """Serve until stopped, with the settings of `forum serve`."""
    port, path = sys.argv[1:]
    app = Starlette(routes=[route(*pair) for pair in enumerate(load(Path(path)))])
    uvicorn.run(app, port=int(port), log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    main()
