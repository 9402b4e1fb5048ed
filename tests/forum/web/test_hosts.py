"""Which names the forum answers under."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse

from forum.settings import Settings
from forum.web.hosts import host_name
from tests.client import API, Client, running
from tests.factories import prepared
from tests.services.databases import SqliteDatabases


@pytest.fixture(scope="module")
def client(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    settings: dict[str, Any] = {"url": "https://forum.example", "hosts": ("old.example",)}
    with (
        sqlite_databases.fresh(prepared) as url,
        running(url, tmp_path_factory.mktemp("hosts"), **settings) as found,
    ):
        yield found


def asked(client: Client, host: str, path: str = "/") -> Any:
    """What is answered when a request is addressed to `host`; unchecked, as it is no refusal of
    the operation's own."""
    return TestClient.send(client, client.build_request("GET", path, headers={"host": host}))


OURS = ["forum.example", "FORUM.example:443", "old.example", "localhost:9", "127.0.0.1", "[::1]:80"]
STRANGERS = ["evil.example", "forum.example.evil.example", "xforum.example", "", "forum.example@e"]


@pytest.mark.parametrize("host", OURS)
def test_a_request_to_one_of_our_names_is_answered(client: Client, host: str) -> None:
    assert asked(client, host).status_code == 200


@pytest.mark.parametrize("host", STRANGERS)
@pytest.mark.parametrize("path", ["/", "/static/css/forum.css", f"{API}/spaces", "/metrics"])
def test_a_request_to_another_name_gets_none_of_our_pages(
    client: Client, host: str, path: str
) -> None:
    answer = asked(client, host, path)
    assert answer.status_code == 421
    assert "wrong_host" in answer.text
    assert "https://forum.example" in answer.text
    assert "set-cookie" not in answer.headers
    if host:
        assert host not in answer.text.replace("https://forum.example", "")


def test_it_is_said_in_the_readers_language(client: Client) -> None:
    answer = asked(client, "evil.example", f"{API}/spaces")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whatever_watches_the_process_may_ask_it_by_number(client: Client, path: str) -> None:
    assert asked(client, "10.1.2.3:8000", path).status_code == 200


def test_a_request_with_two_names_is_not_understood(client: Client) -> None:
    two = client.build_request("GET", "/", headers=[("host", "forum.example"), ("host", "evil")])
    assert TestClient.send(client, two).status_code == 400


def test_a_live_connection_to_another_name_is_not_opened(client: Client) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect("/connection/websocket", headers={"host": "evil.example"}),
    ):
        pass
    assert refused.value.status_code == 421


@pytest.mark.parametrize(
    ("authority", "name"),
    [
        (b"Forum.example", "forum.example"),
        (b"a:80", "a"),
        (b"[::1]:80", "::1"),
        (b"[::1]", "::1"),
        (b"\xff", "\xff"),
        (b"", ""),
    ],
)
def test_a_port_is_no_part_of_a_name(authority: bytes, name: str) -> None:
    assert host_name(authority) == name


def test_names_come_from_the_public_address_and_from_the_setting() -> None:
    settings = Settings(url="https://форум.example", hosts=("Old.example",))
    assert {"xn--l1adgmc.example", "old.example", "localhost"} <= (settings.allowed_hosts or set())
    assert Settings(host="0.0.0.0").allowed_hosts is None  # noqa: S104
    assert Settings(host="::", url="https://a.example").allowed_hosts is not None
    assert "10.0.0.7" in (Settings(host="10.0.0.7").allowed_hosts or set())


def test_while_nobody_said_what_the_address_is_every_name_is_answered(
    file_url: str, tmp_path: Path
) -> None:
    with running(file_url, tmp_path, url="", host="0.0.0.0") as client:  # noqa: S104
        assert asked(client, "whatever.example").status_code == 200
