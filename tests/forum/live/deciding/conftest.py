from collections.abc import Iterator

import pytest

from tests.client import running
from tests.factories import prepared
from tests.forum.live.deciding.world import World, furnished
from tests.services.fixtures import KINDS


@pytest.fixture(scope="module", params=KINDS)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The application with the session, on each kind of database."""
    folder = tmp_path_factory.mktemp("deciding")
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        yield client.do(furnished, client)
