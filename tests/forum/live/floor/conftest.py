"""One application for all tests of a file; each has an agenda item of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client import running
from tests.factories import prepared
from tests.forum.live.floor.hall import Hall, build
from tests.services.databases import SqliteDatabases


@pytest.fixture(scope="module")
def building(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    """The application with a session in it, on a database in a file."""
    folder: Path = tmp_path_factory.mktemp("hall")
    with sqlite_databases.fresh(prepared) as url, running(url, folder) as client:
        yield build(client)


@pytest.fixture
def hall(building: Hall) -> Hall:
    """The same with a fresh item on its agenda."""
    building.new_item()
    return building
