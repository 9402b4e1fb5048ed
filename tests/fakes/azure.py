"""Azure Translator 3.0: array in, array out, the pair in the query, codes of six digits."""

from collections.abc import Mapping
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.service import Service
from tests.fakes.texts import marked


def _error(status: int, code: int, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status)


async def free_quota_spent(request: Request) -> Response:
    return _error(403, 403001, "The operation is not allowed: exceeded its free quota.")


class FakeAzure(Service):
    routes: ClassVar[Mapping[str, str]] = {"/translate": "translate", "/languages": "languages"}
    key, region = "secret", "westeurope"
    codes = ("en", "fil", "fr", "lo", "mn-Cyrl", "nb", "pt", "pt-pt", "ur", "zh-Hans", "tlh-Latn")

    async def languages(self, request: Request) -> Response:
        found = {code: {"name": code, "nativeName": code, "dir": "ltr"} for code in self.codes}
        return JSONResponse({request.query_params["scope"]: found})

    async def translate(self, request: Request) -> Response:
        query, body = dict(request.query_params), await request.json()
        self.calls.append({"query": query, "body": body})
        if request.headers.get("Ocp-Apim-Subscription-Key") != self.key:
            return _error(401, 401000, "The request is not authorized.")
        if request.headers.get("Ocp-Apim-Subscription-Region") != self.region:
            return _error(401, 401000, "The request is not authorized: wrong region.")
        if query.get("api-version") != "3.0":
            return _error(400, 400021, "The API version parameter is not valid.")
        if {query.get("from"), query.get("to")} - set(self.codes):
            return _error(400, 400036, "The target language is not valid.")
        texts = [one["Text"] for one in body]
        if len(texts) > 1_000 or sum(map(len, texts)) > 50_000:
            return _error(400, 400077, "The maximum request size has been exceeded.")
        answers = self.mangle(marked(texts, query["to"]))
        return JSONResponse(
            [{"translations": [{"text": text, "to": query["to"]}]} for text in answers]
        )
