"""One application for all of these tests on each kind of database, and a session for each test."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.client import running
from tests.factories import prepared
from tests.forum.live.talk.room import People, Room, people_of, room_of
from tests.services.databases import Databases


@pytest.fixture(
    scope="package", params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)]
)
def people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("talk")
    with (
        databases.fresh(prepared) as url,
        running(url, folder, translators=["pseudo"]) as client,
    ):
        yield people_of(client)


@pytest.fixture
def room(people: People, monkeypatch: pytest.MonkeyPatch) -> Room:
    """See `Room`."""
    found = room_of(people)
    hub = people.client.runtime.hub
    publish = hub.publish

    async def noted(channel: str, data: str, **more: Any) -> None:
        found.pushed.append((channel, json.loads(data)))
        await publish(channel, data, **more)

    monkeypatch.setattr(hub, "publish", noted)
    return found
