"""Copies of one's own data."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from forum.accounts.rules import Way
from forum.core.actor import Actor
from forum.core.permissions import Scope
from forum.db import holdings
from forum.privacy import actions
from forum.privacy.actions import REMOVE
from forum.privacy.copying import Copying
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client
from tests.forum.privacy.working import WEEK, copy_of, leave, mails, work
from tests.forum.uploads.sending import sent

Headers = dict[str, str]


def test_a_copy_holds_what_a_member_wrote_and_no_text_of_others(
    client: Client, maria: Actor, hers: Headers
) -> None:
    jun = client.member("jun")
    topic = client.do(factories.topic, maria, replies=["Mine too"], title="Open courses")
    client.do(factories.topic, jun, title="Not hers", body="A secret of Jun")
    reply = {"body": "Words of Jun"}
    client.post(f"{API}/topics/{topic}/posts", json=reply, headers=client.token(jun))
    copy = copy_of(client, hers)
    assert [one["handle"] for one in copy["account"]] == ["maria"]
    assert copy["account"][0]["bio"] == "Teaches in Lisbon."
    assert [one["title"] for one in copy["topics"]] == ["Open courses"]
    assert [one["source"] for one in copy["posts"]] == ["What do we know?", "Mine too"]
    assert "Jun" not in str(copy)


def test_a_copy_holds_earlier_texts_and_tokens_without_their_words(
    client: Client, maria: Actor, hers: Headers
) -> None:
    client.do(factories.topic, maria)
    change = {"body": "What do we know now?"}
    assert client.patch(f"{API}/posts/1", json=change, headers=hers).status_code == 200
    copy = copy_of(client, hers)
    assert [one["source"] for one in copy["earlier_texts"]] == ["What do we know?"]
    assert [one["name"] for one in copy["tokens"]] == ["test"]
    assert "hash" not in copy["tokens"][0]
    assert "password_hash" not in copy["account"][0]


def test_a_copy_holds_files_as_they_were_uploaded(
    client: Client, maria: Actor, hers: Headers
) -> None:
    made = sent(client, hers, b"minutes", "minutes.txt")
    sent(client, client.token(client.member("jun")), b"not hers", "other.txt")
    copy = copy_of(client, hers)
    assert copy[f"uploads/{made['id']}-minutes.txt"] == b"minutes"
    assert [one["name"] for one in copy["uploads"]] == ["minutes.txt"]


def test_a_copy_goes_on_where_one_look_at_the_rows_ends(
    client: Client, maria: Actor, hers: Headers, monkeypatch: Any
) -> None:
    monkeypatch.setattr(holdings, "BATCH", 2)
    client.do(factories.topic, maria, replies=["2", "3", "4"])
    for name in "abc":
        client.do(factories.topic, maria, title=f"Topic {name}")
    copy = copy_of(client, hers)
    assert [one["source"] for one in copy["posts"]][1:4] == ["2", "3", "4"]
    assert len(copy["topics"]) == 4


def test_a_file_that_the_store_lacks_is_left_out(
    client: Client, hers: Headers, tmp_path: Path
) -> None:
    sent(client, hers, b"minutes", "minutes.txt")
    for path in (tmp_path / "uploads").rglob("*"):
        if path.is_file():
            path.unlink()
    assert [name for name in copy_of(client, hers) if "/" in name] == []


def test_a_mail_tells_that_a_copy_is_ready(client: Client, hers: Headers) -> None:
    copy_of(client, hers)
    mail = mails(client)[0].mail
    assert mail.to == "maria@example.org"
    assert "http://testserver/settings/data" in mail.text


def test_asking_again_within_a_day_makes_no_other_copy(client: Client, hers: Headers) -> None:
    first = client.post(f"{API}/me/export", headers=hers).json()
    assert first["state"] == "making"
    assert client.post(f"{API}/me/export", headers=hers).json() == first
    assert work(client) == 2
    ready = client.post(f"{API}/me/export", headers=hers).json()
    assert ready["state"] == "ready"
    assert work(client) == 0


def test_only_the_member_downloads_a_copy(client: Client, hers: Headers) -> None:
    copy_of(client, hers)
    url = client.get(f"{API}/me/export", headers=hers).json()["url"]
    assert client.get(url, headers=client.token(client.member("jun"))).status_code == 404
    assert client.get(url).status_code in {303, 401}
    answer = client.get(url, headers=hers)
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (
        "application/zip",
        "no-store",
    )


def test_a_token_that_may_only_read_has_no_copy_made(client: Client, maria: Actor) -> None:
    reading = client.token(maria, Scope.READ)
    assert client.post(f"{API}/me/export", headers=reading).status_code == 403
    assert client.get(f"{API}/me/export", headers=reading).json()["state"] == "none"


async def _forget(runtime: Runtime) -> None:
    async with runtime.unit(Actor()) as unit:
        unit.later("privacy.forget")


def test_a_copy_is_gone_after_a_week(client: Client, hers: Headers, tmp_path: Path) -> None:
    copy_of(client, hers)
    kept = list((tmp_path / "uploads" / "exports").iterdir())
    assert len(kept) == 1
    client.do(_forget)
    work(client)
    assert list((tmp_path / "uploads" / "exports").iterdir()) == kept
    client.do(_forget)
    work(client, WEEK)
    assert list((tmp_path / "uploads" / "exports").iterdir()) == []
    assert client.get(f"{API}/me/export", headers=hers).json()["state"] == "none"
    assert client.get("/settings/data/export.zip", headers=hers).status_code == 404


def test_a_copy_whose_bytes_are_lost_is_not_there(
    client: Client, hers: Headers, tmp_path: Path
) -> None:
    copy_of(client, hers)
    for path in (tmp_path / "uploads" / "exports").iterdir():
        path.unlink()
    assert client.get("/settings/data/export.zip", headers=hers).status_code == 404


def test_the_page_goes_from_asking_to_the_download(client: Client, maria: Actor) -> None:
    client.sign_in(maria)
    assert "Get a copy" in client.get("/settings/data").text
    assert client.fill_in("/settings/data", {}).headers["location"] == "/settings/data"
    assert "is being made" in client.get("/settings/data").text
    work(client)
    assert 'href="/settings/data/export.zip"' in client.get("/settings/data").text
    assert client.post("/settings/data", data={}).status_code == 403


def test_the_kind_of_job_that_removes_bytes_may_come_twice(client: Client, hers: Headers) -> None:
    async def remove(runtime: Runtime) -> None:
        async with runtime.unit(Actor()) as unit:
            unit.later(REMOVE, key="exports/nothing")

    client.do(remove)
    assert work(client) == 1
    assert work(client) == 0


async def _asked(runtime: Runtime, who: Actor, later: timedelta) -> None:
    moved = replace(runtime, clock=lambda: runtime.clock() + later)
    async with moved.unit(who) as unit:
        await actions.request_export(unit)


def test_a_newer_copy_takes_the_place_of_one_of_the_day_before(
    client: Client, maria: Actor, hers: Headers, tmp_path: Path
) -> None:
    copy_of(client, hers)
    (before,) = (tmp_path / "uploads" / "exports").iterdir()
    client.do(_asked, maria, timedelta(days=1))
    work(client, timedelta(days=1, minutes=1))
    (after,) = (tmp_path / "uploads" / "exports").iterdir()
    assert before.name != after.name
    assert client.get(f"{API}/me/export", headers=hers).json()["state"] == "ready"


def test_a_copy_that_nobody_wants_any_more_is_not_made(
    client: Client, maria: Actor, tmp_path: Path
) -> None:
    client.do(_asked, maria, timedelta())
    client.do(_asked, maria, timedelta(days=1))
    work(client, timedelta(days=1, minutes=1))
    assert len(list((tmp_path / "uploads" / "exports").iterdir())) == 1


def test_a_copy_that_was_overtaken_while_it_was_made_is_removed(
    client: Client, maria: Actor, tmp_path: Path, monkeypatch: Any
) -> None:
    write = Copying.write

    async def overtaken(*values: Any) -> None:
        monkeypatch.setattr(Copying, "write", write)
        await write(*values)
        await _asked(client.runtime, maria, timedelta(days=1))

    monkeypatch.setattr(Copying, "write", overtaken)
    client.do(_asked, maria, timedelta())
    work(client)
    assert list((tmp_path / "uploads" / "exports").iterdir()) == []
    work(client, timedelta(days=1, minutes=1))
    assert len(list((tmp_path / "uploads" / "exports").iterdir())) == 1


def test_who_has_gone_meanwhile_is_sent_no_mail(
    client: Client, maria: Actor, hers: Headers
) -> None:
    client.post(f"{API}/me/export", headers=hers)
    leave(client, maria, Way.ANONYMISE)
    work(client)
    assert [one.mail.subject for one in mails(client)] == ["Your account is closed"]
