"""Bodies as they go over the wire."""

import zlib
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

_WORTH_IT = 860
"""Bytes below which a packet is as short without compression."""


def gzipped(plain: bytes, level: int = 6) -> bytes:
    """Compress as RFC 1952 says; level 1 is for what is sent once, 6 for what is kept."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31, 9)
    return packer.compress(plain) + packer.flush()


def takes_gzip(connection: HTTPConnection[Any]) -> bool:
    """Whether the client reads gzip; every one that can says so by name."""
    return "gzip" in connection.headers.get("accept-encoding", "")


def compress(connection: HTTPConnection[Any], answer: Response) -> Response:
    """Gzip the body of `answer` where that is shorter and the client reads it."""
    answer.headers["vary"] = "accept-encoding, accept-language, cookie, authorization"
    plain = bytes(answer.body)
    if len(plain) >= _WORTH_IT and takes_gzip(connection):
        answer.body = gzipped(plain, 1)
        answer.headers["content-encoding"] = "gzip"
        answer.headers["content-length"] = str(len(answer.body))
    return answer
