"""Google Cloud Translation 3 and Google's token service, with the account that may ask it."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.service import Service
from tests.fakes.texts import marked

_PLACE = "/v3/projects/forum/locations/global"


def _error(status: int, message: str, kind: str) -> Response:
    return JSONResponse({"error": {"code": status, "message": message, "status": kind}}, status)


async def day_spent(request: Request) -> Response:
    return _error(403, "Daily Limit Exceeded", "PERMISSION_DENIED")


async def day_metric_spent(request: Request) -> Response:
    message = "Quota exceeded for quota metric 'Characters' and limit 'Characters per day'"
    return _error(429, message, "RESOURCE_EXHAUSTED")


class FakeGoogle(Service):
    routes: ClassVar[Mapping[str, str]] = {
        f"{_PLACE}:translateText": "translate",
        f"{_PLACE}/supportedLanguages": "languages",
        "/token": "token",
    }
    key, bearer = "secret", "ya29.token"
    codes = ("en", "fr", "iw", "pt", "pt-PT", "th", "zh-CN", "zh-TW")

    def __init__(self) -> None:
        super().__init__()
        self.account = RSAKey.generate_key(2048)
        self.tokens: list[Mapping[str, Any]] = []
        self.lives = 3600.0

    def reset(self) -> None:
        super().reset()
        self.tokens.clear()
        self.lives = 3600.0

    def credentials(self, folder: Path, url: str) -> str:
        """Write the file that Google gives out for a service account."""
        path = folder / "account.json"
        content = {
            "type": "service_account",
            "project_id": "forum",
            "private_key_id": "k1",
            "private_key": self.account.as_pem(private=True).decode(),
            "client_email": "forum@forum.iam.gserviceaccount.com",
            "token_uri": f"{url}/token",
        }
        path.write_text(json.dumps(content))
        return str(path)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        if form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        claims = jwt.decode(str(form["assertion"]), self.account, algorithms=["RS256"]).claims
        if not claims["iat"] <= time.time() < claims["exp"] <= claims["iat"] + 3600:
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.tokens.append(claims)
        return JSONResponse(
            {"access_token": self.bearer, "expires_in": self.lives, "token_type": "Bearer"}
        )

    def _knows(self, request: Request) -> bool:
        return (
            request.headers.get("X-Goog-Api-Key") == self.key
            or request.headers.get("Authorization") == f"Bearer {self.bearer}"
        )

    async def languages(self, request: Request) -> Response:
        if not self._knows(request):
            return _error(401, "Request had invalid authentication.", "UNAUTHENTICATED")
        return JSONResponse(
            {
                "languages": [
                    {"languageCode": code, "supportSource": True, "supportTarget": True}
                    for code in self.codes
                ]
            }
        )

    async def translate(self, request: Request) -> Response:
        asked = await request.json()
        self.calls.append(asked)
        if not self._knows(request):
            return _error(401, "Request had invalid authentication.", "UNAUTHENTICATED")
        if {asked["sourceLanguageCode"], asked["targetLanguageCode"]} - set(self.codes):
            return _error(400, "Target language is invalid.", "INVALID_ARGUMENT")
        texts = asked["contents"]
        if len(texts) > 1_024 or sum(map(len, texts)) > 30_720:
            return _error(400, "Text is too long.", "INVALID_ARGUMENT")
        answers = self.mangle(marked(texts, asked["targetLanguageCode"]))
        found = {"translations": [{"translatedText": text} for text in answers]}
        if "glossaryConfig" in asked:
            found["glossaryTranslations"] = [{"translatedText": f"{text} †"} for text in answers]
        return JSONResponse(found)
