"""LibreTranslate 1.9 as its `app.py` answers."""

import html
import re
from collections.abc import Mapping
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.service import Service


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
        return JSONResponse({"translatedText": self.mangle(answers)})
