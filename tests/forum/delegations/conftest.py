from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client import running
from tests.factories import prepared
from tests.forum.delegations.office import Office, build
from tests.services.databases import Databases


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """See `Office`."""
    with databases.fresh(prepared) as url, running(url, tmp_path) as client:
        yield build(client)
