from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client import running
from tests.factories import prepared
from tests.forum.live.sessions.hall import Hall, build
from tests.services.databases import Databases


@pytest.fixture
def hall(databases: Databases, tmp_path: Path) -> Iterator[Hall]:
    """See `Hall`."""
    with databases.fresh(prepared) as url, running(url, tmp_path) as client:
        yield build(client)
