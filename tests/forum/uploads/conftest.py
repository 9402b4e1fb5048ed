"""A member with a space to write in."""

import pytest

from forum.core.actor import Actor
from tests import factories
from tests.client import Client
from tests.forum.uploads.sending import Headers


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@pytest.fixture
def hers(client: Client, maria: Actor) -> Headers:
    return client.token(maria)
