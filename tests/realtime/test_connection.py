"""Conversations over a wire without a socket."""

import asyncio

import pytest

from realtime.channel import Admission
from realtime.limits import Limits
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.rooms import LOOK
from tests.realtime.harness import Stage, running


async def test_connect_says_how_to_stay_in_touch() -> None:
    stage = Stage()
    answer = await stage.arrive().ask("connect")
    assert answer["ping"] == 25
    assert answer["pong"] is True
    assert answer["client"]
    assert "session" not in answer


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ('{"id":1,"subscribe":{"channel":"hall:1"}}', CloseCode.BAD_REQUEST),
        ("nonsense", CloseCode.BAD_REQUEST),
        ('{"connect":{}}', CloseCode.BAD_REQUEST),
        ('{"id":1,"connect":{"token":"wrong"}}', CloseCode.INVALID_TOKEN),
        ('{"id":1,"connect":{}}\n{"id":2,"connect":{}}', CloseCode.BAD_REQUEST),
        (" " * 70_000, CloseCode.BAD_REQUEST),
    ],
)
async def test_a_conversation_that_does_not_follow_the_protocol_is_closed(
    frame: str, code: CloseCode
) -> None:
    talker = Stage().arrive()
    talker.send(frame)
    await talker.wire.until(lambda: talker.wire.closed is not None)
    assert talker.wire.closed is code


async def test_an_expired_token_is_refused_so_that_the_client_fetches_a_new_one() -> None:
    talker = Stage().arrive()
    answer = await talker.ask("connect", {"token": "old"})
    assert answer["error"] == {"code": 109, "message": "token expired"}
    assert (await talker.ask("connect", {"token": "ada"}))["client"]


async def test_who_does_not_connect_in_time_is_hung_up_on() -> None:
    talker = Stage(limits=Limits(connect_within=0.01)).arrive()
    await talker.wire.until(lambda: talker.wire.closed is not None)
    assert talker.wire.closed is CloseCode.STALE


async def test_subscribers_get_what_is_announced_in_order() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    assert (await ada.subscribe())["offset"] == 0
    for number in range(3):
        await stage.write("hall:1", {"n": number})
    await ada.until_offset(3)
    assert ada.offsets() == [1, 2, 3]
    assert ada.pushes[-1]["pub"]["data"] == {"n": 2}


async def test_what_gathers_while_a_channel_rests_leaves_as_one_frame() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    await ada.subscribe()
    frames = ada.wire.frames
    for number in range(20):
        await stage.write("hall:1", number)
    await ada.until_offset(20)
    assert ada.wire.frames == frames + 1


async def test_a_channel_rests_only_while_the_process_has_more_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.rooms.rest", lambda _readers: 60.0)
    monkeypatch.setattr("realtime.rooms.BUSY", 1_000.0)
    stage = Stage()
    ada = await stage.connected("ada")
    await ada.subscribe()
    await stage.write("hall:1", 1)
    await ada.until_offset(1)
    await stage.write("hall:1", 2)
    await ada.until_offset(2)
    monkeypatch.setattr("realtime.rooms.BUSY", -1.0)
    await stage.write("hall:1", 3)
    await asyncio.sleep(10 * LOOK)
    assert ada.offsets() == [1, 2]


async def test_a_channel_ends_its_rest_as_soon_as_the_process_has_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.rooms.rest", lambda _readers: 60.0)
    monkeypatch.setattr("realtime.rooms.BUSY", 1_000.0)
    stage = Stage()
    ada = await stage.connected("ada")
    await ada.subscribe()
    await stage.write("hall:1", 1)
    await ada.until_offset(1)
    monkeypatch.setattr("realtime.rooms.BUSY", -1.0)
    await stage.write("hall:1", 2)
    await asyncio.sleep(10 * LOOK)
    assert ada.offsets() == [1]
    monkeypatch.setattr("realtime.rooms.BUSY", 1_000.0)
    await ada.until_offset(2)


