"""A chat endpoint in OpenAI's manner, whose model translates to the letter or declines."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.service import Service
from tests.fakes.texts import marked


def chosen(message: Mapping[str, object], reason: str = "stop") -> Response:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": reason}
    return JSONResponse({"object": "chat.completion", "choices": [choice]})


async def declined(request: Request) -> Response:
    return chosen({"content": None, "refusal": "I can't help with that."})


async def filtered(request: Request) -> Response:
    return chosen({"content": ""}, "content_filter")


async def cut_short(request: Request) -> Response:
    return chosen({"content": '{"translations": ["Bon'}, "length")


async def chatty(request: Request) -> Response:
    return chosen({"content": "Sure! Here is your translation: Bonjour"})


async def obedient(request: Request) -> Response:
    """What a model answers that took a text for an order."""
    return chosen({"content": json.dumps({"translations": ["A poem. " * 100]})})


async def no_credit(request: Request) -> Response:
    error = {"message": "You exceeded your current quota", "code": "insufficient_quota"}
    return JSONResponse({"error": error}, 429)


class FakeOpenAI(Service):
    routes: ClassVar[Mapping[str, str]] = {"/chat/completions": "translate"}
    key = "secret"

    async def translate(self, request: Request) -> Response:
        asked: dict[str, Any] = await request.json()
        self.calls.append(asked)
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return JSONResponse({"error": {"code": "invalid_api_key"}}, 401)
        if asked["response_format"]["json_schema"]["strict"] is not True:
            return JSONResponse({"error": {"code": "invalid_request_error"}}, 400)
        data = json.loads(asked["messages"][1]["content"])
        texts = self.mangle(marked(data["texts"], "xx"))
        return chosen({"content": json.dumps({"translations": texts})})
