"""Connections to addresses that were looked at before; imported with the first of them."""

from collections.abc import Collection, Iterable, Sequence
from ipaddress import ip_address

import httpcore2

from forum.web.places import NotAllowedOutside, Resolve, is_public, place


class CheckedNetwork(httpcore2.AsyncNetworkBackend):
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
        if place(host, port) not in self._inside and not all(map(is_public, addresses)):
            raise NotAllowedOutside(host)
        return [str(one) for one in addresses]
