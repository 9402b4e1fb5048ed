"""Commands that are refused, and what is left behind by them: nothing."""

import asyncio
import logging
import time
from collections.abc import Collection, Mapping

import pytest

from realtime.channel import Admission
from realtime.identity import ConnectCommand, Identity
from realtime.presence import PresenceUnavailable, Present
from realtime.protocol.codes import CloseCode
from tests.realtime.harness import Stage, authenticate


class Away:
    """A store of presence that cannot be reached."""

    async def confirm(self, present: Collection[Present]) -> None:
        raise PresenceUnavailable

    async def remove(self, present: Present) -> None:
        raise PresenceUnavailable

    async def here(self, channel: str) -> Mapping[str, Present]:
        raise PresenceUnavailable

    async def aclose(self) -> None: ...


@pytest.mark.parametrize(
    ("method", "request_", "code"),
    [
        ("subscribe", {"channel": "hall:1", "token": "t"}, 108),
        ("sub_refresh", {"channel": "hall:1", "token": "t"}, 103),
        ("refresh", {"token": "t"}, 108),
        ("history", {"channel": "mute:1", "limit": 1}, 108),
        ("history", {"channel": "hall:secret", "limit": 1}, 102),
        ("presence", {"channel": "mute:1"}, 108),
        ("presence_stats", {"channel": "hall:secret"}, 102),
        ("publish", {"channel": "mute:1", "data": 1}, 103),
        ("publish", {"channel": "hall:secret", "data": 1}, 102),
        ("rpc", {"method": ""}, 104),
    ],
)
async def test_what_is_not_allowed_or_not_offered_is_refused(
    method: str, request_: dict[str, object], code: int
) -> None:
    ada = await Stage().connected("ada")
    assert (await ada.ask(method, request_))["error"]["code"] == code


async def test_a_store_of_presence_that_is_away_is_a_temporary_failure() -> None:
    ada = await Stage(presence=Away()).connected("ada")
    assert (await ada.subscribe())["offset"] == 0
    error = (await ada.ask("presence", {"channel": "hall:1"}))["error"]
    assert (error["code"], error["temporary"]) == (100, True)


async def test_what_may_be_seen_of_a_subscription() -> None:
    stage = Stage()
    stage.hall.admission = Admission(
        presence=True, join_leave=True, data={"title": "Hall"}, info={"seat": 7}
    )
    ada = await stage.connected("ada")
    assert (await ada.subscribe())["data"] == {"title": "Hall"}
    here = (await ada.ask("presence", {"channel": "hall:1"}))["presence"]
    assert here[ada.connection.client] == {
        "user": "ada",
        "client": ada.connection.client,
        "chan_info": {"seat": 7},
    }


async def test_a_channel_without_numbers_says_nothing_of_positions() -> None:
    ada = await Stage().connected("ada")
    assert await ada.subscribe("mute:1", recover=True) == {"publications": []}


async def test_a_channels_history_may_be_closed() -> None:
    stage = Stage()
    stage.hall.admission = Admission(may_read_history=False)
    ada = await stage.connected("ada")
    await ada.subscribe()
    refused = await ada.ask("history", {"channel": "hall:1", "limit": 1})
    assert refused["error"]["code"] == 108


async def test_a_subscription_ends_when_its_right_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.connection.GRACE", 0)
    stage = Stage()
    stage.hall.admission = Admission(expires_at=time.time() + 0.01)
    ada = await stage.connected("ada")
    await ada.subscribe()
    await ada.wire.until(lambda: bool(ada.pushes))
    assert ada.pushes == [
        {
            "channel": "hall:1",
            "unsubscribe": {"code": 2501, "reason": "subscription expired"},
        }
    ]
    assert ada.wire.closed is None


async def test_a_connection_ends_when_its_right_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.connection.GRACE", 0)

    async def for_a_moment(http: object, said: ConnectCommand) -> Identity[str]:
        return Identity("ada", "ada", expires_at=time.time() + 0.01)

    ada = await Stage(authenticate=for_a_moment).connected()
    await ada.wire.until(lambda: ada.wire.closed is not None)
    assert ada.wire.closed is CloseCode.EXPIRED


async def test_an_identity_is_renewed_by_a_token_of_the_same_user() -> None:
    async def refresh(known: Identity[str], token: str) -> Identity[str]:
        return Identity(token, token, expires_at=time.time() + 60)

    async def greet(http: object, said: ConnectCommand) -> Identity[str]:
        return Identity("ada", "ada", expires_at=time.time() + 60, data={"hello": said.name})

    stage = Stage(authenticate=greet, refresh=refresh)
    ada = stage.arrive()
    answer = await ada.ask("connect", {"token": "ada", "name": "js"})
    assert (answer["expires"], answer["ttl"], answer["data"]) == (True, 60, {"hello": "js"})
    assert (await ada.ask("refresh", {}))["error"]["code"] == 107
    assert (await ada.ask("refresh", {"token": "ada"}))["ttl"] == 60
    assert (await ada.ask("refresh", {"token": "eve"}))["closed"] is CloseCode.INVALID_TOKEN
    assert len(stage.hub.registry) == 0


async def test_who_came_without_a_token_is_told_of_no_expiry() -> None:
    async def by_cookie(http: object, said: ConnectCommand) -> Identity[str]:
        return Identity("ada", "ada", expires_at=time.time() + 60)

    answer = await Stage(authenticate=by_cookie).arrive().ask("connect")
    assert "expires" not in answer


async def test_who_goes_while_being_recognised_is_not_taken_in() -> None:
    asked, go = asyncio.Event(), asyncio.Event()

    async def slowly(http: object, said: ConnectCommand) -> Identity[str]:
        asked.set()
        await go.wait()
        return await authenticate(http, said)

    stage = Stage(authenticate=slowly)
    ada = stage.arrive()
    ada.send('{"id":1,"connect":{}}')
    await asked.wait()
    ada.connection.lost()
    go.set()
    await ada.wire.until(lambda: not ada.connection.busy)
    assert len(stage.hub.registry) == 0
    assert ada.wire.messages == []


async def test_a_defect_while_recognising_is_answered_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(http: object, said: ConnectCommand) -> Identity[str]:
        raise ZeroDivisionError

    answer = await Stage(authenticate=broken).arrive().ask("connect")
    assert answer["error"]["code"] == 100
    assert "a command failed" in caplog.text


async def test_a_defect_in_a_channel_does_not_keep_a_client_from_connecting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await Stage().arrive().ask("connect", {"token": "ada+broken"})
    assert answer["client"]
    assert [record.levelname for record in caplog.records if "hall:broken" in record.message] == [
        "ERROR"
    ]


async def test_a_defect_outside_of_commands_ends_the_conversation(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await Stage().connected("ada")

    def broken(text: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("realtime.commands.decode", broken)
    ada.send('{"id":2,"ping":{}}')
    await ada.wire.until(lambda: ada.wire.closed is not None)
    assert ada.wire.closed is CloseCode.SERVER_ERROR
    assert "a conversation failed" in caplog.text
