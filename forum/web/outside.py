"""Asking other sites for something, without letting anybody send us where only we can go.

Whoever names an address must not reach through us what stands behind us: services of this machine,
of its network, or of its cloud (server-side request forgery). So a name is resolved once, each
address it has must be of the public internet, and the connection goes to one of exactly these;
asking the DNS again could give another answer. A redirect is a new address, checked like the first.
"""

import asyncio
import socket
import ssl
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urljoin

import httpcore2

from forum.core.addresses import NotAWebAddress, host_of, split, target_of
from forum.core.version import VERSION

Ip = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host's name, as texts, in the order to try them."""

PORTS = {"http": 80, "https": 443}
LARGEST = 1 << 20
LONGEST = 20.0
MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_ASKS_AGAIN = frozenset({"GET", "HEAD"})

_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NEVER = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments; Python before 3.12.4 calls some global
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, given up by RFC 7526
    IPv4Network(
        "168.63.129.16/32"
    ),  # in Azure: the machine's own host, though the number is public
    IPv6Network("::/96"),  # IPv4-compatible, given up by RFC 4291 §2.5.5.1
    IPv6Network("64:ff9b:1::/48"),  # NAT64 of one network, RFC 8215
    IPv6Network("2001::/23"),  # protocol assignments, with Teredo
    IPv6Network("fec0::/10"),  # site-local, given up by RFC 3879
)
_FAILURES = (
    TimeoutError,
    OSError,
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
)


class NotAllowedOutside(Exception):
    """The address is not one that we ask for: not public, or not of http and https as usual."""


class NoAnswer(Exception):
    """The other site could not be reached, or did not answer in time or in HTTP."""


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


def is_public(address: Ip) -> bool:
    """Whether an address is of the public internet (IANA's registries of special addresses).

    Those that carry an IPv4 address inside are judged by that one.
    """
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        if (inside := _inside(address)) is not None:
            return is_public(inside)
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not any(address in one for one in _NEVER)


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    return address.ipv4_mapped


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver.

    Raises:
        NoAnswer: it knows no such name.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class _CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections to addresses that were checked, and to no others."""

    def __init__(
        self, inner: httpcore2.AsyncNetworkBackend, lookup: Resolve, inside: Collection[str]
    ) -> None:
        self._inner, self._lookup, self._inside = inner, lookup, inside

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's own signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """See httpcore."""
        failed: Exception = httpcore2.ConnectError("no address")
        for address in await self._checked(host, port):
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        found = await self._lookup(host, port)
        try:
            addresses = [ip_address(one) for one in found]
        except ValueError as error:
            raise NotAllowedOutside(host) from error
        # One private address among public ones is reason enough: it is there on purpose.
        if _place(host, port) not in self._inside and not all(map(is_public, addresses)):
            raise NotAllowedOutside(host)
        return [str(one) for one in addresses]


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
        network: httpcore2.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.agent = f"StakeholdersForum/{VERSION} (+{site})"
        self._inside = inside
        self._backend = _CheckedBackend(network or httpcore2.AnyIOBackend(), lookup, inside)
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
        except _FAILURES as error:
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


def place_of(parts: SplitResult) -> str:
    """Where an address leads, as settings name places: `host:port`.

    Raises:
        NotAWebAddress: no host can have this name.
    """
    return _place(host_of(parts), parts.port or PORTS[parts.scheme.lower()])


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _origin(url: str, inside: Collection[str]) -> tuple[str, httpcore2.URL]:
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
