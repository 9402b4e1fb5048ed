"""Calendars as three programs read them that others wrote: all find the same session."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.live.calendar import Entry, Status, calendar

FAMILY = "👩\u200d👩\u200d👧"
TITLE = f"Qualität; von Kursen, “zusammen” \\ {FAMILY * 6} ការសិក្សា" * 2
DESCRIPTION = "Zeile 1, und\nZeile 2; ក្រុម\n\nhttps://forum.example/?a=1;b=2"


@dataclass(frozen=True)
class Seen:
    """What a reader shows of one event."""

    uid: str
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    status: str
    sequence: int


def by_icalendar(file: str) -> list[Seen]:
    events = icalendar.Calendar.from_ical(file).walk("VEVENT")
    return [
        Seen(
            str(one["UID"]),
            str(one["SUMMARY"]),
            str(one.get("DESCRIPTION", "")),
            one.decoded("DTSTART"),
            one.decoded("DTEND"),
            str(one["STATUS"]),
            int(one["SEQUENCE"]),
        )
        for one in events
    ]


def by_vobject(file: str) -> list[Seen]:
    return [
        Seen(
            one.uid.value,
            one.summary.value,
            one.description.value if hasattr(one, "description") else "",
            one.dtstart.value,
            one.dtend.value,
            one.status.value,
            int(one.sequence.value),
        )
        for one in vobject.readOne(file).contents.get("vevent", [])
    ]


def by_ics(file: str) -> list[Seen]:
    events = sorted(ics.Calendar(file).events, key=lambda one: str(one.uid))
    return [
        Seen(
            one.uid,
            one.name,
            one.description or "",
            one.begin.datetime,
            one.end.datetime,
            one.status,
            next(int(line.value) for line in one.extra if line.name == "SEQUENCE"),
        )
        for one in events
    ]


READERS: Mapping[str, Callable[[str], list[Seen]]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ics": by_ics,
}


def entry(starts_at: datetime, minutes: int = 90, **more: object) -> Entry:
    base = Entry(
        uid="session-12@forum.example",
        sequence=1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        changed_at=starts_at,
        titles={"de": TITLE},
        language="de",
        status=Status.CONFIRMED,
        url="https://forum.example/sessions/12",
        description=DESCRIPTION,
        video="https://video.example/a?b=c;d,e",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def made(*entries: Entry) -> str:
    return calendar(entries, name="Sitzungen, Foren", language="de", made_at=datetime.now(UTC))


def expected(one: Entry) -> Seen:
    return Seen(
        one.uid,
        one.titles["de"],
        one.description,
        one.starts_at,
        one.ends_at,
        one.status.value,
        one.sequence,
    )


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Asia/Kolkata", "2026-11-20T14:15"),
        ("Asia/Kathmandu", "2026-11-20T14:15"),
        ("Asia/Yangon", "2026-11-20T00:05"),
        ("Australia/Adelaide", "2026-10-04T03:30"),  # an hour after clocks went forward
        ("Europe/Paris", "2026-10-25T01:30"),  # ends after clocks went back
        ("Europe/Dublin", "2027-03-28T00:45"),
    ],
)
def test_each_reader_finds_the_instants_and_the_texts(reader: str, zone: str, clock: str) -> None:
    one = entry(datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
    [seen] = READERS[reader](made(one))
    assert seen == expected(one)
    by_clock = seen.starts_at.astimezone(ZoneInfo(zone))
    assert f"{by_clock:%Y-%m-%dT%H:%M}" == clock


@pytest.mark.parametrize("reader", READERS)
def test_a_session_that_moves_over_a_change_of_clocks_stays_one_event(reader: str) -> None:
    paris = ZoneInfo("Europe/Paris")
    before = entry(datetime(2026, 10, 24, 14, tzinfo=paris).astimezone(UTC))
    moved = entry(datetime(2026, 10, 26, 14, tzinfo=paris).astimezone(UTC), sequence=2)
    [first], [later] = READERS[reader](made(before)), READERS[reader](made(moved))
    assert (later.uid, later.sequence - first.sequence) == (first.uid, 1)
    assert later.starts_at - first.starts_at == timedelta(days=2, hours=1)
    assert {one.starts_at.astimezone(paris).hour for one in (first, later)} == {14}


@pytest.mark.parametrize("reader", READERS)
def test_a_session_that_is_cancelled_is_said_to_be_beside_one_that_takes_place(
    reader: str,
) -> None:
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    gone = entry(at, uid="session-1@forum.example", status=Status.CANCELLED, sequence=3)
    stays = entry(at, uid="session-2@forum.example", description="")
    assert READERS[reader](made(gone, stays)) == [expected(gone), expected(stays)]


# `ics` reads a backslash before a letter as a line's end, against RFC 5545 §3.3.11.
signs = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters="\\")
plain = st.text(signs, min_size=1, max_size=80).filter(lambda text: text.strip() == text)


@settings(max_examples=30)
@given(plain)
@example("a,b;c")
@example(FAMILY * 20)
@example("x" * 66 + "😀")
def test_readers_agree_on_every_title(title: str) -> None:
    one = entry(datetime(2026, 11, 20, 8, tzinfo=UTC), titles={"de": title})
    file = made(one)
    assert max(len(line) for line in file.encode().split(b"\r\n")) <= 75
    assert [reader(file)[0].title for reader in READERS.values()] == [title] * len(READERS)
