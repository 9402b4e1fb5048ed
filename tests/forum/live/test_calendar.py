import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.live.calendar import Entry, Status, calendar, escaped, folded, status_of
from forum.live.sessions.states import SessionState

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
SESSION = Entry(
    uid="session-12@forum.example",
    sequence=3,
    starts_at=datetime(2026, 11, 20, 14, 15, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ends_at=datetime(2026, 11, 20, 10, 30, tzinfo=UTC),
    changed_at=datetime(2026, 10, 30, 7, 0, 1, tzinfo=UTC),
    titles={"en": "Recognition; quality, and “trust”", "fr": "Reconnaissance", "ur": "میٹنگ"},
    language="en",
    status=Status.CONFIRMED,
    url="https://forum.example/sessions/12",
)
CONTENT = re.compile(
    r'([A-Z][A-Z-]*)((?:;[A-Z][A-Z-]*=(?:"[^"\x00-\x08\x0a-\x1f]*"|[^";:,\x00-\x1f]*))*):([^\x00-\x08\x0a-\x1f]*)'
)
hard = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(
    ["\\", ";", ",", "\n", "\r\n", "\\n", '"', "^", ":", "ไทย", "👩‍👩‍👧", "\x00", "END:VEVENT"]
), max_size=60).map("".join))  # fmt: skip


def made(*entries: Entry, language: str = "en") -> str:
    return calendar(entries, name="Sessions", language=language, made_at=NOW)


def properties(file: str) -> list[tuple[str, str, str]]:
    """Name, parameters and value of each content line, after the grammar of RFC 5545."""
    octets = file.encode()
    assert octets.endswith(b"\r\n")
    for line in octets.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()
    found = [CONTENT.fullmatch(line) for line in file.replace("\r\n ", "").split("\r\n")[:-1]]
    assert None not in found
    return [(one[1], one[2], one[3]) for one in found if one]


def value(file: str, name: str) -> str:
    return next(found for one, _, found in properties(file) if one == name)


def unescaped(text: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", text)
    return re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], text)


def test_a_session_is_one_event_in_utc() -> None:
    file = made(SESSION)
    assert file.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert file.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    expected = {"UID": SESSION.uid, "SEQUENCE": "3", "STATUS": "CONFIRMED", "URL": SESSION.url}
    expected |= {"DTSTAMP": "20261101T080000Z", "LAST-MODIFIED": "20261030T070001Z"}
    expected |= {"DTSTART": "20261120T083000Z", "DTEND": "20261120T103000Z"}
    assert {name: value(file, name) for name in expected} == expected
    assert [one for one, _, _ in properties(file)].count("SUMMARY") == 1


@pytest.mark.parametrize(
    ("language", "tag", "title"),
    [("fr", "fr", "Reconnaissance"), ("ur", "ur", "میٹنگ"), ("ko", "en", SESSION.titles["en"])],
)
def test_the_title_is_in_the_readers_language_or_the_hosts(
    language: str, tag: str, title: str
) -> None:
    file = made(SESSION, language=language)
    found = next(one for one in properties(file) if one[0] == "SUMMARY")
    assert (found[1], unescaped(found[2])) == (f";LANGUAGE={tag}", title)


def test_a_change_keeps_the_event_and_raises_its_sequence() -> None:
    moved = replace(SESSION, sequence=4, starts_at=NOW, status=Status.CANCELLED)
    file = made(moved)
    assert value(file, "UID") == value(made(SESSION), "UID")
    assert (value(file, "SEQUENCE"), value(file, "STATUS")) == ("4", "CANCELLED")


def test_what_is_there_only_sometimes() -> None:
    names = {one for one, _, _ in properties(made(SESSION))}
    assert not names & {"DESCRIPTION", "CONFERENCE"}
    more = replace(SESSION, description="Line 1\nLine 2", video="https://video.example/a?b=c;d,e")
    file = made(more)
    assert unescaped(value(file, "DESCRIPTION")) == "Line 1\nLine 2"
    assert value(file, "CONFERENCE") == more.video


def test_an_empty_calendar_is_one() -> None:
    assert [one for one, _, _ in properties(made())][-1] == "END"


@pytest.mark.parametrize("state", SessionState)
def test_every_state_has_a_status(state: SessionState) -> None:
    expected = {"draft": Status.TENTATIVE, "cancelled": Status.CANCELLED}
    assert status_of(state) is expected.get(state, Status.CONFIRMED)


@given(hard, hard, hard)
def test_every_text_comes_back_and_no_text_makes_a_line_of_its_own(
    title: str, description: str, video: str
) -> None:
    entry = replace(
        SESSION, titles={"en": title}, description=description, video=f"https://v.example/{video}"
    )
    file = made(entry)
    assert unescaped(value(file, "SUMMARY")) == cleaned(title)
    if description:
        assert unescaped(value(file, "DESCRIPTION")) == cleaned(description)
    assert [one for one, _, _ in properties(file)].count("END") == 2


@given(hard)
def test_what_is_folded_unfolds(text: str) -> None:
    line = "SUMMARY:" + escaped(text)
    parts = list(folded(line))
    assert "".join([parts[0], *(part.removeprefix(" ") for part in parts[1:])]) == line
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])


def cleaned(text: str) -> str:
    """What a calendar can carry of a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "\ufffd", lines)
