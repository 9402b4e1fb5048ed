"""Sessions and agendas, as programs set them up and lead them."""

from forum.core.permissions import Role
from tests.factories import NOON
from tests.forum.live.sessions.hall import DRAFT, Hall


def test_a_session_goes_from_its_draft_to_its_record(hall: Hall) -> None:
    url = hall.session(languages=["en", "th", "en"])
    made = hall.ask("GET", url)
    assert (made["state"], made["languages"], made["sequence"]) == ("draft", ["en", "th"], 0)
    assert hall.refused("GET", url, hall.linh) == "not_found"
    order = ["draft", "announced", "accreditation", "lobby", "in_session", "suspended"]
    found = hall.step(url, *order, "in_session", "closed", "record_draft")
    assert (found["state"], found["sequence"]) == ("record_draft", 1)
    assert hall.ask("GET", url, hall.linh)["me"]["deeds"] == []
    states = [one["state"] for one in hall.log(url)]
    assert states == [*order, "in_session", "closed", "record_draft"]


def test_two_who_move_a_session_on_at_once_do_it_once(hall: Hall) -> None:
    url = hall.session()
    hall.step(url, "draft", "announced", "lobby")
    step = {"expected": "announced", "to": "cancelled"}
    assert hall.refused("POST", f"{url}/steps", **step) == "session_changed"
    step = {"expected": "lobby", "to": "closed"}
    assert hall.refused("POST", f"{url}/steps", **step) == "no_such_step"
    assert hall.refused("POST", f"{url}/steps", hall.linh, **step) == "not_your_part"


def test_calendars_are_told_of_what_they_show(hall: Hall) -> None:
    url = hall.session()
    hall.step(url, "draft", "announced")
    assert hall.ask("PATCH", url, languages=["fr"])["sequence"] == 1
    assert hall.ask("PATCH", url, ends_at="2027-03-01T11:00:00Z")["sequence"] == 2
    assert hall.ask("PATCH", url, ends_at="2027-03-01T11:00:00Z")["sequence"] == 2
    assert hall.refused("PATCH", url, ends_at="2027-03-01T07:00:00Z") == "invalid_input"
    assert hall.step(url, "announced", "cancelled")["sequence"] == 3
    assert hall.refused("PATCH", url, title="Later") == "not_at_this_stage"


def test_only_custom_rules_are_changed(hall: Hall) -> None:
    strange = {"silence_hours": 96}
    assert hall.refused("POST", "/sessions", **DRAFT, overrides=strange) == "invalid_input"
    url = hall.session(profile="custom", overrides={"base": "unga", **strange})
    assert hall.ask("GET", url)["overrides"] == {"base": "unga", **strange}
    assert hall.ask("PATCH", url, profile="unga")["overrides"] == {}
    rules, client = f"{url}/rules", hall.client
    client.sign_in(hall.ada)
    ticked = {"askers": "delegate", "methods": "roll_call", "motions": "close_debate"}
    given = {**ticked, "prepared_seconds": "180", "reply_seconds": "120, 60"}
    assert "Only those who ask" in client.fill_in(rules, {**given, "with_consent": "observer"}).text
    assert hall.ask("GET", url)["profile"] == "unga"
    sent = client.fill_in(rules, given)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{url}/about#rules")
    found = hall.ask("GET", url)
    assert found["profile"] == "custom"
    assert found["overrides"] == {
        "base": "unga", "prepared_seconds": 180, "reply_seconds": [120, 60],
        "askers": ["delegate"], "with_consent": [], "methods": ["roll_call"],
        "motions": ["close_debate"],
    }  # fmt: skip
    shown = client.get(f"{url}/about").text
    assert all(text in shown for text in ("3 minutes", "120 seconds", "Roll-call vote"))
    assert 'value="asean_consensus" selected' in client.get(f"{rules}?base=asean_consensus").text


