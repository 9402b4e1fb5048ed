import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime import bulletin
from realtime.bulletin import (
    Advanced,
    Again,
    Bulletin,
    Disconnect,
    Emulate,
    MalformedBulletin,
    Missed,
    Review,
    Said,
    Subscribe,
    Tell,
    Unsubscribe,
    Written,
)
from realtime.log import Entry


@pytest.mark.parametrize(
    "said",
    [
        Written("a:é", "life", [Entry(1, '{"x":"\\n"}'), Entry(2, "[]", '{"user":"ada"}')]),
        Advanced("a", 7),
        Said("a", ['{"push":{}}', "{}"]),
        Missed(),
        Again(2.5),
        Disconnect("ada", 3503),
        Unsubscribe(None, "a", 2000),
        Unsubscribe("ada", "a", 2500),
        Subscribe("ada", "a"),
        Review("space:é"),
        Tell("ada", '"hello"'),
        Emulate("secret", '{"id":1}\n{}'),
    ],
)
def test_what_one_process_says_another_understands(said: Bulletin) -> None:
    assert bulletin.decode(bulletin.encode("n1", said)) == ("n1", said)


@given(
    st.text()
    | st.sampled_from(
        [
            "null",
            "[]",
            '["n"]',
            '["n","Said"]',
            '["n","Nothing"]',
            '["n","Written","a","e",[1]]',
            '["n",[]]',
        ]
    )
)
def test_what_is_not_a_bulletin_is_said_not_to_be(text: str) -> None:
    with pytest.raises(MalformedBulletin):
        bulletin.decode(text)


def test_channels_of_the_broker_do_not_meet() -> None:
    assert len({bulletin.EVERYBODY, bulletin.channel_of("all"), bulletin.node_of("all")}) == 3
