"""How services misbehave: the switch that all stand-ins share.

A `Fault` answers in the place of the service; a `Mangle` spoils the texts of its own answer.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Fault: TypeAlias = Callable[[Request], Awaitable[Response]]
Mangle: TypeAlias = Callable[[Sequence[str]], list[str]]

_MASK = re.compile(r"""<(x|span)\b[^<>]*\bid="\d+"[^<>]*>(?:\d*</\1>)?""")


def none_left_out(texts: Sequence[str]) -> list[str]:
    return list(texts)


def one_too_many(texts: Sequence[str]) -> list[str]:
    return [*texts, "and more"]


def masks_lost(texts: Sequence[str]) -> list[str]:
    return [_MASK.sub("", text) for text in texts]


def masks_doubled(texts: Sequence[str]) -> list[str]:
    return [_MASK.sub(r"\g<0> \g<0>", text) for text in texts]


async def throttled(request: Request) -> Response:
    return JSONResponse({"error": "Slowdown: 30 per 1 minute"}, 429, {"Retry-After": "0"})


async def throttled_for_an_hour(request: Request) -> Response:
    return JSONResponse({"error": "Slowdown"}, 429, {"Retry-After": "3600"})


async def throttled_until_a_date(request: Request) -> Response:
    return JSONResponse({}, 429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})


async def not_gzip(request: Request) -> Response:
    return Response(b'{"translatedText": ["Bus"]}', headers={"Content-Encoding": "gzip"})


async def broken(request: Request) -> Response:
    return JSONResponse({"error": "Cannot translate text"}, 500)


async def quota(request: Request) -> Response:
    return JSONResponse({"message": "Quota exceeded"}, 456)


async def banned(request: Request) -> Response:
    return JSONResponse({"error": "Too many request limits violations"}, 403)


async def late(request: Request) -> Response:
    """Answers nobody: waits until the other side has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response()


async def half(request: Request) -> Response:
    return Response(b'{"translatedText": ["Bo', headers={"Content-Length": "400"})


async def not_utf8(request: Request) -> Response:
    return Response(
        b'{"translatedText": ["\xe9t\xe9"], "responseData": {"translatedText": "\xe9"}}'
    )


async def lone_surrogate(request: Request) -> Response:
    return Response(
        b'{"translatedText": ["\\ud83d"], "responseData": {"translatedText": "\\ud83d"}}'
    )


async def not_json(request: Request) -> Response:
    return Response("<html>Bad gateway</html>", media_type="text/html")


async def other_shape(request: Request) -> Response:
    return JSONResponse({"answer": [{"text": "Bonjour"}]})


async def endless(request: Request) -> Response:
    return Response(b" " * 5_000_000)


async def elsewhere(request: Request) -> Response:
    return Response(status_code=302, headers={"Location": "http://127.0.0.1:9/"})
