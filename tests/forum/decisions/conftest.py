from collections.abc import Iterator

import pytest

from tests.client import running
from tests.factories import prepared
from tests.forum.decisions.board import Board, build
from tests.services.databases import Databases
from tests.services.fixtures import KINDS


@pytest.fixture(scope="module", params=KINDS)
def board(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Board]:
    """See `Board`; one for all tests of a module, on each kind of database."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.fresh(prepared) as url, running(url, tmp_path_factory.mktemp("b")) as client:
        yield build(client)
