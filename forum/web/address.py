"""Where a request comes from."""

import ipaddress
from typing import Any

from starlette.requests import HTTPConnection


def address_of(connection: HTTPConnection[Any]) -> str:
    """Where a request comes from: an IPv4 address, or an IPv6 network of one household (/64)."""
    host = connection.client.host if connection.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:  # a socket for both kinds writes IPv4 addresses like this
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
