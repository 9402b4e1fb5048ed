"""What is asked of a provider by us, not by its members' browsers."""

import json
import ssl
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from forum.core.late import late
from forum.web.outside import Answer, Ask, Outside
from forum.web.places import NoAnswer, NotAllowedOutside

if TYPE_CHECKING:
    import httpx2
else:
    httpx2 = late("httpx2")

SECONDS = 10.0
LARGEST = 200_000
_OK = 200


class NoSuchAnswer(Exception):
    """A provider gave no answer, or one that is no JSON object."""


class Asking:
    """Asks one provider.

    Args:
        outside: asks what anybody may ask.
        inside: whether the provider is on this machine or in our own network, as those who run
            the site have said; it is then asked directly.
    """

    def __init__(self, outside: Outside, *, inside: bool) -> None:
        self._outside, self._inside = outside, inside

    async def get(self, url: str) -> dict[str, Any]:
        """A JSON object at an address.

        Raises:
            NoSuchAnswer: there is none.
        """
        return await self._ask(Ask(url, most=LARGEST, redirects=0))

    async def post(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> dict[str, Any]:
        """The JSON object that a form is answered with.

        Raises:
            NoSuchAnswer: there is none.
        """
        sent = {"content-type": "application/x-www-form-urlencoded", **headers}
        body = urlencode(form).encode()
        return await self._ask(Ask(url, "POST", sent, body, most=LARGEST, redirects=0))

    async def _ask(self, wanted: Ask) -> dict[str, Any]:
        try:
            if self._inside:
                answer = await _directly(wanted)
            else:
                answer = await self._outside.ask(wanted, seconds=SECONDS)
            found = json.loads(answer.body) if answer.status == _OK else None
        except (NoAnswer, NotAllowedOutside, httpx2.HTTPError, ValueError, RecursionError) as error:
            raise NoSuchAnswer(wanted.url) from error
        if not isinstance(found, dict):
            raise NoSuchAnswer(wanted.url)
        return found


async def _directly(wanted: Ask) -> Answer:
    async with httpx2.AsyncClient(timeout=SECONDS, trust_env=False, verify=_trust()) as client:
        found = await client.request(
            wanted.method, wanted.url, headers=dict(wanted.headers or {}), content=wanted.body
        )
    return Answer(wanted.url, found.status_code, {}, found.content[: wanted.most], is_cut=False)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates to trust; reading them takes longer than most providers do, so once."""
    return httpx2.create_ssl_context(trust_env=False)
