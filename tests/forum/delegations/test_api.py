"""Delegations, organisations and mandates for programs, on both databases."""

from datetime import UTC, datetime, time, timedelta

from forum.core.permissions import Scope
from forum.delegations import queries
from forum.delegations.schemas import Voice
from forum.runtime import Runtime
from tests.client import API
from tests.forum.delegations.office import LIST, Office


def voices(office: Office, offset: int = 0) -> list[tuple[str, str]]:
    """Whom `linh` acts for at the end of the day that is some days from today, and as what."""

    async def read(runtime: Runtime) -> list[Voice]:
        at = datetime.combine(office.today, time.max, UTC) + timedelta(days=offset)
        async with runtime.database.reading() as db:
            return [*await queries.acting_for(db, office.linh.require_member(), at)]

    return [(one.delegation.slug, one.capacity.value) for one in office.client.do(read)]


def test_a_delegation_is_named_in_the_language_of_who_asks(office: Office) -> None:
    found = office.get("/delegations/vn")
    assert (found["name"], found["language"], found["group"]) == ("Vietnam", "en", "A")
    assert (found["is_asem_partner"], found["is_asean_member"]) == (True, True)
    french = {"accept-language": "fr"}
    assert office.client.get(f"{LIST}/vn", headers=french).json()["name"] == "Viêt Nam"


def test_each_partner_and_each_address_has_one_delegation(office: Office) -> None:
    for body in (
        {"slug": "other", "kind": "partner", "partner": "VN"},
        {"slug": "vn", "kind": "group", "name": "Others"},
    ):
        refused = office.post("/delegations", body)
        assert (refused.status_code, refused.json()["code"]) == (409, "delegation_taken")
    assert [one["slug"] for one in office.get("/delegations")["items"]] == ["vn"]


def test_stakeholders_and_groups_are_what_they_say(office: Office) -> None:
    body = {"name": "Islands", "kind": "university", "partner": "PH"}
    university = office.post("/organisations", body).json()
    draft = {"slug": "islands", "kind": "stakeholder", "organisation_id": university["id"]}
    assert office.post("/delegations", draft).json()["name"] == "Islands"
    group = {"slug": "friends", "kind": "group", "name": "Friends", "members": ["vn", "islands"]}
    made = office.post("/delegations", group).json()
    assert [one["slug"] for one in made["members"]] == ["vn", "islands"]
    assert [one["slug"] for one in office.get("/delegations/vn")["groups"]] == ["friends"]
    changed = office.patch("/delegations/friends", {"members": ["vn"]}).json()
    assert [one["slug"] for one in changed["members"]] == ["vn"]
    key = university["id"]
    renamed = office.patch(f"/organisations/{key}", {"name": "Isles"})
    assert renamed.json()["name"] == "Isles"
    assert office.get("/delegations/islands")["name"] == "Isles"
    assert office.get("/organisations")["items"] == [office.get(f"/organisations/{key}")]


def test_what_does_not_fit_sets_up_nothing(office: Office) -> None:
    for body, field in (
        ({"slug": "x", "kind": "partner"}, "partner"),
        ({"slug": "x", "kind": "stakeholder", "organisation_id": 7}, "organisation_id"),
        ({"slug": "x", "kind": "group", "name": "X", "members": ["nobody"]}, "members"),
        ({"slug": "x", "kind": "group", "name": "X", "members": ["x"]}, "members"),
        ({"slug": "x", "kind": "partner", "partner": "TH", "members": ["vn"]}, "members"),
        ({"slug": "new", "kind": "partner", "partner": "TH"}, "slug"),
        ({"slug": "th", "kind": "partner", "partner": "US"}, "partner"),
    ):
        refused = office.post("/delegations", body)
        assert refused.status_code == 422, body
        assert refused.json()["errors"][0]["pointer"].endswith(field), refused.text
    refused = office.post("/organisations", {"name": "X", "kind": "other", "homepage": "ftp://x"})
    assert refused.status_code == 422
    assert len(office.get("/delegations")["items"]) == 1


def test_a_mandate_counts_from_its_first_day_to_its_last(office: Office) -> None:
    assert voices(office) == []
    given = office.name("@linh", "alternate", first_day=office.day(0), last_day=office.day(2))
    assert given.status_code == 201
    assert [voices(office, offset) for offset in (-1, 0, 2, 3)] == [
        [],
        [("vn", "alternate")],
        [("vn", "alternate")],
        [],
    ]
    assert [(one["state"], one["member"]["handle"]) for one in office.mandates()] == [
        ("current", "linh")
    ]


def test_nobody_has_two_mandates_for_a_delegation_on_one_day(office: Office) -> None:
    assert office.name("linh", first_day=office.day(0), last_day=office.day(5)).status_code == 201
    refused = office.name("linh", "head", first_day=office.day(5))
    assert (refused.status_code, refused.json()["code"]) == (409, "mandate_overlaps")
    assert office.name("linh", "head", first_day=office.day(6)).status_code == 201
    assert office.name("hoa", first_day=office.day(0)).status_code == 201
    wrong = office.name("hoa", first_day=office.day(0), last_day=office.day(-1))
    assert wrong.json()["errors"][0]["pointer"].endswith("last_day")
    for bad in (0, "0", "tomorrow", "2026-02-30"):
        assert office.name("ada", first_day=bad).status_code == 422


