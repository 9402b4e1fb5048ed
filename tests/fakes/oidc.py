"""A provider of OpenID Connect on this machine, as Core 1.0 and Discovery 1.0 describe one.

Everybody who comes is signed in at once, as the person that a test has chosen. `wrong` makes it
misbehave in one way.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "forum", "a secret: of both/"


@cache
def _first_key() -> RSAKey:
    """That of every provider until it changes: finding one takes as long as a whole test."""
    return RSAKey.generate_key(2048, {"kid": "1"})


@dataclass
class OidcProvider:
    """The provider; `issuer` is set once it listens.

    Attributes:
        claims: what tokens say of the person beside what they have to.
        wrong: name of one misbehaviour; "" for none.
        asked: how often the keys were asked for.
    """

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "248289761001"})
    wrong: str = ""
    now: Any = time.time
    asked: int = 0
    key: RSAKey = field(default_factory=_first_key)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def app(self) -> Starlette:
        """What is to be served."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.keys),
            ]
        )

    def rotate(self) -> None:
        """Sign with another key from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})

    async def describe(self, _request: Request[Any]) -> Response:
        """Discovery 1.0 §4."""
        return JSONResponse(
            {
                "issuer": "https://another.example" if self.wrong == "metadata" else self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def authorize(self, request: Request[Any]) -> Response:
        """Core §3.1.2: takes everybody for the person of `claims`."""
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        back = {"state": asked["state"], "iss": self.issuer}
        if self.wrong == "refused":
            back["error"] = "access_denied"
        else:
            back["code"] = secrets.token_urlsafe(16)
            self._codes[back["code"]] = asked
        if self.wrong == "named":
            back["iss"] = "https://another.example"
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)

    async def token(self, request: Request[Any]) -> Response:
        """Core §3.1.3, with HTTP Basic and PKCE."""
        form = await request.form()
        asked = self._codes.pop(str(form["code"]), None)
        word = base64.b64encode(b"forum:a%20secret%3A%20of%20both%2F").decode()
        proof = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        made = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (
            asked is None
            or request.headers.get("authorization") != f"Basic {word}"
            or made != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {"access_token": "x", "token_type": "Bearer", "id_token": self._made(asked)}
        return JSONResponse(answer)

    def _made(self, asked: dict[str, str]) -> str:
        now = int(self.now())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        claims |= {
            "nonce": {"nonce": "another"},
            "audience": {"aud": "another"},
            "several": {"aud": [CLIENT, "another"], "azp": "another"},
            "expired": {"exp": now - 3600, "iat": now - 7200},
            "issuer": {"iss": "https://another.example"},
            "subject": {"sub": ""},
        }.get(self.wrong, {})
        if self.wrong == "unsigned":
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            body = jwt.encode({"alg": "RS256"}, claims, self.key).split(".")[1]
            return f"{head}.{body}."
        if self.wrong == "shared":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET.ljust(32)))
        key = RSAKey.generate_key(2048) if self.wrong == "key" else self.key
        return jwt.encode({"alg": "RS256", "kid": str(self.key.kid)}, claims, key)

    async def keys(self, _request: Request[Any]) -> Response:
        """The public keys (RFC 7517)."""
        self.asked += 1
        return JSONResponse(KeySet([self.key]).as_dict(private=False))
