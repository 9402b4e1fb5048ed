"""Stand-ins for the web services of engines: what they take, what they answer, how they fail.

Shapes as in LibreTranslate 1.9 (`app.py`) and APY 0.11 (`handlers/translate.py`).
"""

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Fault = Callable[[Request], Awaitable[Response]]


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
    return JSONResponse({"translations": [{"text": "Bonjour"}]})


async def endless(request: Request) -> Response:
    return Response(b" " * 5_000_000)


async def elsewhere(request: Request) -> Response:
    return Response(status_code=302, headers={"Location": "http://127.0.0.1:9/"})


class Service:
    """A service that can be told to fail its next calls to `/translate`."""

    routes: ClassVar[Mapping[str, str]]

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.calls: list[dict[str, Any]] = []
        self.app = Starlette(
            routes=[
                Route(path, self._guarded(name), methods=["GET", "POST"])
                for path, name in self.routes.items()
            ]
        )

    def reset(self) -> None:
        self.faults.clear()
        self.calls.clear()

    def _guarded(self, name: str) -> Fault:
        async def endpoint(request: Request) -> Response:
            if self.faults and name == "translate":
                return await self.faults.pop(0)(request)
            answer: Response = await getattr(self, name)(request)
            return answer

        return endpoint


class FakeLibreTranslate(Service):
    """Answers `[target] text`, escapes undone, masks opened and closed as its HTML parser does."""

    routes: ClassVar[Mapping[str, str]] = {"/languages": "languages", "/translate": "translate"}
    key = "secret"
    targets: ClassVar[Mapping[str, list[str]]] = {
        "en": ["fr", "zt", "pb", "pt"],
        "fr": ["en"],
        "zt": ["en"],
        "tlh": ["en"],
    }

    async def languages(self, request: Request) -> Response:
        return JSONResponse(
            [{"code": c, "name": c.upper(), "targets": t} for c, t in self.targets.items()]
        )

    async def translate(self, request: Request) -> Response:
        body = await request.json()
        self.calls.append(body)
        if body.get("api_key") != self.key:
            return JSONResponse({"error": "Invalid API key"}, 403)
        if not body.get("q") or body["target"] not in self.targets.get(body["source"], []):
            return JSONResponse({"error": "Invalid request"}, 400)
        texts = [re.sub(r"<x id=\"(\d+)\"/>", r'<x id="\1"></x>', text) for text in body["q"]]
        answers = [html.unescape(f"[{body['target']}] {text}") for text in texts]
        return JSONResponse({"translatedText": answers})


class FakeApertium(Service):
    """Answers in capitals; marks words with a `q` as unknown, words with a `w` as uninflected."""

    routes: ClassVar[Mapping[str, str]] = {"/listPairs": "pairs", "/translate": "translate"}
    listed: ClassVar[list[tuple[str, str]]] = [
        ("ind", "zlm"),
        ("eng", "cat_valencia"),
        ("eng", "cat"),
        ("eng", "hbs_HR"),
        ("xxx", "eng"),
    ]

    async def pairs(self, request: Request) -> Response:
        pairs = [{"sourceLanguage": s, "targetLanguage": t} for s, t in self.listed]
        return JSONResponse({"responseData": pairs, "responseDetails": None, "responseStatus": 200})

    async def translate(self, request: Request) -> Response:
        form = await request.form()
        self.calls.append(dict(form))
        if tuple(str(form["langpair"]).split("|")) not in self.listed:
            explanation = "That pair is not installed"
            return JSONResponse(
                {
                    "status": "error",
                    "code": 400,
                    "message": "Bad Request",
                    "explanation": explanation,
                },
                400,
            )
        answer = {"translatedText": _apertium(str(form["q"]))}
        return JSONResponse(
            {"responseData": answer, "responseDetails": None, "responseStatus": 200}
        )


def _apertium(text: str) -> str:
    parts = re.split(r"(<[^>]*>|&\w+;)", text)
    parts[::2] = [
        re.sub(r"\b(?=\w*q)", "@", re.sub(r"\b(?=\w*w)", "#", p)).upper() for p in parts[::2]
    ]
    return "".join(parts)
