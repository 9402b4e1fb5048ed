"""Roles made and given, by page and API, and why somebody may do something."""

from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response

from forum.admin.rules import parse_about
from forum.admin.words import PERMISSIONS, ROLES
from forum.core.actor import Actor
from forum.core.errors import InvalidInput
from forum.core.permissions import Permission, Role
from forum.roles.rules import MoreThanOwn, check_giving
from tests import factories
from tests.client import API, Client


@dataclass
class Office:
    client: Client
    ada: Actor
    linh: Actor
    topic: int

    def ask(self, method: str, path: str, who: Actor | None = None, **more: Any) -> Response:
        headers = self.client.token(who or self.ada)
        return self.client.request(method, f"{API}/admin/{path}", headers=headers, **more)

    def give(self, **more: str) -> Response:
        return self.ask("POST", "role-grants", json={"who": "linh", "role": "moderator"} | more)

    def allowed(self, about: str, who: Actor | None = None) -> dict[str, dict[str, Any]]:
        path = f"members/{self.linh.member_id}/permissions"
        answer = self.ask("GET", path, who, params={"about": about})
        assert answer.status_code == 200, answer.text
        return {one["permission"]: one for one in answer.json()["permissions"]}

    def locks(self) -> int:
        body = {"act": "lock_topic", "target": f"topic:{self.topic}", "reason": "Enough."}
        return self.ask("POST", "actions", self.linh, json=body).status_code


@pytest.fixture
def office(client: Client) -> Office:
    ada, linh = client.member("ada", Role.ADMIN), client.member("linh")
    client.do(factories.space, "general")
    client.do(factories.space, "other")
    return Office(client, ada, linh, client.do(factories.topic, linh))


def test_a_role_is_made_given_changed_and_removed_and_counts_at_once(office: Office) -> None:
    draft = {"word": "pins", "name": "Pins", "permissions": ["topic:moderate"]}
    assert office.ask("POST", "roles", json=draft).status_code == 201
    assert office.ask("POST", "roles", json=draft).json()["code"] == "role_taken"
    headers = office.client.token(office.linh)  # made before: it is not asked for again
    body = {"act": "lock_topic", "target": f"topic:{office.topic}", "reason": "Enough."}
    url = f"{API}/admin/actions"
    assert office.client.post(url, json=body, headers=headers).status_code == 403
    assert office.give(role="pins", space="general").status_code == 201
    assert office.client.post(url, json=body, headers=headers).status_code == 200
    change = {"permissions": ["space:admit"]}
    assert office.ask("PATCH", "roles/pins", json=change).json()["permissions"] == ["space:admit"]
    unlock = body | {"act": "unlock_topic"}
    assert office.client.post(url, json=unlock, headers=headers).status_code == 403
    assert office.ask("DELETE", "roles/pins").status_code == 204
    assert office.ask("GET", "role-grants").json()["items"] == []
    acts = [one["act"] for one in office.ask("GET", "audit").json()["items"]]
    assert acts == ["remove_role", "edit_role", "lock_topic", "give_role", "make_role"]


def test_a_role_given_twice_is_one_and_ends_when_it_is_taken(office: Office) -> None:
    first, second = office.give(space="general").json(), office.give(space="general").json()
    assert first == second
    assert (first["space"], first["language"]) == ("general", None)
    assert office.locks() == 200
    assert office.ask("DELETE", f"role-grants/{first['id']}").status_code == 204
    assert office.ask("DELETE", f"role-grants/{first['id']}").status_code == 404
    assert office.allowed("topic:1")["post:hide"]["allowed"] is False


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"who": "nobody"}, 422, "invalid_input"),
        ({"role": "nothing"}, 422, "invalid_input"),
        ({"space": "nowhere"}, 422, "invalid_input"),
        ({"language": "xx-yy"}, 422, "invalid_input"),
        ({"role": "member", "space": "general"}, 409, "nothing_there"),
    ],
)
def test_what_means_nothing_is_refused(
    office: Office, more: dict[str, str], status: int, code: str
) -> None:
    refused = office.give(**more)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert office.ask("GET", "role-grants").json()["items"] == []


