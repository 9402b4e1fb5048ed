"""Asking other sites for something, without letting anybody send us where only we can go.

Whoever names an address must not reach through us what stands behind us: services of this machine,
of its network, or of its cloud (server-side request forgery). So a name is resolved once, each
address it has must be of the public internet, and the connection goes to one of exactly these;
asking the DNS again could give another answer. A redirect is a new address, checked like the first.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from forum.core.addresses import NotAWebAddress, host_of, split, target_of
from forum.core.late import late
from forum.core.version import VERSION
from forum.web.places import PORTS, NoAnswer, NotAllowedOutside, Resolve, place_of, resolve

if TYPE_CHECKING:
    import httpcore2

    from forum.web import checked
else:
    httpcore2, checked = map(late, ("httpcore2", "forum.web.checked"))

LARGEST = 1 << 20
LONGEST = 20.0
MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_ASKS_AGAIN = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What another site said.

    Attributes:
        url: address that answered, after redirects.
        headers: by lower-case name; of several the last.
        body: at most as many bytes as were asked for.
        is_cut: whether there was more.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """What to ask for.

    Attributes:
        method: HTTP method; redirects are followed for GET and HEAD only.
        headers: besides Host and User-Agent; whatever it redirects to gets them too.
        body: what is sent.
        most: bytes of the answer's body that are read.
        redirects: how many are followed; the next one is given back as it is.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    body: bytes = b""
    most: int = LARGEST
    redirects: int = MOST_REDIRECTS


class Outside:
    """Asks other sites. One for the process; open connections are not kept.

    Args:
        site: our public address, by which others know who asks.
        inside: places (`host:port`) of our own network that those who run the site allow.
        lookup: gives the addresses of a name.
        network: opens connections to the addresses it is given; both are for tests.
        tls: what certificates are checked against; the system's where it is not given.
    """

    def __init__(
        self,
        site: str,
        *,
        inside: Collection[str] = (),
        lookup: Resolve = resolve,
        network: "httpcore2.AsyncNetworkBackend | None" = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.agent = f"StakeholdersForum/{VERSION} (+{site})"
        self._inside = inside
        self._backend = checked.CheckedNetwork(network or httpcore2.AnyIOBackend(), lookup, inside)
        self._tls = tls

    async def ask(self, wanted: Ask, *, seconds: float = LONGEST) -> Answer:
        """Ask, follow redirects, and give the answer, of whatever status.

        Args:
            wanted: what to ask for.
            seconds: after which nothing more is waited for, redirects and body included.

        Raises:
            NotAllowedOutside: the address, or one that it leads to, is not for us to ask.
            NoAnswer: there was no answer, not in time, or not of HTTP.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._follow(wanted)
        except (
            TimeoutError,
            OSError,
            httpcore2.NetworkError,
            httpcore2.TimeoutException,
            httpcore2.ProtocolError,
        ) as error:
            raise NoAnswer(wanted.url) from error

    async def _follow(self, wanted: Ask) -> Answer:
        url, left = wanted.url, wanted.redirects
        while True:
            answer = await self._once(wanted, url)
            place = answer.headers.get("location")
            moved = answer.status in _MOVED and wanted.method in _ASKS_AGAIN
            if not (moved and place and left):
                return answer
            url, left = urljoin(url, place), left - 1

    async def _once(self, wanted: Ask, url: str) -> Answer:
        host, origin = _origin(url, self._inside)
        headers = {"host": host, "user-agent": self.agent, "accept": "*/*", "connection": "close"}
        headers |= {name.lower(): value for name, value in (wanted.headers or {}).items()}
        pool = httpcore2.AsyncConnectionPool(
            ssl_context=self._tls or _system_tls(),
            max_connections=1,
            network_backend=self._backend,
        )
        async with (
            pool,
            pool.stream(
                wanted.method, origin, headers=list(headers.items()), content=wanted.body or None
            ) as found,
        ):
            body, is_cut = await _read(found.aiter_stream(), wanted.most)
            pairs = [
                (name.decode("latin-1"), text.decode("latin-1")) for name, text in found.headers
            ]
            headers_given = {name.lower(): text for name, text in pairs}
            return Answer(url, found.status, headers_given, body, is_cut)


@cache
def _system_tls() -> ssl.SSLContext:
    """What the system trusts; reading it takes some 20 ms, so it is read once, when asked for."""
    return ssl.create_default_context()


def _origin(url: str, inside: Collection[str]) -> "tuple[str, httpcore2.URL]":
    """What to put in `Host`, and the address in the form that goes on the wire.

    Raises:
        NotAllowedOutside: another scheme or port than those of the web, or no address at all.
    """
    try:
        parts = split(url)
        host, place = host_of(parts), place_of(parts)
    except NotAWebAddress as error:
        raise NotAllowedOutside(url) from error
    scheme = parts.scheme.lower()
    port = parts.port or PORTS[scheme]
    if port not in PORTS.values() and place not in inside:
        raise NotAllowedOutside(url)
    named = place.removesuffix(f":{PORTS[scheme]}")
    return named, httpcore2.URL(scheme=scheme, host=host, port=port, target=target_of(parts))


async def _read(chunks: AsyncGenerator[bytes], most: int) -> tuple[bytes, bool]:
    body = bytearray()
    async with aclosing(chunks) as stream:
        async for chunk in stream:
            body += chunk
            if len(body) > most:
                return bytes(body[:most]), True
    return bytes(body), False
