"""Files of captions as a program reads them that others wrote: it finds what our reader finds."""

import html
import re

import webvtt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.live.captions.vtt import Caption, timestamp, without_overlaps, write
from tests.forum.live.captions.reader import read

TAG = re.compile(r"<[^>]*>")
Found = tuple[str | None, str, str, str, str]


def by_webvtt(file: str) -> list[Found]:
    """Number, times, text and voice of each cue."""
    return [
        (
            one.identifier,
            one.start,
            one.end,
            html.unescape(TAG.sub("", one.raw_text)),
            html.unescape(one.voice or ""),
        )
        for one in webvtt.from_string(file)
    ]


def by_ours(file: str) -> list[Found]:
    return [
        (one.id, timestamp(one.began), timestamp(one.ended), one.text, one.speaker)
        for one in read(file)
    ]


texts = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.lists(
        st.sampled_from(["-->", "<v Eve>", "&amp;", "NOTE", "نص", "สวัสดี", "😀", "a\n\nb", "STYLE"]),
        max_size=4,
    ).map(" ".join),
)
captions = st.builds(
    lambda began, length, **rest: Caption(began=began, ended=began + length, **rest),
    st.integers(0, 400_000_000),
    st.integers(1, 9_000),
    id=st.integers(1, 99),
    text=texts,
    speaker=texts,
    language=st.sampled_from(["", "ur", "zh-Hans"]),
    via=st.sampled_from(["", "en > ur, engine"]),
)


@settings(max_examples=60)
@given(st.lists(captions, max_size=6, unique_by=lambda one: one.id), st.booleans())
@example([], False)
def test_both_readers_find_the_same_captions(given_ones: list[Caption], is_rtl: bool) -> None:
    ready = without_overlaps(given_ones)
    file = write(ready, is_right_to_left=is_rtl)
    assert by_webvtt(file) == by_ours(file)
    assert len(by_ours(file)) == len(ready)