def test_roles_are_for_administrators(office: Office) -> None:
    olga = office.client.member("olga", Role.MODERATOR)
    for method, path in (("GET", "roles"), ("GET", "role-grants"), ("DELETE", "roles/x")):
        assert office.ask(method, path, olga).status_code == 403
    office.client.sign_in(olga)
    assert office.client.get("/admin/roles").status_code == 403
    assert office.client.get("/admin/roles/new").status_code == 403


def test_nobody_gives_more_than_they_may_themselves() -> None:
    some = factories.actor(Role.ADMIN)
    check_giving(some, Permission)
    with pytest.raises(MoreThanOwn):
        check_giving(factories.actor(Role.ADMIN, 7, "admin"), [Permission.POST_HIDE])  # type: ignore[arg-type]


def test_why_somebody_may_is_told_for_the_place_that_is_asked_about(office: Office) -> None:
    office.give(language="fr")
    office.give(space="other")
    there = office.allowed("topic:1")["topic:moderate"]
    assert there["allowed"] is False
    assert [one["language"] for one in there["elsewhere"]] == ["fr", None]
    assert (there["least"], there["can_be_local"]) == ("moderator", True)
    office.give(space="general")
    here = office.allowed("post:1")["topic:moderate"]
    assert (here["allowed"], [one["role"] for one in here["by"]]) == (True, ["moderator"])
    assert office.allowed("")["post:reply"]["by"] == [
        {"role": "member", "space": None, "language": None}
    ]
    assert office.allowed("space:general", office.linh)["space:admit"]["allowed"] is True


def test_who_may_do_what_is_told_to_the_member_and_to_moderators_only(office: Office) -> None:
    path = f"members/{office.ada.member_id}/permissions"
    assert office.ask("GET", path, office.linh).status_code == 403
    assert office.ask("GET", path, params={"about": "post:999"}).status_code == 404
    assert office.ask("GET", path, params={"about": "post:x"}).status_code == 422


@pytest.mark.parametrize("text", ["post", "post:", "post:x", "member:1", "topic:" + "9" * 30])
def test_what_is_asked_about_is_named(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_about(text)


def test_the_pages_do_the_same(office: Office) -> None:
    client = office.client
    client.sign_in(office.ada)
    role = {"word": "desk", "name": "Help desk", "permissions": "flag:resolve"}
    assert client.fill_in("/admin/roles/new", role).headers["location"] == "/admin/roles"
    given = {"who": "@linh", "role": "desk", "space": "general"}
    assert client.fill_in("/admin/roles", given, "/admin/roles/give").status_code == 303
    shown = client.get("/admin/roles").text
    assert "Help desk" in shown
    assert "@linh" in shown
    wrong = client.fill_in("/admin/roles", given | {"who": "nobody"}, "/admin/roles/give")
    assert wrong.status_code == 422
    assert "Nobody here has this handle." in wrong.text
    why = client.get("/m/linh/permissions?about=topic:1").text
    assert "Decide about reported posts" in why
    assert client.get("/m/linh/permissions?about=x").status_code == 422
    assert client.get("/m/linh/permissions?about=topic:1&ui=ur").status_code == 200
    changed = {"name": "Desk", "permissions": "flag:resolve"}
    assert client.fill_in("/admin/roles/desk", changed).status_code == 303
    assert client.fill_in("/admin/roles", {}, "/admin/roles/take/1").status_code == 303
    assert "@linh" not in client.get("/admin/roles").text
    assert client.fill_in("/admin/roles/desk", {}, "/admin/roles/desk/remove").status_code == 303


def test_every_permission_and_role_has_a_name() -> None:
    assert set(PERMISSIONS) == set(Permission)
    assert set(ROLES) == set(Role)
