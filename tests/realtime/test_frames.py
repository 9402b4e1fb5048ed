import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame as TheirFrame
from websockets.frames import Opcode
from websockets.streams import StreamReader

from realtime.frames import REST_AT_MOST, WINDOW_BITS, Frame, join, rest


def parsed(data: bytes) -> str:
    """Read a frame as an independent implementation does."""
    deflate = PerMessageDeflate(
        remote_no_context_takeover=True,
        local_no_context_takeover=True,
        remote_max_window_bits=WINDOW_BITS,
        local_max_window_bits=WINDOW_BITS,
    )
    reader = StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    parsing = TheirFrame.parse(reader.read_exact, mask=False, extensions=[deflate])
    with pytest.raises(StopIteration) as done:
        next(parsing)
    frame = done.value.value
    assert frame.opcode is Opcode.TEXT
    assert frame.fin
    assert not reader.buffer
    return bytes(frame.data).decode()


@given(st.text() | st.text(min_size=300, max_size=400))
@example("")
@example("x" * 125)
@example("x" * 126)
@example("x" * 65_535)
@example("x" * 65_536)
@example("é한" * 100_000)
def test_both_forms_are_read_by_another_implementation(text: str) -> None:
    frame = Frame(text)
    assert parsed(frame.plain) == text
    assert parsed(frame.deflated) == text


def test_only_what_is_long_enough_is_deflated_and_only_once() -> None:
    short, long = Frame("x" * 255), Frame("x" * 256)
    assert short.deflated is short.plain
    assert len(long.deflated) < 30
    assert long.deflated is long.deflated


def test_half_a_surrogate_pair_spoils_nothing_else() -> None:
    frame = join(["a", "\ud800", "b"])
    assert frame.text == "a\n\ud800\nb"
    assert parsed(frame.plain) == "a\n?\nb"


def test_what_is_random_grows_little() -> None:
    text = "".join(chr(32 + (index * index * 7919) % 90) for index in range(1000))
    assert len(Frame(text).deflated) < len(text)


def test_a_channel_rests_by_how_much_is_written() -> None:
    assert rest(0) == 0
    assert rest(100) == pytest.approx(8e-3)
    assert rest(100_000) == REST_AT_MOST
