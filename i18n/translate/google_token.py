"""Access tokens for a Google service account (RFC 7523; developers.google.com/identity)."""

import asyncio
import time
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from pydantic import BaseModel, TypeAdapter, ValidationError

from i18n.translate.options import WrongOptions
from i18n.translate.service import JsonService

_SCOPE = "https://www.googleapis.com/auth/cloud-translation"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFE = 3600  # seconds; the most that Google takes
_MARGIN = 60.0  # seconds before its end that a token is not used any more


class _File(BaseModel):
    client_email: str
    private_key: str
    private_key_id: str
    token_uri: str


class _Token(BaseModel):
    access_token: str
    expires_in: float


_TOKEN = TypeAdapter(_Token)


class ServiceAccount:
    """Gives the token that goes with each call, and gets a new one before it ends.

    Args:
        path: of the JSON file that Google gives out for the account.
        service: carries the request for a token.

    Raises:
        WrongOptions: the file cannot be read, or is none of a service account.
    """

    def __init__(self, path: str, service: JsonService) -> None:
        try:
            self._file = _File.model_validate_json(Path(path).read_bytes())
            self._key = RSAKey.import_key(self._file.private_key)
        except (OSError, ValidationError, ValueError, JoseError) as error:
            raise WrongOptions(f"credentials: {type(error).__name__} in {path}") from error
        self._service = service
        self._asking = asyncio.Lock()
        self._token, self._until = "", 0.0

    async def token(self, *, deadline: float) -> str:
        """The token to use now.

        Raises:
            TranslationFailed: Google gives none.
        """
        async with self._asking:
            if time.monotonic() >= self._until:
                form = {"grant_type": _GRANT, "assertion": self._assertion()}
                request = self._service.post(self._file.token_uri, form=form)
                answer = await self._service.ask(request, _TOKEN, deadline=deadline)
                self._token = answer.access_token
                self._until = time.monotonic() + answer.expires_in - _MARGIN
            return self._token

    def _assertion(self) -> str:
        now = int(time.time())
        header = {"alg": "RS256", "typ": "JWT", "kid": self._file.private_key_id}
        claims = {
            "iss": self._file.client_email,
            "scope": _SCOPE,
            "aud": self._file.token_uri,
            "iat": now,
            "exp": now + _LIFE,
        }
        return jwt.encode(header, claims, self._key)