@pytest.mark.parametrize(
    ("channel", "code", "message"),
    [
        ("nowhere:1", 102, "unknown channel"),
        ("hall:secret", 102, "unknown channel"),
        ("hall:broken", 100, "internal server error"),
        ("hall:closed", 400, "not_today"),
    ],
)
async def test_who_is_not_admitted_hears_nothing(channel: str, code: int, message: str) -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    error = (await ada.subscribe(channel))["error"]
    assert (error["code"], error["message"]) == (code, message)
    assert ada.connection.subs == {}
    await stage.write(channel, 1)
    await ada.ask("ping")
    assert ada.pushes == []


async def test_a_channel_is_subscribed_to_once() -> None:
    ada = await Stage().connected("ada")
    await ada.subscribe()
    assert (await ada.subscribe())["error"]["code"] == 105


async def test_a_connection_has_a_limited_number_of_subscriptions() -> None:
    ada = await Stage(limits=Limits(channels=2)).connected("ada")
    await ada.subscribe("hall:1")
    await ada.subscribe("hall:2")
    assert (await ada.subscribe("hall:3"))["error"]["code"] == 106


async def test_after_unsubscribing_nothing_more_is_heard() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    await ada.subscribe()
    assert await ada.ask("unsubscribe", {"channel": "hall:1"}) == {}
    assert await ada.ask("unsubscribe", {"channel": "hall:1"}) == {}
    await stage.write("hall:1", 1)
    await ada.ask("ping")
    assert ada.offsets() == []


async def test_commands_beyond_the_rate_are_refused_and_the_rest_is_served() -> None:
    ada = await Stage(limits=Limits(rate=0.001, burst=3)).connected("ada")
    answers = [await ada.ask("ping") for _ in range(4)]
    assert answers[:2] == [{}, {}]
    assert [one["error"]["code"] for one in answers[2:]] == [111, 111]
    assert answers[2]["error"]["temporary"] is True


async def test_frames_that_pile_up_end_the_conversation() -> None:
    stage = Stage(limits=Limits(waiting=2))
    ada = await stage.connected("ada")
    for _ in range(3):
        ada.send('{"id":9,"ping":{}}')
    assert ada.wire.closed is CloseCode.TOO_MANY_REQUESTS


async def test_a_ping_that_is_not_answered_ends_the_conversation() -> None:
    ada = await Stage().connected("ada")
    ada.connection.beat()
    assert ada.wire.messages[-1] == {}
    ada.send("{}")
    ada.connection.beat()
    assert ada.wire.closed is None
    ada.connection.beat()
    assert ada.wire.closed is CloseCode.NO_PONG


async def test_publishing_is_for_those_who_may() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    assert await ada.ask("publish", {"channel": "hall:1", "data": {"x": 1}}) == {}
    assert stage.hall.received == [("ada", "1", {"x": 1})]
    assert (await ada.ask("publish", {"channel": "hall:1"}))["error"]["code"] == 107
    stage.hall.admission = Admission()
    refused = await ada.ask("publish", {"channel": "hall:1", "data": 1})
    assert refused["error"]["code"] == 103
    assert len(stage.hall.received) == 1


async def test_remote_procedures_go_to_the_channel_of_their_kind() -> None:
    ada = await Stage().connected("ada")
    answer = await ada.ask("rpc", {"method": "hall.vote", "data": [1]})
    assert answer == {"data": {"who": "ada", "method": "vote", "data": [1]}}
    assert await ada.ask("rpc", {"method": "hall.nothing"}) == {}
    assert (await ada.ask("rpc", {"method": "nowhere.vote"}))["error"]["code"] == 104
    assert (await ada.ask("rpc", {"method": "mute.vote"}))["error"]["code"] == 104


