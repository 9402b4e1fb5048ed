"""Talking to an engine over HTTP: bounded in time and size, patient with what passes."""

import asyncio
import random
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias, TypeVar

import httpx2
from pydantic import TypeAdapter, ValidationError

from i18n.translate.refusals import (
    CallRefused,
    EngineUnavailable,
    QuotaSpent,
    Throttled,
    TooLate,
    TranslationFailed,
    WrongAnswer,
)

T = TypeVar("T")

Spent: TypeAlias = Callable[[int, bytes], bool]
"""Whether a status and a body say, in a service's own way, that an allowance is used up."""

_TOO_MANY, _QUOTA, _SERVER_ERROR, _NOT_OK = 429, frozenset({402, 456}), 500, 300


class JsonService:
    """One JSON service, with kept connections.

    Args:
        url: where it listens, with any path prefix, without a trailing slash.
        headers: sent with every request, such as a key.
        spent: recognises used-up allowances; the statuses 402 and 456 say so in any case.
        timeout: seconds for each step of one request (connect, write, read).
        pauses: seconds before each further try; as many further tries as pauses.
        largest: bytes of an answer that are read at most.
    """

    def __init__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        spent: Spent = lambda status, body: False,  # noqa: ARG005
        timeout: float = 20.0,
        pauses: tuple[float, ...] = (0.3, 1.0),
        largest: int = 4_000_000,
    ) -> None:
        self._client = httpx2.AsyncClient(
            base_url=url, headers=headers, timeout=timeout, verify=_trust()
        )
        self._spent = spent
        self._pauses = pauses
        self._largest = largest

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> httpx2.Request:
        """Build a request to pass to `ask`."""
        return self._client.build_request("GET", path, headers=headers)

    def post(
        self,
        path: str,
        *,
        json: object = None,
        form: dict[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Request:
        """Build a request to pass to `ask`; give one of `json` and `form`."""
        return self._client.build_request("POST", path, json=json, data=form, headers=headers)

    async def ask(self, request: httpx2.Request, shape: TypeAdapter[T], *, deadline: float) -> T:
        """Send `request` until it is answered, and give back the answer in its shape.

        Throttling, server errors and lost connections are tried again after a pause that grows and
        varies, never past `deadline` (seconds of `time.monotonic()`).

        Raises:
            TranslationFailed: the kind that fits; see `i18n.translate.refusals`.
        """
        for pause in self._pauses:
            try:
                return await self._ask_once(request, shape, deadline)
            except (Throttled, EngineUnavailable) as failure:
                wait = _wait(pause, failure)
                if time.monotonic() + wait >= deadline:
                    raise
                await asyncio.sleep(wait)
        return await self._ask_once(request, shape, deadline)

    async def _ask_once(self, request: httpx2.Request, shape: TypeAdapter[T], deadline: float) -> T:
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                body = await self._exchange(request)
        except TimeoutError as error:
            raise TooLate(f"no answer from {request.url.host} in time") from error
        except httpx2.DecodingError as error:
            raise WrongAnswer(str(error)) from error
        except httpx2.HTTPError as error:
            raise EngineUnavailable(f"{type(error).__name__}: {request.url.host}") from error
        try:
            return shape.validate_json(body)
        except ValidationError as error:
            raise WrongAnswer(f"{error.error_count()} faults in the answer") from error

    async def _exchange(self, request: httpx2.Request) -> bytes:
        response = await self._client.send(request, stream=True)
        try:
            body = await self._read(response)
        finally:
            await response.aclose()
        if response.status_code >= _NOT_OK:
            raise self._refusal(response, body)
        return body

    def _refusal(self, response: httpx2.Response, body: bytes) -> TranslationFailed:
        status = response.status_code
        said = f"{status}: {body[:200].decode(errors='replace')}"
        if status in _QUOTA or self._spent(status, body):
            return QuotaSpent(said)
        if status == _TOO_MANY:
            return Throttled(said, retry_after=_seconds(response.headers.get("Retry-After", "")))
        return EngineUnavailable(said) if status >= _SERVER_ERROR else CallRefused(said)

    async def _read(self, response: httpx2.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._largest:
                raise WrongAnswer(f"an answer of more than {self._largest} bytes")
        return bytes(body)

    async def aclose(self) -> None:
        """Close the kept connections; may be called twice."""
        await self._client.aclose()


@cache
def _trust() -> ssl.SSLContext:
    """The certificates to trust; reading them takes as long as many calls, so once for all."""
    return httpx2.create_ssl_context()


def _wait(pause: float, failure: TranslationFailed) -> float:
    """Wait as long as asked for, else about `pause`: many callers must not come back at once."""
    asked = failure.retry_after if isinstance(failure, Throttled) else None
    return max(asked or 0.0, pause * random.uniform(0.5, 1.5))  # noqa: S311 (not a secret)


def _seconds(value: str) -> float | None:
    """Read a `Retry-After` in seconds (RFC 9110, 10.2.3); a date is not used by any engine here."""
    return float(value) if value.isascii() and value.isdigit() else None
