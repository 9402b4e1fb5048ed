"""DeepL's interface, version 2: what it takes, what it answers, what it refuses.

As its reference says of `/v2/translate`, `/v2/languages` and `/v2/usage`.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from defusedxml import ElementTree
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.service import Service
from tests.fakes.texts import marked

_LARGEST = 128 * 1024


class FakeDeepL(Service):
    routes: ClassVar[Mapping[str, str]] = {
        "/v2/translate": "translate",
        "/v2/languages": "languages",
        "/v2/usage": "usage",
    }
    key = "secret:fx"
    sources = ("DE", "EN", "FR", "ID", "PT", "TH", "TL", "ZH")
    targets = ("DE", "EN-GB", "EN-US", "FR", "ID", "PT-BR", "PT-PT", "TH", "TL", "ZH", "ZH-HANS")
    formal = ("DE", "FR")

    def _knows(self, request: Request) -> bool:
        return request.headers.get("Authorization") == f"DeepL-Auth-Key {self.key}"

    async def languages(self, request: Request) -> Response:
        if not self._knows(request):
            return JSONResponse({"message": "Forbidden"}, 403)
        codes = {"source": self.sources, "target": self.targets}[request.query_params["type"]]
        return JSONResponse([{"language": code, "name": code.title()} for code in codes])

    async def usage(self, request: Request) -> Response:
        return JSONResponse({"character_count": 1_234, "character_limit": 500_000})

    async def translate(self, request: Request) -> Response:
        body = await request.body()
        asked = json.loads(body)
        self.calls.append(asked)
        if refusal := self._refusal(request, body, asked):
            return JSONResponse({"message": refusal[1]}, refusal[0])
        texts = self.mangle(marked(asked["text"], asked["target_lang"]))
        source = asked["source_lang"]
        return JSONResponse(
            {"translations": [{"detected_source_language": source, "text": t} for t in texts]}
        )

    def _refusal(
        self, request: Request, body: bytes, asked: Mapping[str, Any]
    ) -> tuple[int, str] | None:
        formal = asked.get("formality", "default") in {"more", "less"}
        refusals = [
            (not self._knows(request), (403, "Forbidden")),
            (len(body) > _LARGEST, (413, "Request Entity Too Large")),
            (not 1 <= len(asked["text"]) <= 50, (400, "Too many texts")),
            (asked["source_lang"] not in self.sources, _not_supported("source_lang")),
            (asked["target_lang"] not in self.targets, _not_supported("target_lang")),
            (formal and asked["target_lang"] not in self.formal, _not_supported("formality")),
            (not _is_well_formed(asked), (400, "Tag handling parsing failed")),
        ]
        return next((refusal for applies, refusal in refusals if applies), None)


def _not_supported(name: str) -> tuple[int, str]:
    return 400, f"Value for '{name}' not supported."


def _is_well_formed(asked: Mapping[str, Any]) -> bool:
    try:
        for text in asked["text"]:
            ElementTree.fromstring(f"<r>{text}</r>")
    except ElementTree.ParseError:
        return asked.get("tag_handling") != "xml"
    return True
