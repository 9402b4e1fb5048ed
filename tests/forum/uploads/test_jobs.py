"""What is removed, and when."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forum.core.actor import Actor
from forum.runtime import Runtime
from forum.uploads import jobs
from forum.uploads.rules import BYTES_KEPT, UNUSED_KEPT
from tests import factories
from tests.client import API, Client
from tests.forum.uploads import samples
from tests.forum.uploads.sending import Headers, bytes_stored, send, sent

SECOND = timedelta(seconds=1)


async def tidy(runtime: Runtime, client: Client, later: timedelta) -> None:
    moved = replace(runtime, clock=lambda: runtime.clock() + later)
    await jobs.kinds(client.app_state["store"])[jobs.TIDY](moved, {})


def test_an_upload_in_no_text_goes_after_a_day(
    client: Client, hers: Headers, tmp_path: Path
) -> None:
    made = sent(client, hers, samples.picture(size=(400, 300)))
    assert len(bytes_stored(tmp_path)) == 2
    client.do(tidy, client, UNUSED_KEPT - timedelta(minutes=1))
    assert client.get(made["url"], headers=hers).status_code == 200
    client.do(tidy, client, UNUSED_KEPT + SECOND)
    assert client.get(made["url"], headers=hers).status_code == 404
    assert bytes_stored(tmp_path) == []


def test_an_upload_in_a_text_stays(client: Client, maria: Actor, hers: Headers) -> None:
    made = sent(client, hers, b"minutes", "minutes.txt")
    client.do(factories.topic, maria, body=made["markdown"])
    client.do(tidy, client, timedelta(days=400))
    assert client.get(made["url"]).content == b"minutes"


def test_references_of_others_keep_nothing(client: Client, maria: Actor, hers: Headers) -> None:
    made = sent(client, hers, b"minutes", "minutes.txt")
    client.do(factories.topic, client.member("jun"), body=made["markdown"])
    client.do(tidy, client, UNUSED_KEPT + SECOND)
    assert client.get(made["url"], headers=hers).status_code == 404


def test_bytes_stay_as_long_as_an_upload_names_them(
    client: Client, hers: Headers, tmp_path: Path
) -> None:
    first = sent(client, hers, b"the same", "a.txt")
    jun = client.token(client.member("jun"))
    second = sent(client, jun, b"the same", "b.txt")
    assert client.delete(f"{API}/uploads/{first['id']}", headers=hers).status_code == 204
    client.do(tidy, client, BYTES_KEPT + SECOND)
    assert client.get(second["url"], headers=jun).content == b"the same"
    assert client.delete(f"{API}/uploads/{second['id']}", headers=jun).status_code == 204
    client.do(tidy, client, BYTES_KEPT - timedelta(minutes=1))
    assert len(bytes_stored(tmp_path)) == 1
    client.do(tidy, client, BYTES_KEPT + SECOND)
    assert bytes_stored(tmp_path) == []


def test_what_was_removed_can_be_uploaded_again(client: Client, hers: Headers) -> None:
    made = sent(client, hers, b"words", "a.txt")
    client.delete(f"{API}/uploads/{made['id']}", headers=hers)
    client.do(tidy, client, BYTES_KEPT + SECOND)
    again = sent(client, hers, b"words", "a.txt")
    assert client.get(again["url"], headers=hers).content == b"words"


def test_bytes_whose_upload_was_refused_in_the_end_go_too(
    client: Client, hers: Headers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(*_values: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("forum.uploads.api.actions.add_upload", nobody)
    with pytest.raises(ConnectionError):
        send(client, hers, b"words", "a.txt")
    assert len(bytes_stored(tmp_path)) == 1
    client.do(tidy, client, BYTES_KEPT + SECOND)
    assert bytes_stored(tmp_path) == []


def test_bytes_that_the_store_lost_are_not_found(
    client: Client, hers: Headers, tmp_path: Path
) -> None:
    made = sent(client, hers, b"words", "a.txt")
    for path in (tmp_path / "uploads").rglob("*"):
        if path.is_file():
            path.unlink()
    assert client.get(made["url"], headers=hers).status_code == 404
