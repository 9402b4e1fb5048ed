"""The provider of `oidc` as a process of its own, with accounts, passwords and registered clients.

`python -m tests.fakes.oidc_process PORT` and what it is told in the environment, as JSON:
`OIDC_CLIENTS`, by id the secret and the addresses that it may lead back to, and `OIDC_PEOPLE`, by
name the password and the claims. It holds clients to more than Core 1.0 asks of a provider: PKCE
by S256 (RFC 7636), a nonce, and codes that are good once, for a minute, and for who asked.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import unquote, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CODE_LASTS = 60
PAGE = """<!doctype html><html lang="en"><title>House of Accounts</title>
<h1>Sign in to {client}</h1><p role="alert">{fault}</p><form method="post">
<label>Account <input name="account" autocomplete="username"></label>
<label>Password <input name="password" type="password"></label><button>Continue</button></form>"""


@dataclass
class House:
    """The provider.

    Attributes:
        clients: by id, `secret` and `back`.
        people: by account, `password` and `claims`.
    """

    issuer: str
    clients: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "house-1"}))
    _codes: dict[str, tuple[dict[str, str], str, float]] = field(default_factory=dict)

    @property
    def app(self) -> Starlette:
        """What is to be served."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/authorize", self.authorize, methods=["GET", "POST"]),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", self.keys),
            ]
        )

    async def describe(self, _request: Request[Any]) -> Response:
        """Discovery 1.0 §4."""
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def authorize(self, request: Request[Any]) -> Response:
        """Core §3.1.2: the person signs in here, and is led back with a code."""
        asked = dict(request.query_params)
        client = self.clients.get(asked.get("client_id", ""))
        if client is None or asked.get("redirect_uri") not in client["back"]:
            return HTMLResponse("Nobody is led there from here.", 400)  # never by a redirect
        if fault := _fault(asked):
            return self._back(asked, {"error": fault})
        if request.method == "GET":
            return HTMLResponse(PAGE.format(client=escape(asked["client_id"]), fault=""))
        form = await request.form()
        account = str(form.get("account", ""))
        password = self.people.get(account, {}).get("password", "")
        if not password or not secrets.compare_digest(password, str(form.get("password", ""))):
            page = PAGE.format(client=escape(asked["client_id"]), fault="That is not right.")
            return HTMLResponse(page, 403)
        code = secrets.token_urlsafe(24)
        self._codes[code] = (asked, account, time.time())
        return self._back(asked, {"code": code})

    def _back(self, asked: Mapping[str, str], said: Mapping[str, str]) -> Response:
        answer = {**said, "iss": self.issuer} | (
            {"state": asked["state"]} if "state" in asked else {}
        )
        joint = "&" if "?" in asked["redirect_uri"] else "?"
        return RedirectResponse(f"{asked['redirect_uri']}{joint}{urlencode(answer)}", 303)

    async def token(self, request: Request[Any]) -> Response:
        """Core §3.1.3."""
        form = await request.form()
        client = self._client(request)
        if client is None:
            return JSONResponse({"error": "invalid_client"}, 401)
        if form.get("grant_type") != "authorization_code":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        asked, account, made = self._codes.pop(str(form.get("code", "")), ({}, "", 0.0))
        proof = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        is_good = (
            asked.get("client_id") == client
            and asked["redirect_uri"] == form.get("redirect_uri")
            and asked["code_challenge"] == base64.urlsafe_b64encode(proof).decode().rstrip("=")
            and time.time() - made < CODE_LASTS
        )
        if not is_good:
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_urlsafe(24), "token_type": "Bearer"}
        answer |= {"id_token": self._id_token(asked, account)}
        return JSONResponse(answer, headers={"cache-control": "no-store"})

    def _client(self, request: Request[Any]) -> str | None:
        """Who asks, by HTTP Basic, whose parts are encoded as in forms (RFC 6749 §2.3.1)."""
        kind, _, word = request.headers.get("authorization", "").partition(" ")
        try:
            name, _, secret = base64.b64decode(word, validate=True).decode().partition(":")
        except ValueError:
            return None
        known = self.clients.get(unquote(name), {}).get("secret", "")
        is_known = kind == "Basic" and known and secrets.compare_digest(known, unquote(secret))
        return unquote(name) if is_known else None

    def _id_token(self, asked: Mapping[str, str], account: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": [asked["client_id"]],
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": asked["nonce"],
            **self.people[account]["claims"],
        }
        return jwt.encode({"alg": "ES256", "kid": str(self.key.kid)}, claims, self.key)

    async def keys(self, _request: Request[Any]) -> Response:
        """The public keys (RFC 7517)."""
        return JSONResponse(KeySet([self.key]).as_dict(private=False))


def _fault(asked: Mapping[str, str]) -> str:
    """What is wrong with a request of a client, as RFC 6749 §4.1.2.1 calls it; "" if nothing is."""
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in asked.get("scope", "").split():
        return "invalid_scope"
    challenge = asked.get("code_challenge", "")
    is_proven = asked.get("code_challenge_method") == "S256" and len(challenge) == 43
    return "" if is_proven and asked.get("nonce") else "invalid_request"


if __name__ == "__main__":
    port = int(sys.argv[1])
    clients, people = json.loads(os.environ["OIDC_CLIENTS"]), json.loads(os.environ["OIDC_PEOPLE"])
    house = House(f"http://127.0.0.1:{port}", clients, people)
    uvicorn.run(house.app, host="127.0.0.1", port=port, lifespan="off", log_level="warning")
