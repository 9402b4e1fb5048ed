"""Webhooks by page and API."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.core.permissions import Role, Scope
from tests import factories
from tests.client import API, Client, running
from tests.factories import prepared
from tests.services.databases import Databases

URL = "https://mirror.example.org/forum"
DRAFT = {"name": "Mirror", "url": URL, "events": ["post.added"]}


@dataclass
class Desk:
    client: Client
    ada: Actor

    def ask(self, method: str, path: str = "", **more: Any) -> Response:
        headers = self.client.token(self.ada)
        return self.client.request(method, f"{API}/admin/webhooks{path}", headers=headers, **more)

    def make(self, **more: Any) -> int:
        answer = self.ask("POST", json=DRAFT | more)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])


@pytest.fixture
def desk(databases: Databases, tmp_path: Path) -> Iterator[Desk]:
    with databases.fresh(prepared) as url, running(url, tmp_path) as client:
        yield Desk(client, client.member("ada", Role.ADMIN))


def test_a_webhook_is_made_changed_and_removed_and_its_secret_is_shown_once(desk: Desk) -> None:
    answer = desk.ask("POST", json=DRAFT)
    assert answer.headers["cache-control"] == "no-store"
    made = answer.json()
    assert made["secret"].startswith("whsec_")
    number = made["id"]
    shown = desk.ask("GET", f"/{number}").json()
    assert "secret" not in shown
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    assert desk.ask("GET").json()["items"] == [shown]
    change = {"events": ["topic.added", "post.added"], "enabled": False}
    changed = desk.ask("PATCH", f"/{number}", json=change).json()
    assert (changed["events"], changed["disabled"]) == (["post.added", "topic.added"], "by_hand")
    assert desk.ask("POST", f"/{number}/ping").json()["code"] == "webhook_off"
    assert desk.ask("PATCH", f"/{number}", json={"enabled": True}).json()["disabled"] is None
    rotated = desk.ask("POST", f"/{number}/secret").json()
    assert rotated["secret"] != made["secret"]
    assert rotated["former_until"] is not None
    assert desk.ask("DELETE", f"/{number}").status_code == 204
    assert desk.ask("DELETE", f"/{number}").status_code == 404
    audit = desk.client.get(f"{API}/admin/audit", headers=desk.client.token(desk.ada)).json()
    acts = [one["act"] for one in audit["items"]]
    assert acts == [
        "remove_webhook", "rotate_webhook", "change_webhook", "change_webhook", "make_webhook",
    ]  # fmt: skip


def test_deliveries_are_listed_in_pages_and_sent_again(desk: Desk) -> None:
    number = desk.make()
    pinged = [desk.ask("POST", f"/{number}/ping") for _ in range(3)]
    assert {one.status_code for one in pinged} == {202}
    first = desk.ask("GET", f"/{number}/deliveries?limit=2").json()
    assert [one["event"] for one in first["items"]] == ["webhook.ping"] * 2
    rest = desk.ask("GET", f"/{number}/deliveries?limit=2&cursor={first['next']}").json()
    assert [one["id"] for one in rest["items"]] == [pinged[0].json()["id"]]
    assert desk.ask("GET", f"/{number}/deliveries?state=failed").json()["items"] == []
    again = desk.ask("POST", f"/{number}/deliveries/{pinged[0].json()['id']}/replay")
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    assert desk.ask("POST", f"/{number}/deliveries/999/replay").status_code == 404
    since = {"since": "2020-01-01T00:00:00Z"}
    assert desk.ask("POST", f"/{number}/replay", json=since).json() == {"count": 3}
    other = desk.make(name="Other")
    path = f"/{other}/deliveries/{pinged[0].json()['id']}/replay"
    assert desk.ask("POST", path).status_code == 404


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"url": "http://mirror.example.org/"}, "not_outside"),
        ({"url": "https://10.0.0.1/"}, "not_outside"),
        ({"url": "nonsense"}, "invalid_input"),
        ({"events": ["post.flagged"]}, "invalid_input"),
        ({"events": []}, "invalid_input"),
        ({"space": "nowhere"}, "invalid_input"),
        ({"name": "a\0b"}, "invalid_input"),
    ],
)
def test_what_cannot_work_is_refused_and_changes_nothing(
    desk: Desk, more: dict[str, Any], code: str
) -> None:
    refused = desk.ask("POST", json=DRAFT | more)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert desk.ask("GET").json()["items"] == []


def test_there_is_a_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.webhooks.actions.MOST_WEBHOOKS", 1)
    desk.make()
    assert desk.ask("POST", json=DRAFT).json()["code"] == "too_many_webhooks"


def test_webhooks_are_for_administrators_with_the_scope(desk: Desk) -> None:
    number = desk.make()
    olga = desk.client.member("olga", Role.MODERATOR)
    narrow = desk.client.token(desk.ada, Scope.MODERATE)
    for headers in (desk.client.token(olga), narrow):
        for method, path in (("GET", ""), ("DELETE", f"/{number}"), ("POST", f"/{number}/ping")):
            url = f"{API}/admin/webhooks{path}"
            assert desk.client.request(method, url, headers=headers).status_code == 403
    desk.client.sign_in(olga)
    assert desk.client.get("/admin/webhooks").status_code == 403
    assert desk.client.get(f"/admin/webhooks/{number}").status_code == 403


def test_all_of_it_works_by_page(desk: Desk) -> None:
    client = desk.client
    client.do(factories.space, "club", access="private")
    client.sign_in(desk.ada)
    values = {"name": "Mirror", "url": URL, "space": "club", "events": "post.added"}
    made = client.fill_in("/admin/webhooks", values)
    assert made.status_code == 200
    assert "whsec_" in made.text
    assert made.headers["cache-control"] == "no-store"
    (one,) = desk.ask("GET").json()["items"]
    page = f"/admin/webhooks/{one['id']}"
    assert "whsec_" not in client.get(page).text
    assert client.fill_in(page, {}, f"{page}/ping").headers["location"] == page
    (sent,) = desk.ask("GET", f"/{one['id']}/deliveries").json()["items"]
    assert "webhook.ping" in client.get(page).text
    assert client.fill_in(page, {}, f"{page}/replay/{sent['id']}").status_code == 303
    assert client.fill_in(page, {"since": "2026-01-01"}, f"{page}/replay").status_code == 303
    wrong = client.fill_in(page, {"since": "never"}, f"{page}/replay")
    assert (wrong.status_code, "never" in wrong.text) == (422, True)
    assert "whsec_" in client.fill_in(page, {}, f"{page}/secret").text
    change = {"name": "Copy", "events": ["topic.added", "post.added"]}
    assert client.fill_in(page, change, page).status_code == 303  # type: ignore[arg-type]
    assert desk.ask("GET", f"/{one['id']}").json()["disabled"] == "by_hand"
    off = client.get(page)
    assert "Switched off" in off.text
    refused = client.fill_in(page, {"url": "http://10.0.0.1/", "events": "post.added"}, page)
    assert refused.status_code == 422
    assert "10.0.0.1" in refused.text
    assert client.fill_in(page, {}, f"{page}/remove").headers["location"] == "/admin/webhooks"
    assert client.get(page).status_code == 404


def test_a_form_that_is_refused_keeps_what_was_typed(desk: Desk) -> None:
    desk.client.sign_in(desk.ada)
    values = {"name": "Mirror", "url": "https://10.0.0.1/", "events": "topic.hidden"}
    refused = desk.client.fill_in("/admin/webhooks", values)
    assert refused.status_code == 422
    assert 'value="topic.hidden" checked' in refused.text
    assert "https://10.0.0.1/" in refused.text
