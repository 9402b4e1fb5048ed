"""Calendars of a session and of a person, and the hours that suit many zones."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.live.calendar import escaped
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.live.times.calendars import Reader, entry, texts_of, written
from forum.translations.rules import Status
from forum.translations.schemas import TranslationOut
from tests.client import find_form
from tests.forum.live.sessions.hall import Hall
from tests.forum.live.test_calendar import properties

TITLE = "Курсы, вместе; 第一次\\会议 " + "ການຮຽນຮູ້ " * 12


def feed(hall: Hall) -> str:
    """The path of the private address that a member's page shows, made anew."""
    hall.client.sign_in(hall.linh)
    hall.client.fill_in("/sessions/calendar", {}, to="/sessions/calendar")
    return shown(hall)


def shown(hall: Hall) -> str:
    text = hall.client.get("/sessions/calendar").text
    return text.partition('href="http://testserver/calendar/')[2].partition('"')[0]


def test_a_session_is_an_event_of_the_grammar_with_its_title_whole(hall: Hall) -> None:
    url = hall.session(title=TITLE)
    hall.step(url, "draft", "announced")
    found = properties(hall.client.get(f"{url}/calendar.ics").text)
    values = {name: value for name, _, value in found}
    assert values["SUMMARY"] == escaped(TITLE.strip())
    assert values["DTSTART"] == "20270301T080000Z"
    assert [name for name, _, value in found if value == "VEVENT"] == ["BEGIN", "END"]


def test_a_calendar_counts_its_changes_and_keeps_what_was_cancelled(hall: Hall) -> None:
    url = hall.session(video_url="https://video.example/room")
    assert hall.client.get(f"{url}/calendar.ics").status_code == 404
    hall.step(url, "draft", "announced")
    before = hall.client.get(f"{url}/calendar.ics").text.splitlines()
    hall.ask("PATCH", url, starts_at="2027-03-01T08:30:00Z")
    hall.step(url, "announced", "cancelled")
    after = hall.client.get(f"{url}/calendar.ics").text.splitlines()
    number = url.rpartition("/")[2]
    for lines in (before, after):
        assert f"UID:session-{number}@testserver" in lines
    assert {"SEQUENCE:1", "STATUS:CONFIRMED", "DTSTART:20270301T080000Z"} <= set(before)
    assert {"SEQUENCE:3", "STATUS:CANCELLED", "DTSTART:20270301T083000Z"} <= set(after)


def test_a_private_address_shows_ones_own_sessions_until_it_is_taken_back(hall: Hall) -> None:
    now = datetime.now(UTC)  # a calendar keeps what was within a year
    times = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=2)).isoformat()}
    mine, others = (hall.session(title=title, **times) for title in ("Mine", "Of others"))
    for url in (mine, others):
        hall.step(url, "draft", "announced")
    hall.ask("POST", f"{mine}/invitations", who="linh", part="captioner")
    first = feed(hall)
    text = hall.client.get(f"/calendar/{first}").text
    assert ("SUMMARY;LANGUAGE=en:Mine" in text, "Of others" in text) == (True, False)
    second = feed(hall)
    assert hall.client.get(f"/calendar/{first}").status_code == 404
    assert hall.client.get(f"/calendar/{second}").status_code == 200
    hall.client.fill_in("/sessions/calendar", {}, to="/sessions/calendar/revoke")
    assert hall.client.get(f"/calendar/{second}").status_code == 404
    assert hall.client.get("/calendar/1.1.x.ics").status_code == 404
    third = feed(hall)
    assert third not in {first, second}


def test_the_best_hour_is_shown_by_each_clock(hall: Hall) -> None:
    for slug in ("th", "fr", "nz"):
        partner = slug.upper()
        hall.ask("POST", "/delegations", slug=slug, kind="partner", partner=partner)
    hall.client.sign_in(hall.linh)
    page = hall.client.get("/sessions/hours?first=2027-01-11&days=2&minutes=60&of=th&of=fr")
    assert "Asia/Bangkok" in page.text
    assert "Pacific/Auckland" not in page.text
    assert page.text.count("By day") == 2
    whole = hall.client.get("/sessions/hours?first=2027-01-11&days=2").text
    assert whole.index("Europe/Paris") < whole.index("Asia/Bangkok")
    assert whole.index("Asia/Bangkok") < whole.index("Pacific/Auckland")
    assert hall.client.get("/sessions/hours?first=9999-12-31&days=14").status_code == 422


def test_a_page_takes_times_by_the_clock_of_the_host(hall: Hall) -> None:
    hall.client.sign_in(hall.ada)
    text = hall.client.get("/sessions/new").text
    fields = {**find_form(text).fields, "title": "Early", "zone": "Europe/Paris"}
    fields |= {"language": "fr", "access": "public", "profile": "unga", "languages": "fr"}
    times = {"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"}
    refused = hall.client.post("/sessions/new", data={**fields, **times})
    assert (refused.status_code, "put forward" in refused.text) == (422, True)
    made = hall.client.post(
        "/sessions/new", data={**fields, **times, "starts_at": "2027-03-28T03:30"}
    )
    assert made.status_code == 303, made.text
    found = hall.ask("GET", made.headers["location"].removesuffix("/about"))
    assert found["starts_at"] == "2027-03-28T01:30:00Z"
    assert hall.client.get(made.headers["location"]).status_code == 200


NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def translated(text: str, status: Status) -> TranslationOut:
    return TranslationOut.model_construct(language="fr", text=text, status=status)


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (Status.MACHINE, "Traduction automatique"),
        (Status.OUTDATED, "Traduction automatique"),
        (Status.HUMAN, "Traduit par des membres"),
    ],
)
def test_an_entry_is_in_its_readers_language_and_says_who_translated(
    status: Status, label: str
) -> None:
    row = LiveSession(
        id=3, title="ກອງປະຊຸມ", description="ຍິນດີ.", language="lo", state=SessionState.ANNOUNCED,
        starts_at=NOON, ends_at=NOON, changed_at=NOON, sequence=0,
    )  # fmt: skip
    assert texts_of([row], "fr") == ["session_title:3", "session_text:3"]
    assert texts_of([row], "lo") == []
    made = {"session_title:3": translated("Réunion", status)}
    told = entry(row, "https://forum.example", Reader("fr", "fr", made), follows=False)
    text = written([told], name="Forum", language="fr", now=NOON).replace("\r\n ", "")
    assert "SUMMARY;LANGUAGE=fr:Réunion" in text
    assert "ຍິນດີ." in text
    assert label in text
    plain = entry(row, "https://forum.example", Reader("th", "th", {}), follows=False)
    assert plain.description == "ຍິນດີ."