async def test_messages_outside_of_channels_go_both_ways() -> None:
    sent: list[tuple[str, object]] = []

    async def on_send(who: str, data: object) -> None:
        sent.append((who, data))

    stage = Stage(on_send=on_send)
    ada = await stage.connected("ada")
    ada.send('{"send":{"data":{"x":1}}}')
    await ada.ask("ping")
    assert sent == [("ada", {"x": 1})]
    await stage.hub.tell("ada", '{"y":2}')
    await ada.wire.until(lambda: bool(ada.pushes))
    assert ada.pushes == [{"message": {"data": {"y": 2}}}]


async def test_a_message_nobody_takes_is_passed_over() -> None:
    ada = await Stage().connected("ada")
    ada.send('{"send":{"data":1}}')
    assert await ada.ask("ping") == {}


async def test_a_suspension_hangs_up_everywhere_and_on_nobody_else() -> None:
    stage = Stage()
    here, there, other = [await stage.connected(name) for name in ("ada", "ada", "bob")]
    await stage.hub.disconnect("ada")
    assert here.wire.closed is there.wire.closed is CloseCode.FORCED
    assert other.wire.closed is None
    assert len(stage.hub.registry) == 1


async def test_rights_that_end_unsubscribe_at_once() -> None:
    stage = Stage()
    ada, bob = await stage.connected("ada"), await stage.connected("bob")
    await ada.subscribe()
    await bob.subscribe()
    await stage.hub.unsubscribe("ada", "hall:1")
    assert ada.pushes[-1]["unsubscribe"] == {"code": 2000, "reason": "server unsubscribe"}
    await stage.write("hall:1", 1)
    await bob.until_offset(1)
    assert ada.offsets() == []
    await stage.hub.unsubscribe(None, "hall:1", UnsubscribeCode.INSUFFICIENT)
    assert bob.pushes[-1]["unsubscribe"]["code"] == 2500


async def test_rights_that_end_while_a_subscription_is_made_prevent_it() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    stage.hall.hold = asyncio.Event()
    asking = asyncio.create_task(ada.subscribe())
    await stage.hall.asked.wait()
    await stage.hub.unsubscribe(None, "hall:1")
    stage.hall.hold.set()
    assert (await asking)["error"] == {"code": 103, "message": "permission denied"}
    await stage.write("hall:1", 1)
    await ada.ask("ping")
    assert ada.offsets() == []


async def test_who_is_gone_while_a_subscription_is_made_leaves_nothing_behind() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    stage.hall.hold = asyncio.Event()
    ada.send('{"id":7,"subscribe":{"channel":"hall:1"}}')
    await stage.hall.asked.wait()
    ada.connection.lost()
    stage.hall.hold.set()
    await ada.wire.until(lambda: not ada.connection.busy)
    assert len(stage.hub.registry) == 0
    assert await stage.server._engine.attendance.here("hall:1") == {}


async def test_the_server_subscribes_at_connecting_and_later() -> None:
    stage = Stage()
    await stage.write("hall:7", "before")
    ada = stage.arrive()
    answer = await ada.ask("connect", {"token": "ada+7"})
    assert answer["subs"]["hall:7"]["offset"] == 1
    await stage.hub.subscribe("ada", "hall:8")
    await stage.hub.subscribe("ada", "hall:8")
    await stage.hub.subscribe("ada", "hall:secret")
    await ada.wire.until(lambda: len(ada.pushes) == 3)
    assert [one["channel"] for one in ada.pushes if "subscribe" in one] == ["hall:8"]
    await stage.write("hall:8", 1)
    await stage.write("hall:7", 2)
    await ada.until_offset(1, "hall:8")
    await ada.until_offset(2, "hall:7")


async def test_a_server_side_subscription_recovers_at_connecting() -> None:
    stage = Stage()
    for number in range(3):
        await stage.write("hall:7", number)
    subs = {"hall:7": {"recover": True, "offset": 1, "epoch": stage.log.epoch}}
    answer = await stage.arrive().ask("connect", {"token": "ada+7", "subs": subs})
    sub = answer["subs"]["hall:7"]
    assert sub["recovered"] is True
    assert [one["offset"] for one in sub["publications"]] == [2, 3]


