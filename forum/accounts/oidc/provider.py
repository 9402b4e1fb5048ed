"""One provider: what it says of itself, its keys, and what it says of a person."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from forum.accounts.oidc.asking import Asking, NoSuchAnswer
from forum.accounts.oidc.claims import Person, person
from forum.accounts.rules import ProviderRefused
from forum.core.clock import Clock
from forum.core.errors import NotAvailable
from forum.core.late import late
from forum.settings import OidcProvider

if TYPE_CHECKING:
    from joserfc import errors, jwk, jwt
else:
    errors, jwk, jwt = map(late, ("joserfc.errors", "joserfc.jwk", "joserfc.jwt"))

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures that count: a secret known to both sides is none, nor is no signature at all."""
KEPT = timedelta(hours=1)
ASKED_AGAIN = timedelta(minutes=1)
"""How soon keys are asked for anew because of one that is not known: providers change them."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is kept in the browser while its person is at the provider.

    Attributes:
        state: comes back with the person, and shows that they set out from here.
        nonce: comes back in the token, and shows that it was made for this attempt.
        verifier: of PKCE (RFC 7636), told to the provider only with the code.
    """

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class _Metadata:
    authorize: str
    token: str
    keys: str
    by_post: bool
    read_at: datetime


class Provider:
    """Somewhere that people have accounts already."""

    def __init__(self, name: str, told: OidcProvider, asking: Asking, clock: Clock) -> None:
        self.name, self.label, self.issuer = name, told.label, told.issuer
        self._told, self._asking, self._clock = told, asking, clock
        self._known: _Metadata | None = None
        self._keys: jwk.KeySet | None = None
        self._keys_at: datetime | None = None

    async def address(self, attempt: Attempt, back: str) -> str:
        """Where to send a person's browser, which comes back to `back` (OIDC Core §3.1.2.1).

        Raises:
            NotAvailable: the provider does not say where.
        """
        challenge = hashlib.sha256(attempt.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._told.client_id,
            "redirect_uri": back,
            "scope": " ".join(self._told.scopes),
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        where = (await self._metadata()).authorize
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"

    async def person(self, attempt: Attempt, code: str, back: str) -> Person:
        """Who has come back with `code` (OIDC Core §3.1.3).

        Raises:
            ProviderRefused: the provider takes no such code, or its token is not good.
            NotAvailable: the provider does not answer.
        """
        metadata = await self._metadata()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
        }
        secret, headers = self._told.client_secret.get_secret_value(), {}
        if metadata.by_post or not secret:
            form |= {"client_id": self._told.client_id}
            form |= {"client_secret": secret} if secret else {}
        else:
            headers["authorization"] = _basic(self._told.client_id, secret)
        try:
            answer = await self._asking.post(metadata.token, form, headers)
        except NoSuchAnswer as error:
            raise ProviderRefused from error
        claims = await self._claims(answer.get("id_token"), attempt)
        return person(self._told, claims)

    async def _metadata(self) -> _Metadata:
        """What the provider says of itself (OIDC Discovery 1.0 §4)."""
        now = self._clock()
        if self._known is not None and now - self._known.read_at < KEPT:
            return self._known
        try:
            url = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            self._known = self._read(await self._asking.get(url), now)
        except (NoSuchAnswer, LookupError, TypeError) as error:
            raise NotAvailable from error
        return self._known

    def _read(self, found: Mapping[str, Any], now: datetime) -> _Metadata:
        if found["issuer"] != self.issuer:
            raise NoSuchAnswer(self.issuer)
        authorize, token = found["authorization_endpoint"], found["token_endpoint"]
        keys = found["jwks_uri"]
        scheme = ("http://", "https://") if self._told.inside else ("https://",)
        if not all(
            isinstance(one, str) and one.startswith(scheme) for one in (authorize, token, keys)
        ):
            raise NoSuchAnswer(self.issuer)
        ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return _Metadata(authorize, token, keys, "client_secret_basic" not in ways, now)

    async def _claims(self, token: object, attempt: Attempt) -> Mapping[str, Any]:
        if not isinstance(token, str):
            raise ProviderRefused
        try:
            claims = await self._signed(token)
            self._registry(attempt).validate(claims)
        except (errors.JoseError, ValueError, LookupError, TypeError) as error:
            raise ProviderRefused from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._told.client_id) != self._told.client_id:
            raise ProviderRefused
        return claims

    async def _signed(self, token: str) -> dict[str, Any]:
        """The claims of a token, whose signature is good by one of the provider's keys."""
        keys = await self._key_set(KEPT)
        try:
            return jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
        except (errors.JoseError, ValueError):
            fresh = await self._key_set(ASKED_AGAIN)
            if fresh is keys:
                raise
        return jwt.decode(token, fresh, algorithms=list(ALGORITHMS)).claims

    async def _key_set(self, age: timedelta) -> "jwk.KeySet":
        now = self._clock()
        if self._keys is None or self._keys_at is None or now - self._keys_at >= age:
            try:
                found = await self._asking.get((await self._metadata()).keys)
                self._keys = jwk.KeySet.import_key_set(found)  # type: ignore[arg-type]
            except (NoSuchAnswer, errors.JoseError, LookupError, ValueError) as error:
                raise NotAvailable from error
            self._keys_at = now
        return self._keys

    def _registry(self, attempt: Attempt) -> "jwt.JWTClaimsRegistry":
        """What a token has to say (OIDC Core §3.1.3.7)."""
        return jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=60,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._told.client_id},
            nonce={"essential": True, "value": attempt.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )


def _basic(client_id: str, secret: str) -> str:
    """HTTP Basic, as RFC 6749 §2.3.1 wants its parts written."""
    pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