def test_who_looks_after_a_space_holds_sessions_in_it(hall: Hall) -> None:
    assert hall.refused("POST", "/sessions", hall.linh, **DRAFT) == "forbidden"
    hall.ask("POST", "/spaces", slug="quality", name="Quality")
    role = {"word": "convener", "name": "Convener", "permissions": ["session:manage"]}
    hall.ask("POST", "/admin/roles", **role)
    given = {"role": "convener", "who": "linh", "space": "quality"}
    hall.ask("POST", "/admin/role-grants", **given)
    assert hall.refused("POST", "/sessions", hall.linh, **DRAFT) == "forbidden"
    made = hall.ask("POST", "/sessions", hall.linh, **DRAFT, space="quality")
    assert made["space"]["slug"] == "quality"
    assert made["me"]["is_host"]


def test_the_list_has_the_last_to_end_first(hall: Hall) -> None:
    ends = [f"2027-03-01T{hour}:00:00Z" for hour in ("12", "11", "13", "12")]
    for at, end in enumerate(ends):
        hall.step(hall.session(title=f"S{at}", ends_at=end), "draft", "announced")
    hall.session(title="A draft")
    titles, path = [], "/sessions?limit=3"
    while path:
        found = hall.ask("GET", path, hall.linh)
        titles += [one["title"] for one in found["items"]]
        path = f"/sessions?limit=3&cursor={found['next']}" if found["next"] else ""
    assert titles == ["S2", "S3", "S0", "S1"]
    assert hall.refused("GET", f"/sessions?cursor={'W1s5OTk5XV0'}") == "invalid_cursor"


def test_an_agenda_is_numbered_moved_and_opened(hall: Hall) -> None:
    url = hall.session()
    agenda = f"{url}/agenda"
    document = {"title": "Draft guideline", "url": "https://example.org/draft.pdf"}
    first = hall.ask("POST", agenda, title="Opening", minutes=10, documents=[document])
    second = hall.ask("POST", agenda, title="Quality", number="3.1")
    third = hall.ask("POST", agenda, title="Closing")
    assert [one["number"] for one in (first, second, third)] == ["1", "3.1", "4"]
    hall.ask("PATCH", f"{agenda}/{third['id']}", place=0)
    listed = hall.client.get(f"/api/v1{agenda}", headers=hall.client.token(hall.ada)).json()
    assert [one["title"] for one in listed] == ["Closing", "Opening", "Quality"]
    assert hall.refused("POST", f"{agenda}/open", item_id=first["id"]) == "not_at_this_stage"
    hall.step(url, "draft", "announced", "lobby", "in_session")
    for key in (first["id"], second["id"], second["id"]):
        hall.ask("POST", f"{agenda}/open", item_id=key)
    assert hall.refused("POST", f"{agenda}/open", hall.linh, item_id=None) == "not_your_part"
    assert hall.refused("DELETE", f"{agenda}/{first['id']}") == "not_at_this_stage"
    hall.step(url, "in_session", "closed")
    states = {one["title"]: one["state"] for one in hall.ask("GET", url)["agenda"]}
    assert states == {"Closing": "planned", "Opening": "done", "Quality": "done"}
    opened = [one["item_id"] for one in hall.log(url) if one["event"] == "agenda.item_opened"]
    assert opened == [first["id"], second["id"], None]


def test_an_item_is_taken_off_before_it_was_opened(hall: Hall) -> None:
    url = hall.session()
    made = hall.ask("POST", f"{url}/agenda", title="Opening")["id"]
    hall.ask("DELETE", f"{url}/agenda/{made}")
    assert hall.ask("GET", url)["agenda"] == []
    assert hall.refused("DELETE", f"{url}/agenda/{made}") == "not_found"


def test_every_entry_says_when_by_whom_and_for_whom(hall: Hall) -> None:
    olga = hall.client.member("olga", Role.MODERATOR)
    url = hall.session()
    entry = hall.log(url)[0]
    assert entry | {"at": 0} == {
        "event": "session.state",
        "session_id": int(url.rpartition("/")[2]),
        "at": 0,
        "by": hall.ada.member_id,
        "for": None,
        "state": "draft",
    }
    assert entry["at"] > NOON.timestamp() * 1000
    assert hall.refused("GET", url, olga) == "not_found"