async def test_a_subscription_by_the_server_may_end_before_it_is_told() -> None:
    stage = Stage()
    admit, both = stage.hall.admit, asyncio.Event()

    async def admit_slowly(who: str, key: str) -> Admission:
        if key == "8":
            both.set()
            await stage.hub.unsubscribe("ada", "hall:7")
        return await admit(who, key)

    stage.hall.admit = admit_slowly  # type: ignore[method-assign]
    answer = await stage.arrive().ask("connect", {"token": "ada+7+8"})
    assert both.is_set()
    assert list(answer["subs"]) == ["hall:8"]


async def test_a_channel_that_does_not_admit_is_left_out_of_the_servers_subscriptions() -> None:
    stage = Stage()
    for key in ("secret", "closed"):
        assert "subs" not in await stage.arrive().ask("connect", {"token": f"ada+{key}"})


async def test_connections_are_limited_by_user_and_in_all() -> None:
    stage = Stage(limits=Limits(connections=3, connections_per_user=1))
    await stage.connected("ada")
    assert (await stage.arrive().ask("connect", {"token": "ada"}))["closed"] is (
        CloseCode.CONNECTION_LIMIT
    )
    await stage.connected("bob")
    await stage.connected("cyd")
    assert (await stage.arrive().ask("connect", {"token": "dan"}))["closed"] is (
        CloseCode.TOO_MANY_REQUESTS
    )


async def test_conversations_are_limited_by_where_they_come_from_before_a_word_is_said() -> None:
    stage = Stage(limits=Limits(connections_per_address=2))
    first, _ = stage.arrive("203.0.113.5"), stage.arrive("203.0.113.5")
    assert stage.arrive("203.0.113.5").wire.closed is CloseCode.TOO_MANY_REQUESTS
    assert stage.arrive("203.0.113.6").wire.closed is None
    first.connection.lost()
    assert stage.arrive("203.0.113.5").wire.closed is None
    assert len(stage.server._engine.callers) == 3


async def test_who_comes_and_goes_in_a_loop_leaves_nothing_behind() -> None:
    stage = Stage(limits=Limits(connections_per_address=2, connections=5))
    ada = await stage.connected("ada")
    await ada.subscribe()
    for number in range(500):
        talker = stage.arrive("203.0.113.5")
        if number % 2:
            await talker.ask("connect", {"token": f"u{number % 7}"})
            await talker.subscribe()
        talker.connection.lost()
    engine = stage.server._engine
    assert (len(engine.callers), len(stage.hub.registry)) == (1, 1)
    assert sum(map(len, engine.heartbeat._slots)) == 1
    room = stage.hub.rooms._rooms["hall:1"]
    assert (len(room.readers), len(room.lagging), len(room.joining)) == (1, 0, 0)
    await stage.write("hall:1", 1)
    await ada.until_offset(1)
    assert not engine.attendance._tasks._running


async def test_draining_lets_everybody_go_and_takes_nobody_in() -> None:
    stage = Stage()
    talkers = [await stage.connected() for _ in range(5)]
    await stage.server.drain(0.1)
    assert [one.wire.closed for one in talkers] == [CloseCode.SHUTDOWN] * 5
    assert (await stage.arrive().ask("connect"))["closed"] is CloseCode.SHUTDOWN


async def test_what_has_no_number_is_not_in_the_history() -> None:
    stage = Stage()
    ada = await stage.connected("ada")
    await ada.subscribe()
    await stage.hub.publish("hall:1", '{"typing":\n"ada"}')
    await ada.wire.until(lambda: len(ada.pushes) > 1)
    assert ada.pushes[-1]["pub"] == {"data": {"typing": "ada"}}
    history = await ada.ask("history", {"channel": "hall:1", "limit": 10})
    assert history["publications"] == []


async def test_the_server_runs_and_ends_without_leaving_tasks() -> None:
    stage = Stage()
    before = asyncio.all_tasks()
    async with running(stage.server):
        ada = await stage.connected("ada")
        await ada.subscribe()
        ada.connection.lost()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() <= before
