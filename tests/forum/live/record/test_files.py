import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from forum.live.captions import vtt
from forum.live.record.entries import Who
from forum.live.record.files import Names, as_json, as_markdown, as_webvtt, literal, spread
from forum.live.record.transcript import Kind, Moment, Said, transcript
from tests.forum.live.captions.reader import read
from tests.forum.live.record.logs import BEGIN, Log, slot

NAMES = Names(
    members={1: "Linh Tran"},
    delegations={40: "Viet Nam"},
    items={7: "1 Opening"},
    words={"alternate": "alternate", "adopted": "adopted", "in_session": "In session"},
)
LINH = Who(1, 40, "alternate")
MOMENTS = [
    Moment(1, BEGIN, Kind.STATE, 0, None, Who(None), "in_session"),
    Moment(2, BEGIN + 1_000, Kind.ITEM, 7, 7, Who(None)),
    Moment(3, BEGIN + 2_000, Kind.CAPTION, 5, 7, LINH, said=Said("Xin chào", "vi", via="typed")),
    Moment(4, BEGIN + 2_000, Kind.CHAT, 6, 7, LINH, said=Said("# *hello* <b>", "en")),
    Moment(5, BEGIN + 3_000, Kind.DECISION, 8, 7, Who(None), "adopted", Said("Statement")),
]
captions = st.builds(
    lambda began, length, **rest: vtt.Caption(began=began, ended=began + length, **rest),
    st.integers(0, 50),
    st.integers(1, 40),
    id=st.integers(0, 99),
    text=st.just("words"),
)


@given(st.lists(captions, max_size=12))
def test_no_caption_is_lost_and_none_overlaps(some: list[vtt.Caption]) -> None:
    found = spread(some)
    assert sorted(one.id for one in found) == sorted(one.id for one in some)
    ends = [one.ended for one in found[:-1]]
    assert all(end <= one.began for end, one in zip(ends, found[1:], strict=True))


def test_webvtt_has_each_line_in_its_language_and_who_said_it() -> None:
    cues = read(as_webvtt(MOMENTS, NAMES, BEGIN))
    assert len(cues) == 3
    text = as_webvtt(MOMENTS, NAMES, BEGIN)
    assert "<v Linh Tran, alternate, Viet Nam><lang vi>Xin chào</lang></v>" in text
    assert "Statement: adopted" in text


def test_webvtt_begins_where_it_is_asked_to() -> None:
    assert "Xin chào" not in as_webvtt(MOMENTS, NAMES, BEGIN + 2_500)


def test_json_has_every_moment_with_its_anchor() -> None:
    found = json.loads(json.dumps(as_json(MOMENTS, NAMES)))
    assert [one["anchor"] for one in found] == ["at-1", "at-2", "at-3", "at-4", "at-5"]
    assert found[2]["delegation_name"] == "Viet Nam"
    assert (found[2]["via"], found[2]["language"]) == ("typed", "vi")


def test_markdown_shows_what_was_written_and_nothing_else() -> None:
    text = as_markdown("A <b>session</b>", MOMENTS, NAMES, lambda one: one)
    html = MarkdownIt().render(text)
    assert "<h1>A &lt;b&gt;session&lt;/b&gt;</h1>" in html
    assert "<p># *hello* &lt;b&gt;</p>" in html
    clock = datetime.fromtimestamp(BEGIN / 1000, UTC).strftime("%H:%M:%S")
    assert f"{clock} · Session" in html
    assert "Statement: adopted" in html


@given(st.text(max_size=40))
def test_literal_text_has_no_marks(text: str) -> None:
    printed = " ".join(text.split())
    html = MarkdownIt().render(f"x {literal(text)}")
    assert html.count("<") == 2, printed


def test_on_behalf_of_whom_somebody_spoke_is_recorded() -> None:
    names = replace(NAMES, delegations={**NAMES.delegations, 41: "ASEAN"})
    said = names.speaker(replace(LINH, group=41))
    assert said == f"{NAMES.speaker(LINH)}, on behalf of ASEAN"
    log = Log()
    log.state("in_session")
    log.floor(7, slot(1, "speaking", delegation=40, capacity="alternate", group=41))
    [moment] = [one for one in transcript(log.entries, {}) if one.kind is Kind.SPEECH]
    [told] = as_json([moment], names)
    assert (told["group"], told["group_name"], told["delegation"]) == (41, "ASEAN", 40)
    assert literal("on behalf of ASEAN") in as_markdown("A", [moment], names, str)


def test_what_was_removed_has_a_place_and_no_words() -> None:
    gone = Moment(9, BEGIN, Kind.CHAT, 6, None, LINH)
    assert as_json([gone], NAMES)[0]["text"] == ""
    assert read(as_webvtt([gone], NAMES, BEGIN)) == []
