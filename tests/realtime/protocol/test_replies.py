import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.log import Entry
from realtime.protocol import replies
from realtime.protocol.codes import (
    CloseCode,
    LimitExceeded,
    Refusal,
    TooManyRequests,
    UnsubscribeCode,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.text(), JSON, st.integers(1, 2**53), st.sampled_from([None, 1, 2]))
def test_a_push_is_one_line_and_says_what_was_written(
    channel: str, data: object, offset: int, indent: int | None
) -> None:
    entry = Entry(offset, json.dumps(data, indent=indent), '{"user":"ada","client":"c"}')
    push = replies.push_entry(channel, entry)
    assert "\n" not in push
    assert "\r" not in push
    pub = {"data": data, "offset": offset, "info": {"user": "ada", "client": "c"}}
    assert json.loads(push) == {"push": {"channel": channel, "pub": pub}}


def test_pushes_without_numbers() -> None:
    told = [
        replies.push_transient("a", "1\r\n"),
        replies.push_transient("a", "1", '{"user":""}'),
        replies.push_join("a", "{}"),
        replies.push_leave("a", "{}"),
        replies.push_unsubscribe("a", UnsubscribeCode.EXPIRED),
        replies.push_subscribe("a", {"offset": 1}),
        replies.push_disconnect(CloseCode.SLOW),
        replies.push_message('{"x":\n1}'),
    ]
    assert [json.loads(push)["push"] for push in told] == [
        {"channel": "a", "pub": {"data": 1}},
        {"channel": "a", "pub": {"data": 1, "info": {"user": ""}}},
        {"channel": "a", "join": {"info": {}}},
        {"channel": "a", "leave": {"info": {}}},
        {"channel": "a", "unsubscribe": {"code": 2501, "reason": "subscription expired"}},
        {"channel": "a", "subscribe": {"offset": 1}},
        {"disconnect": {"code": 3008, "reason": "slow"}},
        {"message": {"data": {"x": 1}}},
    ]


def test_replies_and_refusals_carry_the_commands_number() -> None:
    assert replies.reply(7, "ping") == '{"id":7,"ping":{}}'
    assert json.loads(replies.refuse(7, LimitExceeded())) == {
        "id": 7,
        "error": {"code": 106, "message": "limit exceeded"},
    }
    assert json.loads(replies.refuse(7, TooManyRequests()))["error"]["temporary"] is True
    ours = Refusal(400, "topic_locked", temporary=True)
    assert json.loads(replies.refuse(1, ours))["error"] == {
        "code": 400,
        "message": "topic_locked",
        "temporary": True,
    }


def test_a_result_passes_publications_through() -> None:
    text = replies.with_publications({"offset": 2}, [Entry(1, "[1]"), Entry(2, '"é"')])
    assert json.loads(text) == {
        "offset": 2,
        "publications": [{"data": [1], "offset": 1}, {"data": "é", "offset": 2}],
    }
    assert json.loads(replies.with_publications({}, [])) == {"publications": []}


def test_numbers_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        replies.dumps(float("nan"))


def test_every_code_has_its_words() -> None:
    assert CloseCode.NORMAL.reason == "connection closed"
    assert CloseCode.INVALID_TOKEN.reason == "invalid token"
    assert all(code.reason for code in (*CloseCode, *UnsubscribeCode))
