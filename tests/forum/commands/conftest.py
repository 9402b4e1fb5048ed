"""A house that commands can be given to, set up as its operator does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import prepared
from tests.services.databases import Databases, SqliteDatabases


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """The environment, with nothing in it but a data folder of the test's own."""
    monkeypatch.setenv("FORUM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FORUM_MODE", "demo")
    return monkeypatch


@pytest.fixture
def url(databases: Databases, settle: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with tables and nothing in them, named in the environment."""
    with databases.fresh(prepared) as found:
        settle.setenv("FORUM_DATABASE", found)
        yield found


@pytest.fixture
def file_url(sqlite_databases: SqliteDatabases, settle: pytest.MonkeyPatch) -> Iterator[str]:
    """The same in a file, for tests in which the kind makes no difference."""
    with sqlite_databases.fresh(prepared) as found:
        settle.setenv("FORUM_DATABASE", found)
        yield found
