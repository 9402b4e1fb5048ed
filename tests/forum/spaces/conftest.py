import pytest

from tests.client import Client
from tests.forum.spaces.club import Club, build


@pytest.fixture
def club(client: Client) -> Club:
    """See `Club`."""
    return build(client)
