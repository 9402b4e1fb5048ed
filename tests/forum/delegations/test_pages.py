"""Delegations with a browser, without any script."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from forum.delegations import actions, queries
from forum.delegations.rules import Capacity
from forum.delegations.schemas import Voice
from forum.runtime import Runtime
from forum.web import render
from tests.client import running
from tests.factories import prepared
from tests.forum.delegations.office import Office, build
from tests.services.databases import SqliteDatabases

VN, MANDATES = "/delegations/vn", "/delegations/vn/mandates"


@pytest.fixture
def office(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[Office]:
    """The kind of database makes no difference to pages."""
    with sqlite_databases.fresh(prepared) as url, running(url, tmp_path) as client:
        yield build(client)


def test_a_mandate_is_given_shown_to_members_and_ended(office: Office) -> None:
    client = office.client
    client.sign_in(office.ada)
    sent = {"who": "@linh", "capacity": "head", "last_day": ""}
    answer = client.fill_in(MANDATES, sent)
    assert (answer.status_code, answer.headers["location"]) == (303, MANDATES)
    assert "@linh" in client.get(VN).text
    assert '<a href="/delegations/vn"><bdi lang="en">Vietnam</bdi></a> (head of delegation)' in (
        client.get("/m/linh").text
    )
    again = client.fill_in(MANDATES, sent)
    assert again.status_code == 422
    assert "on some of these days already" in again.text
    key = office.mandates()[0]["id"]
    ended = client.fill_in(MANDATES, {}, to=f"{MANDATES}/{key}/end")
    assert ended.status_code == 303
    assert "Nobody at present." in client.get(VN).text
    assert "Acts for" not in client.get("/m/linh").text
    assert "ended on" in client.get(MANDATES).text


def test_visitors_see_no_persons(office: Office) -> None:
    office.name("linh", "head")
    office.client.cookies.clear()
    page = office.client.get(VN).text
    assert "Vietnam" in page
    assert "Members see who acts" in page
    assert "linh" not in page
    assert "Acts for" not in office.client.get("/m/linh").text
    assert office.client.get(MANDATES).status_code == 401


def test_a_focal_point_is_offered_what_they_may(office: Office) -> None:
    office.name("linh", "alternate", is_focal_point=True)
    client = office.client
    client.sign_in(office.linh)
    page = client.get(MANDATES).text
    assert 'value="head"' not in page
    assert 'name="is_focal_point"' not in page
    assert f"{MANDATES}/1/end" not in page
    assert client.fill_in(MANDATES, {"who": "hoa", "capacity": "observer"}).status_code == 303
    assert "/end" in client.get(MANDATES).text
    assert client.get(f"{VN}/settings").status_code == 403
    client.sign_in(office.hoa)
    assert client.get(MANDATES).status_code == 403


def test_who_will_act_is_shown_apart(office: Office) -> None:
    office.name("linh", first_day=date(2999, 1, 1).isoformat())
    office.client.sign_in(office.hoa)
    page = office.client.get(VN).text
    assert "Nobody at present." in page
    assert "Who will act for it" in page


def test_delegations_are_set_up_and_changed_on_pages(office: Office) -> None:
    client = office.client
    client.sign_in(office.ada)
    made = client.fill_in("/organisations/new", {"name": "Islands", "kind": "university"})
    assert made.headers["location"] == "/organisations/1"
    new = {"slug": "islands", "kind": "stakeholder", "organisation_id": "1"}
    assert client.fill_in("/delegations/new", new).headers["location"] == "/delegations/islands"
    assert "Islands" in client.get("/organisations/1").text
    lacking = client.fill_in("/delegations/new", new | {"slug": "x", "organisation_id": ""})
    assert lacking.status_code == 422
    group = {"slug": "friends", "kind": "group", "name": "Friends"}
    client.fill_in("/delegations/new", group)
    both: Any = {"members": ["vn", "islands"]}
    assert client.fill_in("/delegations/friends/settings", both).status_code == 303
    assert "Islands" in client.get("/delegations/friends").text
    assert 'value="vn" checked' in client.get("/delegations/friends/settings").text
    closed = client.fill_in("/delegations/islands/settings", {"closed": "true"})
    assert closed.status_code == 303
    assert "was closed on" in client.get("/delegations/islands").text
    assert "Islands" not in client.get("/delegations").text
    changed = client.fill_in("/organisations/1/settings", {"name": "Isles"})
    assert changed.status_code == 303
    assert "Isles" in client.get("/organisations").text


def test_all_partners_are_set_up_at_once_and_only_once(office: Office) -> None:
    client = office.client
    client.sign_in(office.ada)
    answer = client.fill_in("/delegations", {}, to="/delegations/partners")
    assert answer.status_code == 303
    page = client.get("/delegations").text
    assert page.count("Partner of ASEM since") == 53
    assert "Set up those that are missing" not in page
    assert ("set_up_partners", "site") in office.record()

    async def again(runtime: Runtime) -> list[str]:
        async with runtime.unit(office.ada) as unit:
            return [*await actions.set_up_partners(unit)]

    assert client.do(again) == []
    client.sign_in(office.linh)
    assert "/delegations/partners" not in client.get("/delegations").text


def test_a_form_of_another_site_changes_nothing(office: Office) -> None:
    office.client.sign_in(office.ada)
    for url, data in (
        (MANDATES, {"who": "linh", "capacity": "head"}),
        ("/delegations/partners", {}),
        ("/organisations/new", {"name": "X", "kind": "other", "language": "en"}),
    ):
        assert office.client.post(url, data=data).status_code == 422
    assert office.mandates() == []
    assert len(office.get("/delegations")["items"]) == 1


def test_a_voice_knows_what_is_kept_of_an_act_in_its_name(office: Office) -> None:
    office.name("linh", "alternate")

    async def voice(runtime: Runtime) -> Voice:
        async with runtime.database.reading() as db:
            now = runtime.clock()
            return (await queries.acting_for(db, office.linh.require_member(), now))[0]

    found = office.client.do(voice)
    assert (found.on_behalf.delegation_id, found.on_behalf.capacity) == (
        found.delegation.id,
        "alternate",
    )


def test_it_is_said_who_acts_as_what_and_for_whom() -> None:
    shown = SimpleNamespace(locale="en")
    token = render._shown.set(shown)  # type: ignore[arg-type]
    delegation = SimpleNamespace(name="Viet <Nam>", language="en")
    try:
        parts = render.environment().get_template("delegations/_parts.html").module
        said = {
            one: parts.on_behalf(  # type: ignore[attr-defined]
                "Linh Tran", SimpleNamespace(capacity=one, delegation=delegation)
            )
            for one in Capacity
        }
    finally:
        render._shown.reset(token)
    assert said[Capacity.ALTERNATE] == (
        '<bdi>Linh Tran</bdi>, alternate, <bdi lang="en">Viet &lt;Nam&gt;</bdi>'
    )
    assert len(set(said.values())) == len(Capacity)
