"""How much may be uploaded, and what is left of what was not uploaded whole."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from forum.core.actor import Actor
from forum.uploads import rules
from forum.uploads.rules import UploadQuotaReached, Used, check_quota
from tests import factories
from tests.client import API, Client, find_form, running
from tests.forum.uploads.sending import Headers, bytes_stored, send, sent
from tests.services.databases import Databases


@pytest.fixture
def client(databases: Databases, tmp_path: Path) -> Iterator[Client]:
    """The application with a low limit."""
    with (
        databases.fresh(factories.prepared) as url,
        running(url, tmp_path, upload_bytes=300_000) as found,
    ):
        yield found


def test_a_file_up_to_the_limit_is_taken(client: Client, hers: Headers) -> None:
    assert sent(client, hers, b"a" * 300_000, "a.txt")["size"] == 300_000
    assert send(client, hers, b"a" * 300_001, "a.txt").json()["code"] == "too_large"


def test_other_bodies_keep_their_own_limit(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria)
    answer = client.post(f"{API}/topics/{topic}/posts", content=b"{" + b" " * 1_000_001)
    assert answer.status_code in {401, 403, 413}
    data = {"body": "x" * 2_000_000}
    client.sign_in(maria)
    assert client.post(f"/t/{topic}/reply", data=data).status_code == 413


def test_a_file_over_the_limit_is_told_in_a_form_with_what_was_typed(
    client: Client, maria: Actor
) -> None:
    topic = client.do(factories.topic, maria)
    client.sign_in(maria)
    typed = find_form(client.get(f"/t/{topic}/open-courses").text, f"/t/{topic}/reply").fields
    data = typed | {"body": "My long text"}
    answer = client.post(f"/t/{topic}/reply", data=data, files={"file": ("a.txt", b"a" * 300_001)})
    assert answer.status_code == 422
    assert "My long text" in answer.text


class Sender:
    """A client that sends piece by piece, by ASGI, and counts the pieces that were taken."""

    def __init__(self, client: Client, headers: Headers, pieces: list[dict[str, Any]]) -> None:
        self.client, self.pieces, self.taken = client, pieces, 0
        named = {"host": "testserver", **headers}
        self.headers = [(name.encode(), value.encode()) for name, value in named.items()]
        self.status: int | None = None

    async def receive(self) -> dict[str, Any]:
        if self.taken == len(self.pieces):
            await asyncio.Event().wait()
        self.taken += 1
        return self.pieces[self.taken - 1]

    async def send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)

    async def run(self) -> None:
        scope = {
            "type": "http", "method": "POST", "path": f"{API}/uploads", "raw_path": b"",
            "query_string": b"name=a.txt", "headers": self.headers, "scheme": "http",
            "server": ("testserver", 80), "client": ("127.0.0.1", 1), "root_path": "",
            "http_version": "1.1", "state": dict(self.client.app_state),
        }  # fmt: skip
        await self.client.app(scope, self.receive, self.send)  # type: ignore[arg-type]


def sending(client: Client, headers: Headers, pieces: list[dict[str, Any]]) -> Sender:
    made = Sender(client, headers, pieces)
    assert client.portal is not None
    with suppress(ClientDisconnect):  # whoever is gone is told nothing
        client.portal.call(made.run)
    return made


def piece(size: int) -> dict[str, Any]:
    return {"type": "http.request", "body": b"a" * size, "more_body": True}


def test_a_body_is_not_read_beyond_the_limit(client: Client, hers: Headers, tmp_path: Path) -> None:
    made = sending(client, hers, [piece(100_000) for _ in range(50)])
    assert made.status == 413
    assert made.taken == 6  # 300 kB of file, and what a form may take beside it
    assert bytes_stored(tmp_path) == []


def test_a_body_that_says_it_is_too_long_is_not_read(client: Client, hers: Headers) -> None:
    made = sending(client, hers | {"content-length": "99000000"}, [piece(1)])
    assert (made.status, made.taken) == (413, 0)


@pytest.mark.parametrize("kind", ["application/octet-stream", "multipart/form-data; boundary=b"])
def test_a_connection_that_is_cut_leaves_nothing(
    client: Client, hers: Headers, tmp_path: Path, kind: str
) -> None:
    begun = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc'
    first = {"type": "http.request", "body": begun, "more_body": True}
    cut = [first, {"type": "http.disconnect"}]
    made = sending(client, hers | {"content-type": kind}, cut)
    assert made.status is None or made.status >= 400
    assert bytes_stored(tmp_path) == []
    assert client.get(f"{API}/uploads/1", headers=hers).status_code == 404


@pytest.mark.parametrize(
    ("used", "size"),
    [
        (Used(rules.FILES_A_DAY, 0, 0), 1),
        (Used(1, rules.BYTES_A_DAY, 0), 1),
        (Used(1, 0, rules.BYTES_ALTOGETHER - 9), 10),
    ],
)
def test_the_quota_ends_somewhere(used: Used, size: int) -> None:
    with pytest.raises(UploadQuotaReached):
        check_quota(used, size)


def test_the_quota_is_reached_exactly() -> None:
    check_quota(Used(rules.FILES_A_DAY - 1, rules.BYTES_A_DAY - 5, 0), 5)


def test_a_member_uploads_so_many_files_a_day(
    client: Client, hers: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FILES_A_DAY", 2)
    sent(client, hers, b"one", "a.txt")
    sent(client, hers, b"two", "a.txt")
    assert send(client, hers, b"three", "a.txt").json()["code"] == "upload_quota_reached"
    assert sent(client, client.token(client.member("jun")), b"three", "a.txt")["id"]
