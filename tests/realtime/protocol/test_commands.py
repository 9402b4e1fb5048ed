import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.protocol.codes import Hangup, MalformedFrame
from realtime.protocol.commands import Command, Publish, Refused, Subscribe, decode

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
METHODS = st.sampled_from([*Command.model_fields, "unknown"])
REQUESTS = st.dictionaries(
    st.sampled_from(["channel", "data", "offset", "epoch", "token", "limit", "since", "subs"]),
    VALUES,
)


def answered(text: str) -> list[Command | Refused] | int:
    """What becomes of a frame: commands to answer, or a code to close with."""
    try:
        return decode(text)
    except Hangup as hangup:
        return int(hangup.close)


@given(st.binary())
def test_arbitrary_bytes_give_commands_or_a_closing_code(data: bytes) -> None:
    answered(data.decode("utf-8", "replace"))


@given(st.text())
def test_arbitrary_text_gives_commands_or_a_closing_code(text: str) -> None:
    answered(text)


@given(VALUES)
def test_arbitrary_json_gives_commands_or_a_closing_code(value: object) -> None:
    answered(json.dumps(value))


@given(st.dictionaries(METHODS, REQUESTS | VALUES, max_size=3), st.integers(-5, 2**33))
def test_a_numbered_command_is_always_answered(fields: dict[str, object], number: int) -> None:
    text = (
        json.dumps({**fields, "id": number}, allow_nan=False, default=str)
        if _finite(fields)
        else "{}"
    )
    found = answered(text)
    if text != "{}" and 0 < number < 2**32:
        assert isinstance(found, list)
        assert [one.id for one in found] == [number]


def _finite(value: object) -> bool:
    try:
        json.dumps(value, allow_nan=False).encode()
    except (ValueError, UnicodeEncodeError):
        return False
    return "\\ud" not in json.dumps(value)


def test_a_frame_holds_several_commands_and_a_pong() -> None:
    text = '{"id":1,"ping":{}}\n{}\r\n\n{"id":2,"publish":{"channel":"a:b","data":{"x":[1]}}}\n'
    ping, pong, publish = decode(text)
    assert isinstance(ping, Command)
    assert isinstance(pong, Command)
    assert isinstance(publish, Command)
    assert (ping.id, ping.method) == (1, "ping")
    assert (pong.id, pong.method) == (0, "")
    assert publish.publish == Publish(channel="a:b", data={"x": [1]})


def test_fields_of_newer_clients_are_passed_over() -> None:
    (command,) = decode('{"id":1,"subscribe":{"channel":"a","flag":3,"delta":"fossil","x":1}}')
    assert isinstance(command, Command)
    assert command.subscribe == Subscribe(channel="a", flag=3)
    assert command.subscribe.rejects_unrecovered
    assert not Subscribe(channel="a", flag=1).rejects_unrecovered


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"id":1}', 104),
        ('{"id":1,"unheard":{}}', 104),
        ('{"id":1,"rpc":null}', 107),
        ('{"id":1,"rpc":{},"send":{}}', 107),
        ('{"id":1,"subscribe":{}}', 107),
        ('{"id":1,"subscribe":{"channel":""}}', 107),
        ('{"id":1,"subscribe":{"channel":"a","offset":-1}}', 107),
        ('{"id":1,"subscribe":{"channel":"' + "a" * 256 + '"}}', 107),
        ('{"id":1,"rpc":{"data":1e999}}', 107),
    ],
)
def test_what_is_wrong_with_a_numbered_command_is_said(text: str, code: int) -> None:
    (refused,) = decode(text)
    assert isinstance(refused, Refused)
    assert (refused.id, refused.refusal.code) == (1, code)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "[]",
        "1",
        '{"rpc":{}}',
        '{"id":0,"rpc":{}}',
        '{"id":true,"rpc":{}}',
        '{"id":"1","rpc":{}}',
        '{"id":4294967296,"rpc":{}}',
        '{"send":{},"more":1,"id":-1}\n{"send":[]}',
        '{"id":1,"rpc":{"data":NaN}}',
        '{"id":1,"rpc":{"data":"\\ud800"}}',
        '{"id":1,"rpc":{"data":' + "[" * 10_000 + "]" * 10_000 + "}}",
        "\ud800",
    ],
)
def test_what_cannot_even_be_answered_ends_the_connection(text: str) -> None:
    with pytest.raises(MalformedFrame):
        decode(text)
