"""How many conversations are open, and from where: no I/O."""

import ipaddress
from collections import Counter

from realtime.limits import Limits


class Callers:
    """Counts conversations from their first moment, also those that never say who they are."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places: Counter[str] = Counter()
        self._total = 0

    def __len__(self) -> int:
        return self._total

    def enter(self, place: str) -> bool:
        """Count one more, until `leave`; whether the limits allow it."""
        self._places[place] += 1
        self._total += 1
        if self._total > self._limits.connections:
            return False
        return not place or self._places[place] <= self._limits.connections_per_address

    def leave(self, place: str) -> None:
        """Count one less."""
        self._total -= 1
        self._places[place] -= 1
        if not self._places[place]:
            del self._places[place]


def place_of(host: str | None) -> str:
    """Whom an address stands for: itself, or the IPv6 network (/64) that one household has.

    Nobody (`""`) for this machine, where a reverse proxy may speak for everybody, and for what is
    no address.
    """
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            network = ipaddress.ip_network((address.packed, 64), strict=False)
            return "" if address.is_loopback else str(network)
        address = address.ipv4_mapped
    return "" if address.is_loopback else str(address)
