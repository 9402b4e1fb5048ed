"""Which tests run on both kinds of database, and which on one.

The application does not know on which it runs, but for a few places, and twice each test of each
feature takes a fifth of the time of a run. So `make test` lets features take turns: each of their
tests runs on one of the two, always the same. On both run what is written for a kind, what holds
data together (`ON_BOTH`), and tests in which several change the same at once, marked `racing`.
Where `FORUM_TEST_DATABASES` is not `turns`, all do: in `make both`, in `make cover`, and when
somebody asks pytest for some tests.
"""

import os
from collections.abc import Iterable
from zlib import crc32

import pytest

KINDS = ("sqlite", "postgres")
TURNS = os.environ.get("FORUM_TEST_DATABASES") == "turns"
ON_BOTH = (
    "tests/contracts/",
    "tests/forum/accounts/test_queries.py",
    "tests/forum/commands/",
    "tests/forum/db/",
    "tests/forum/decisions/",
    "tests/forum/discussions/test_lists.py",
    "tests/forum/discussions/test_suggesting.py",
    "tests/forum/discussions/test_together.py",
    "tests/forum/drafts/",
    "tests/forum/interop/",
    "tests/forum/jobs/",
    "tests/forum/library/",
    "tests/forum/moderation/test_chain.py",
    "tests/forum/moderation/test_queue.py",
    "tests/forum/notifications/test_telling.py",
    "tests/forum/reviews/test_counting.py",
    "tests/forum/search/",
    "tests/forum/test_migrations.py",
    "tests/forum/translations/",
    "tests/forum/visibility/",
    "tests/permissions/",
    "tests/test_services.py",
)
"""Folders and files, by the beginning of their names."""


def is_spared(item: pytest.Item) -> bool:
    """Whether a test takes turns and it is the turn of its twin on the other kind of database."""
    given = getattr(item, "callspec", None)
    if given is None or item.get_closest_marker("racing"):
        return False
    return is_left_out(item.nodeid, given.params.values())


def is_left_out(test: str, parameters: Iterable[object]) -> bool:
    """Whether a test, by its name and what it is given, leaves its kind of database to its twin."""
    kinds = [kind for kind in KINDS if kind in parameters]
    if len(kinds) != 1 or test.startswith(ON_BOTH):
        return False
    return kinds[0] != _turn(test.replace(kinds[0], ""))


def _turn(test: str) -> str:
    return KINDS[crc32(test.encode()) % len(KINDS)]
