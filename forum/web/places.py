"""Which places of the network are for us to ask: those of the public internet."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult

from forum.core.addresses import host_of

Ip = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host's name, as texts, in the order to try them."""

PORTS = {"http": 80, "https": 443}
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


class NotAllowedOutside(Exception):
    """The address is not one that we ask for: not public, or not of http and https as usual."""


class NoAnswer(Exception):
    """The other site could not be reached, or did not answer in time or in HTTP."""


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


def place_of(parts: SplitResult) -> str:
    """Where an address leads, as settings name places: `host:port`.

    Raises:
        NotAWebAddress: no host can have this name.
    """
    return place(host_of(parts), parts.port or PORTS[parts.scheme.lower()])


def place(host: str, port: int) -> str:
    """Where to connect to, as settings name places."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
