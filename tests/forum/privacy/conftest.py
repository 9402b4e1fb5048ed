"""The forum with its mail in a folder, a space, and a member."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.core.actor import Actor
from tests import factories
from tests.client import Client, running
from tests.factories import prepared
from tests.services.databases import Databases


@pytest.fixture
def client(databases: Databases, tmp_path: Path) -> Iterator[Client]:
    mail = f"folder:{tmp_path / 'mail'}"
    with databases.fresh(prepared) as url, running(url, tmp_path, mail=mail) as found:
        yield found


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria", bio="Teaches in Lisbon.")


@pytest.fixture
def hers(client: Client, maria: Actor) -> dict[str, str]:
    return client.token(maria)