def test_a_mandate_that_is_ended_stays_in_the_list_and_counts_no_more(office: Office) -> None:
    key = office.name("linh", "head").json()["id"]
    ended = office.end(key)
    assert (ended.status_code, ended.json()["state"]) == (200, "past")
    assert voices(office) == []
    assert [one["state"] for one in office.mandates()] == ["past"]
    assert office.end(key).json()["code"] == "mandate_ended"
    assert office.end(10**6).status_code == 404
    assert office.name("linh", "adviser").status_code == 201  # the same day, in another capacity


def test_nobody_acts_for_a_delegation_that_is_closed(office: Office) -> None:
    office.name("linh", "head")
    assert office.patch("/delegations/vn", {"closed": True}).json()["closed_at"] is not None
    assert voices(office) == []
    assert office.name("hoa").json()["code"] == "delegation_closed"
    assert office.get("/delegations")["items"] == []
    assert office.patch("/delegations/vn", {"closed": False}).json()["closed_at"] is None
    assert voices(office) == [("vn", "head")]


def test_focal_points_look_after_their_own_delegation_as_far_as_they_may(office: Office) -> None:
    assert office.name("hoa", by=office.linh).status_code == 403
    head = office.name("linh", "head", is_focal_point=True).json()["id"]
    named = office.name("hoa", "alternate", by=office.linh)
    assert named.status_code == 201
    assert office.name("ada", "head", by=office.linh).status_code == 403
    assert office.name("ada", is_focal_point=True, by=office.linh).status_code == 403
    assert office.end(head, office.linh).status_code == 403
    assert office.end(named.json()["id"], office.hoa).status_code == 403
    assert office.end(named.json()["id"], office.linh).status_code == 200
    office.post("/delegations", {"slug": "th", "kind": "partner", "partner": "TH"})
    body = {"who": "hoa", "capacity": "adviser"}
    assert office.post("/delegations/th/mandates", body, office.linh).status_code == 403
    office.end(head)
    assert office.name("ada", by=office.linh).status_code == 403


def test_visitors_see_the_delegation_and_not_its_persons(office: Office) -> None:
    office.name("linh", "head")
    client = office.client
    assert client.get(f"{LIST}/vn").status_code == 200
    assert client.get(f"{LIST}/vn/mandates").status_code == 401
    assert "linh" not in client.get(f"{LIST}/vn").text
    assert (
        client.get(f"{LIST}/nobody/mandates", headers=client.token(office.hoa)).status_code == 404
    )


def test_only_who_looks_after_delegations_changes_them(office: Office) -> None:
    for path, body in (
        ("/delegations", {"slug": "th", "kind": "partner", "partner": "TH"}),
        ("/organisations", {"name": "X", "kind": "other"}),
        ("/delegations/vn/mandates", {"who": "hoa", "capacity": "head"}),
    ):
        assert office.post(path, body, office.linh).status_code == 403
        assert office.client.post(f"{API}{path}", json=body).status_code in {401, 403}
    narrow = office.client.token(office.ada, Scope.WRITE)
    body = {"who": "hoa", "capacity": "head"}
    refused = office.client.post(f"{LIST}/vn/mandates", json=body, headers=narrow)
    assert refused.json()["code"] == "scope_too_narrow"
    assert office.patch("/delegations/vn", {"closed": True}, office.linh).status_code == 403


def test_everything_stands_in_the_record(office: Office) -> None:
    key = office.name("linh").json()["id"]
    office.end(key)
    office.post("/organisations", {"name": "X", "kind": "other"})
    office.patch("/organisations/1", {"kind": "school"})
    office.patch("/delegations/vn", {"name": "Viet Nam"})
    assert office.record() == [
        ("change_delegation", "delegation:vn"),
        ("change_organisation", "organisation:1"),
        ("end_mandate", "delegation:vn"),
        ("give_mandate", "delegation:vn"),
        ("make_delegation", "delegation:vn"),
        ("make_organisation", "organisation:1"),
    ]


def test_lists_come_in_pages(office: Office) -> None:
    office.name("linh")
    office.name("hoa")
    first = office.get("/delegations/vn/mandates?limit=1", office.ada)
    assert [one["member"]["handle"] for one in first["items"]] == ["hoa"]
    rest = office.get(f"/delegations/vn/mandates?limit=1&cursor={first['next']}", office.ada)
    assert [one["member"]["handle"] for one in rest["items"]] == ["linh"]
    office.post("/delegations", {"slug": "th", "kind": "partner", "partner": "TH"})
    first = office.get("/delegations?limit=1")
    rest = office.get(f"/delegations?limit=1&cursor={first['next']}")
    assert [one["slug"] for one in first["items"] + rest["items"]] == ["vn", "th"]
