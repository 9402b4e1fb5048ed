"""Whoever may no longer see a space hears no more of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.websockets import WebSocketDisconnect

from forum.core.actor import Actor
from forum.discussions.channels import of_space
from forum.runtime import Runtime
from forum.spaces import actions
from forum.spaces.rules import Access
from forum.spaces.schemas import SpaceChange
from tests import factories
from tests.forum.spaces.club import Club
from tests.listening import Listener, listens

EXPIRED = 3005
INSUFFICIENT = 2500


@contextmanager
def listening(club: Club, who: Actor) -> Iterator[Listener]:
    with listens(club.client, who) as listener:
        yield listener


def test_who_is_removed_is_hung_up_on_and_not_admitted_again(club: Club) -> None:
    club.put("linh")
    with listening(club, club.linh) as linh:
        assert "subscribe" in linh.ask(2, subscribe={"channel": f"topic:{club.topic}"})
        club.remove("linh")
        with pytest.raises(WebSocketDisconnect) as end:
            linh.hear_out()
    assert end.value.code == EXPIRED
    with listening(club, club.linh) as linh:
        for number, channel in enumerate((f"topic:{club.topic}", "space:club"), 2):
            assert "error" in linh.ask(number, subscribe={"channel": channel})


def test_a_space_that_closes_asks_its_listeners_again(club: Club) -> None:
    topic = club.client.do(factories.topic, club.linh, "general")

    async def close(runtime: Runtime) -> None:
        async with runtime.unit(club.ada) as unit:
            await actions.change_space(unit, "general", SpaceChange(access=Access.PRIVATE))

    with listening(club, club.linh) as linh:
        assert "subscribe" in linh.ask(2, subscribe={"channel": f"topic:{topic}"})
        club.client.do(close)
        ended = linh.next_push("unsubscribe")
        assert ended["channel"] == f"topic:{topic}"
        assert ended["unsubscribe"]["code"] == INSUFFICIENT
        assert "error" in linh.ask(3, subscribe={"channel": f"topic:{topic}"})


def test_only_what_is_heard_of_the_space_is_asked_again(club: Club) -> None:
    topics = [club.client.do(factories.topic, club.linh, "general") for _ in range(3)]
    elsewhere = club.client.do(factories.topic, club.olga, "club")
    heard = {f"topic:{topics[0]}", f"topic:{elsewhere}", "topic:x", "space:general", "member:1"}
    concerned = club.client.do(of_space, "space:general", heard)
    assert concerned == {f"topic:{topics[0]}", "space:general"}


def test_who_still_sees_a_space_that_closes_goes_on_hearing(club: Club) -> None:
    topic = club.client.do(factories.topic, club.linh, "general")

    async def close(runtime: Runtime) -> None:
        async with runtime.unit(club.ada) as unit:
            await actions.change_space(unit, "general", SpaceChange(access=Access.PRIVATE))

    with listening(club, club.olga) as olga:
        for number, channel in enumerate((f"topic:{topic}", "space:general"), 2):
            assert "subscribe" in olga.ask(number, subscribe={"channel": channel})
        club.client.do(close)
        ended = {olga.next_push("unsubscribe")["channel"] for _ in range(2)}
        assert ended == {f"topic:{topic}", "space:general"}
        for number, channel in enumerate(ended, 4):
            assert "subscribe" in olga.ask(number, subscribe={"channel": channel})
