"""Addresses of every kind that a broker may have, for suites that run over all of them."""

from collections.abc import Callable

import pytest

URLS: dict[str, Callable[[pytest.FixtureRequest], str]] = {
    "memory": lambda _request: "memory://",
    "redis": lambda request: str(request.getfixturevalue("redis_url")),
    "cluster": lambda request: str(request.getfixturevalue("redis_cluster").url),
    "sentinel": lambda request: str(request.getfixturevalue("redis_sentinel").url),
}
"""By kind, from the fixtures of a test."""

KINDS = [
    pytest.param(kind, marks=[] if kind == "memory" else pytest.mark.services) for kind in URLS
]
"""For `pytest.fixture(params=…)`."""
