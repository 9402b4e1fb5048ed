"""Which tests run on both kinds of database, and which on one.

The application does not know on which it runs, but for a few places, and twice each test of each
feature takes a fifth of the time of a run. So `make test` lets features take turns: each of their
tests runs on one of the two, always the same. On both run what is written for a kind, what holds
data together (`ON_BOTH`), and tests in which several change the same at once, marked `racing`.
Where `FORUM_TEST_DATABASES` is not `turns`, all do: in `make both`, in `make cover`, and when
somebody asks pytest for some tests.
"""

import os
from collections.abc import Collection, Sequence
from zlib import crc32

import pytest

KINDS = SQLITE, POSTGRES = "sqlite", "postgres"
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


def left_out(tests: Sequence[pytest.Item]) -> set[pytest.Item]:
    """Those tests of a run that leave their kind of database to their twins on the other."""
    run = {test.nodeid for test in tests}
    return {
        test
        for test in tests
        if not test.get_closest_marker("racing") and is_left_out(test.nodeid, _given(test), run)
    }


def is_left_out(test: str, given: Collection[object], run: Collection[str]) -> bool:
    """Whether a test, by its name and what it is given, takes turns with a twin in the same run."""
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) != 1 or test.startswith(ON_BOTH):
        return False
    turn = KINDS[crc32(_on(test, kinds[0], "").encode()) % len(KINDS)]
    return kinds[0] != turn and _on(test, kinds[0], turn) in run


def _given(test: pytest.Item) -> Collection[object]:
    found = getattr(test, "callspec", None)
    return list(found.params.values()) if found else ()


def _on(test: str, kind: str, other: str) -> str:
    """The name of a test with another kind of database, which stands in its brackets."""
    name, bracket, parameters = test.partition("[")
    return name + bracket + parameters.replace(kind, other)
