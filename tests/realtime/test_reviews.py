"""Rights that change for many at once: whoever is concerned is asked for anew."""

import asyncio
from collections.abc import Set

import pytest

from tests.realtime.harness import Stage


@pytest.fixture
async def stage() -> Stage:
    return Stage()


async def test_a_review_asks_again_on_what_it_concerns_and_nothing_else(
    stage: Stage,
) -> None:
    ada, bob = await stage.connected("ada"), await stage.connected("bob")
    asked: list[tuple[str, set[str]]] = []

    async def concerns(about: str, heard: Set[str]) -> list[str]:
        asked.append((about, set(heard)))
        return ["hall:1", "hall:2", "hall:9"]

    stage.hub.on_review(concerns)
    await ada.subscribe("hall:1")
    await ada.subscribe("hall:3")
    await bob.subscribe("hall:2")
    await stage.hub.review("house")
    for talker, channel in ((ada, "hall:1"), (bob, "hall:2")):
        await talker.wire.until(lambda talker=talker: "unsubscribe" in talker.pushes[-1])
        ended = talker.pushes[-1]
        assert (ended["channel"], ended["unsubscribe"]["code"]) == (channel, 2500)
    assert asked == [("house", {"hall:1", "hall:2", "hall:3"})]
    assert ada.connection.channels == {"hall:3"}


async def test_a_review_catches_who_is_just_being_admitted(stage: Stage) -> None:
    ada = await stage.connected("ada")
    stage.hall.hold = asyncio.Event()
    asking = asyncio.create_task(ada.subscribe("hall:1"))
    await stage.hall.asked.wait()
    await stage.hub.review("house")
    await asyncio.sleep(0)
    stage.hall.hold.set()
    refused = (await asking)["error"]
    assert (refused["code"], refused["temporary"]) == (103, True)


async def test_who_is_concerned_by_a_review_that_fails_is_everybody(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async def concerns(about: str, heard: Set[str]) -> list[str]:
        raise ConnectionError("the database is away")

    stage.hub.on_review(concerns)
    ada = await stage.connected("ada")
    await ada.subscribe("hall:1")
    await stage.hub.review("house")
    await ada.wire.until(lambda: "unsubscribe" in ada.pushes[-1])
    assert "nobody knows which channels house concerns" in caplog.text
