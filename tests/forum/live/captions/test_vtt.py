from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.live.captions.vtt import Caption, plain, timestamp, within, without_overlaps, write
from tests.forum.live.captions.reader import Cue, NotWebVtt, read

HARD = [
    "-->",
    "<v Eve>",
    "</v>",
    "&amp;",
    "&",
    "a\n\nb",
    "NOTE",
    "\u200f",
    "نص",
    "สวัสดี",
    "\x00",
    "\u2028",
    ">",
    "1\n2",
]
texts = st.one_of(st.text(max_size=12), st.lists(st.sampled_from(HARD), max_size=4).map(" ".join))
captions = st.builds(
    lambda began, length, **rest: Caption(began=began, ended=began + length, **rest),
    st.integers(0, 20_000),
    st.integers(1, 9_000),
    id=st.integers(0, 99),
    text=texts,
    speaker=texts,
    language=st.sampled_from(["", "", "ur", "zh-Hans"]),
    via=st.sampled_from(["", "", "en > ur, engine", "-->\nfr"]),
)
lists = st.lists(captions, max_size=8, unique_by=lambda one: one.id)


def cues(given_ones: Sequence[Caption]) -> list[Cue]:
    """What a reader should find of captions."""
    return [
        Cue(
            str(one.id),
            one.began,
            one.ended,
            one.text,
            one.speaker,
            one.language,
            one.via and f"machine translation: {one.via}",
        )
        for one in given_ones
    ]


def example() -> list[Caption]:
    return [
        Caption(1, 0, 2_000, "Good morning.", "Linh Tran, Viet Nam"),
        Caption(2, 2_000, 5_500, "R&D <now>", via="vi > en, argos"),
        Caption(3, 3_723_004, 3_724_000, "ASEM کی میٹنگ", language="ur"),
    ]


def test_a_file_reads_like_this() -> None:
    assert write(example()) == (
        "WEBVTT\n\n"
        "1\n00:00:00.000 --> 00:00:02.000\n<v Linh Tran, Viet Nam>Good morning.</v>\n\n"
        "NOTE machine translation: vi &gt; en, argos\n\n"
        "2\n00:00:02.000 --> 00:00:05.500\nR&amp;D &lt;now&gt;\n\n"
        "3\n01:02:03.004 --> 01:02:04.000\n<lang ur>ASEM کی میٹنگ</lang>\n"
    )


def test_a_file_without_captions_is_one() -> None:
    assert write([]) == "WEBVTT\n"
    assert read("WEBVTT\n") == []


@given(lists)
def test_what_is_written_is_read_as_it_was(found: list[Caption]) -> None:
    given_ones = [one.plain() for one in without_overlaps(found)]
    assert read(write(given_ones)) == cues(given_ones)


@given(lists)
def test_a_right_to_left_file_says_so_on_every_line_that_begins_otherwise(
    found: list[Caption],
) -> None:
    given_ones = [replace(one.plain(), language="") for one in without_overlaps(found)]
    for cue, one in zip(read(write(given_ones, is_right_to_left=True)), given_ones, strict=True):
        assert [line.removeprefix("\u200f") for line in cue.text.split("\n")] == [
            line.removeprefix("\u200f") for line in one.text.split("\n")
        ]


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("ASEM کی میٹنگ", "&rlm;ASEM کی میٹنگ"),
        ("میٹنگ ASEM", "میٹنگ ASEM"),
        ("(۱) میٹنگ", "(۱) میٹنگ"),
        ("2026", "&rlm;2026"),
    ],
)
def test_a_line_of_urdu_is_laid_out_from_the_right(line: str, written: str) -> None:
    file = write([Caption(1, 0, 1, line)], is_right_to_left=True)
    assert file.endswith(f"\n{written}\n")


def test_a_passage_in_another_language_keeps_its_own_direction() -> None:
    file = write([Caption(1, 0, 1, "Hello", language="en")], is_right_to_left=True)
    assert file.endswith("\n<lang en>Hello</lang>\n")


@given(lists)
def test_captions_made_fit_do_not_overlap_and_say_nothing_new(found: list[Caption]) -> None:
    kept = without_overlaps(found)
    assert all(one.ended <= after.began for one, after in pairwise(kept))
    by_id = {one.id: one for one in found}
    for one in kept:
        assert one == replace(by_id[one.id], ended=one.ended)
        assert one.ended <= by_id[one.id].ended
    begins = {one.began for one in found if plain(one.text)}
    assert {one.began for one in kept} == begins
    assert without_overlaps(kept) == kept


@given(lists, st.integers(1, 7_000))
def test_segments_together_are_the_whole(found: list[Caption], length: int) -> None:
    kept = without_overlaps(found)
    count = max((one.ended for one in kept), default=0) // length + 1
    segments = [within(kept, index, length) for index in range(count)]
    assert sorted({one.id for segment in segments for one in segment}) == sorted(
        one.id for one in kept
    )
    for index, segment in enumerate(segments):
        assert [cue.id for cue in read(write(segment))] == [str(one.id) for one in segment]
        assert all(one.began < (index + 1) * length for one in segment)


def test_a_caption_that_reaches_over_a_border_is_in_both_segments() -> None:
    long, short = Caption(1, 900, 2_000, "long"), Caption(2, 2_000, 2_100, "short")
    found = [within([long, short], index, 1_000) for index in range(4)]
    assert found == [[long], [long], [short], []]


def test_there_is_no_segment_before_the_first() -> None:
    for index, length in ((-1, 10), (0, 0)):
        with pytest.raises(ValueError, match="segment"):
            within([], index, length)


@given(st.text())
def test_a_plain_text_stays_as_it_is_and_has_no_empty_line(text: str) -> None:
    found = plain(text)
    assert plain(found) == found
    assert all(found.split("\n")) or found == ""


def test_captions_that_overlap_or_are_empty_are_not_written() -> None:
    with pytest.raises(ValueError, match="caption 2"):
        write([Caption(1, 0, 10, "a"), Caption(2, 9, 20, "b")])
    with pytest.raises(ValueError, match="caption 1"):
        write([Caption(1, 0, 10, " \n ")])
    with pytest.raises(ValueError, match="from 5 to 5"):
        Caption(1, 5, 5, "a")


@pytest.mark.parametrize(
    ("ms", "written"),
    [(0, "00:00:00.000"), (59_999, "00:00:59.999"), (360_000_000, "100:00:00.000")],
)
def test_times(ms: int, written: str) -> None:
    assert timestamp(ms) == written


@pytest.mark.parametrize(
    "file",
    [
        "WEBVT\n\n1\n00:00:00.000 --> 00:00:01.000\na\n",
        "WEBVTT\n\n1\n00:00.000 --> 00:00:01.000\na\n",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:01.000\na\n",
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\na & b\n",
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\na > b\n",
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\n<v Eve>a\n",
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\n<b>a</b>\n",
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\na\n\n2\n00:00:01.000 --> 00:00:03.000\nb\n",
    ],
)
def test_the_reader_is_strict(file: str) -> None:
    with pytest.raises(NotWebVtt):
        read(file)
