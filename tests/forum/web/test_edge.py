"""What every answer of the application has in common, and what it makes of odd requests."""

import gzip

import pytest

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.web.assets import assets
from tests import factories
from tests.client import API, Client


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria", locale="fr")


SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    "url", ["/", "/nowhere", f"{API}/topics", "/static/css/forum.css", "/healthz"]
)
def test_every_answer_is_safe_with_a_browser(client: Client, url: str) -> None:
    headers = client.get(url).headers
    assert {name: headers[name] for name in SAFE} == SAFE
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    refused = headers["permissions-policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(refused)
    assert "strict-transport-security" not in headers  # at an address without https


def test_the_process_says_how_it_is(client: Client) -> None:
    assert client.get("/healthz").text == "ok\n"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "broker": "ok"})


def test_metrics_are_for_this_machine(client: Client) -> None:
    assert client.get("/metrics").status_code == 404  # the test client is called "testclient"


def test_a_file_is_cached_for_a_year_under_its_version(client: Client) -> None:
    found = assets()["css/forum.css"]
    named = client.get(f"/static/css/forum.css?v={found.version}")
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert named.content == found.body
    assert gzip.decompress(found.gzipped or b"") == found.body
    assert "immutable" not in client.get("/static/css/forum.css").headers["cache-control"]
    again = client.get("/static/css/forum.css", headers={"if-none-match": named.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["nothing.css", "../settings.py", "..%2fsettings.py", "css/", ""])
def test_only_files_of_the_folder_are_sent(client: Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


LOCALES = [
    ({"accept-language": "fr-CH, en;q=0.5"}, "", "fr"),
    ({"accept-language": "xx"}, "", "en"),
    ({"accept-language": "fr"}, "?ui=th", "th"),
    ({"accept-language": "fr"}, "?ui=nonsense", "fr"),
    ({"cookie": "locale=ur"}, "", "ur"),
    ({}, "?ui=zh-CN", "zh-Hans"),
]


@pytest.mark.parametrize(("headers", "query", "locale"), LOCALES)
def test_a_page_speaks_the_readers_language(
    client: Client, headers: dict[str, str], query: str, locale: str
) -> None:
    page = client.get(f"/{query}", headers=headers)
    direction = "rtl" if locale == "ur" else "ltr"
    assert f'<html lang="{locale}" dir="{direction}">' in page.text
    assert page.headers["content-language"] == locale


def test_a_member_keeps_their_language(client: Client, maria: Actor) -> None:
    client.sign_in(maria)
    assert '<html lang="fr"' in client.get("/", headers={"accept-language": "th"}).text


def test_a_problem_is_told_in_the_readers_language(client: Client) -> None:
    answer = client.get(f"{API}/topics/999", headers={"accept-language": "fr"})
    assert answer.headers["content-language"] == "fr"
    assert answer.json()["code"] == "not_found"
    assert answer.json()["detail"] != client.get(f"{API}/topics/999").json()["detail"]


def test_an_address_without_that_method_says_so(client: Client) -> None:
    answer = client.put(f"{API}/topics")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert client.post("/").status_code == 405


def test_a_cookie_alone_changes_nothing_over_the_api(client: Client, maria: Actor) -> None:
    client.sign_in(maria)
    body = {"space": "general", "title": "T", "body": "B"}
    answer = client.post(f"{API}/topics", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "form_expired")
    assert client.get(f"{API}/topics").json()["items"] == []


def test_a_page_for_one_is_never_kept_for_another(client: Client, maria: Actor) -> None:
    client.sign_in(maria)
    own = client.get("/")
    assert "Maria" in own.text
    assert own.headers["cache-control"] == "private, no-cache"
    client.cookies.clear()
    assert "Maria" not in client.get("/").text


def test_a_broken_handler_is_our_fault_and_says_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.testclient import TestClient

    from forum.discussions import queries

    async def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(queries, "topic", broken)
    plain = TestClient(client.app, raise_server_exceptions=False)
    plain.app_state.update(client.app_state)
    for url in (f"{API}/topics/1/posts", "/t/1/x"):
        answer = plain.get(url)
        assert answer.status_code == 500
        assert "secret" not in answer.text
    assert plain.get(f"{API}/topics/1/posts").json()["code"] == "internal"


def test_a_gone_role_is_gone_at_once(client: Client, maria: Actor) -> None:
    """What is kept of a sign-in is dropped when its member changes."""
    from forum.accounts import actions

    moderator = client.member("mod", Role.MODERATOR)
    client.member("admin", Role.ADMIN)
    client.sign_in(moderator)
    assert "/moderation" in client.get("/").text

    async def demote(runtime: object) -> None:
        async with runtime.unit(factories.ADMIN) as unit:  # type: ignore[attr-defined]
            await actions.set_role(unit, moderator.require_member(), Role.MEMBER)

    client.do(demote)
    assert "/moderation" not in client.get("/").text
