"""APY 0.11 as its `handlers/translate.py` answers."""

import re
from collections.abc import Mapping
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.service import Service


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
        answer = {"translatedText": self.mangle([_apertium(str(form["q"]))])[0]}
        return JSONResponse(
            {"responseData": answer, "responseDetails": None, "responseStatus": 200}
        )


def _apertium(text: str) -> str:
    parts = re.split(r"(<[^>]*>|&\w+;)", text)
    parts[::2] = [
        re.sub(r"\b(?=\w*q)", "@", re.sub(r"\b(?=\w*w)", "#", p)).upper() for p in parts[::2]
    ]
    return "".join(parts)
