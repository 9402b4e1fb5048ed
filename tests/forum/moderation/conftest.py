"""A forum with a topic, somebody who wrote it, somebody who reads it, and a moderator."""

import pytest

from tests.client import Client
from tests.forum.moderation.scene import Scene, build


@pytest.fixture
def scene(client: Client) -> Scene:
    """See `Scene`."""
    return build(client)
