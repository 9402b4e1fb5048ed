"""The application on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client import Client, running
from tests.factories import prepared
from tests.services.databases import Databases, SqliteDatabases


@pytest.fixture
def file_url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """A database with tables in a file, for tests in which the kind makes no difference."""
    with sqlite_databases.fresh(prepared) as url:
        yield url


@pytest.fixture
def client(databases: Databases, tmp_path: Path) -> Iterator[Client]:
    """The whole application, empty but for its tables."""
    with databases.fresh(prepared) as url, running(url, tmp_path) as found:
        yield found
