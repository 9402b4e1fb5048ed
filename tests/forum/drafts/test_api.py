"""Drafts, as programs keep them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.core.permissions import Scope
from forum.drafts import jobs
from forum.drafts.rules import KEPT, MOST
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

Headers = dict[str, str]
DRAFTS = f"{API}/me/drafts"


@pytest.fixture
def maria(client: Client) -> Actor:
    return client.member("maria")


@pytest.fixture
def hers(client: Client, maria: Actor) -> Headers:
    return client.token(maria)


def save(
    client: Client, who: Headers, place: str = "topic:1", match: str = "", **text: Any
) -> Response:
    asked = who | ({"if-match": match} if match else {})
    return client.put(f"{DRAFTS}/{place}", json=text or {"body": "half a thought"}, headers=asked)


def listed(client: Client, who: Headers) -> list[str]:
    return [one["place"] for one in client.get(DRAFTS, headers=who).json()["items"]]


def test_a_draft_comes_back_as_it_was_saved(client: Client, hers: Headers) -> None:
    text = {"title": "ชั่วโมง", "body": "หนึ่ง\n\nสอง", "tags": "ects, mooc", "language": "th"}
    made = save(client, hers, "space:general", **text)
    assert (made.status_code, made.json()["url"]) == (200, "/s/general/new")
    again = client.get(f"{DRAFTS}/space:general", headers=hers)
    assert again.json() == made.json()
    assert again.headers["etag"] == made.headers["etag"]
    assert {name: value for name, value in again.json()["text"].items() if value} == text


def test_nobody_reads_the_drafts_of_others(client: Client, hers: Headers) -> None:
    save(client, hers)
    theirs = client.token(client.member("tom"))
    assert client.get(f"{DRAFTS}/topic:1", headers=theirs).status_code == 404
    assert listed(client, theirs) == []
    assert client.get(DRAFTS).status_code == 401
    client.delete(f"{DRAFTS}/topic:1", headers=theirs)
    assert listed(client, hers) == ["topic:1"]


def test_the_last_saved_draft_comes_first(client: Client, hers: Headers) -> None:
    for place in ("topic:1", "post:2", "edit:3", "topic:1"):
        assert save(client, hers, place).status_code == 200
    assert listed(client, hers)[0] == "topic:1"
    assert sorted(listed(client, hers)) == ["edit:3", "post:2", "topic:1"]


def test_two_windows_do_not_overwrite_each_other(client: Client, hers: Headers) -> None:
    first = save(client, hers, match='"v0"', body="one")
    assert first.status_code == 200
    assert save(client, hers, match='"v0"', body="another window").status_code == 412
    second = save(client, hers, match=first.headers["etag"], body="two")
    assert second.status_code == 200
    late = save(client, hers, match=first.headers["etag"], body="late")
    assert (late.status_code, late.json()["code"]) == (412, "edited_meanwhile")
    shown = client.get(f"{DRAFTS}/topic:1", headers=hers)
    assert shown.json()["text"]["body"] == "two"
    assert save(client, hers, body="whatever is there").status_code == 200


def test_a_window_does_not_bring_back_what_another_one_deleted(
    client: Client, hers: Headers
) -> None:
    first = save(client, hers)
    assert client.delete(f"{DRAFTS}/topic:1", headers=hers).status_code == 204
    assert client.delete(f"{DRAFTS}/topic:1", headers=hers).status_code == 204
    assert save(client, hers, match=first.headers["etag"]).status_code == 412
    assert listed(client, hers) == []


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ({"language": "th"}, "#/"),
        ({"body": "x" * 40_001}, "#/body"),
        ({"body": "a\0b"}, "#/body"),
        ({"body": "x", "base": 0}, "#/base"),
        ({"body": "x", "other": "y"}, "#/other"),
    ],
)
def test_what_is_no_draft_is_refused(
    client: Client, hers: Headers, text: dict[str, Any], pointer: str
) -> None:
    refused = save(client, hers, **text)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"].startswith(pointer.rstrip("/"))
    assert listed(client, hers) == []


def test_a_place_that_cannot_be_is_not_found(client: Client, hers: Headers) -> None:
    assert save(client, hers, "topic:0").status_code == 404
    assert client.get(f"{DRAFTS}/topic:x", headers=hers).status_code == 404


def test_a_token_that_reads_saves_nothing(client: Client, maria: Actor) -> None:
    reads = client.token(maria, Scope.READ)
    assert save(client, reads).json()["code"] == "scope_too_narrow"
    assert client.get(DRAFTS, headers=reads).status_code == 200


def test_a_member_keeps_only_so_many(
    client: Client, hers: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.drafts.rules.MOST", 2)
    assert MOST == 100
    assert [save(client, hers, f"topic:{n}").status_code for n in (1, 2, 3)] == [200, 200, 409]
    assert save(client, hers, "topic:1").status_code == 200


def test_a_draft_that_nobody_goes_on_with_is_forgotten(client: Client, hers: Headers) -> None:
    save(client, hers)

    async def forget(runtime: Runtime, later: timedelta) -> None:
        moved = replace(runtime, clock=lambda: runtime.clock() + later)
        await jobs.KINDS[jobs.FORGET](moved, {})

    client.do(forget, KEPT - timedelta(minutes=1))
    assert listed(client, hers) == ["topic:1"]
    client.do(forget, KEPT + timedelta(minutes=1))
    assert listed(client, hers) == []


def test_what_is_posted_is_a_draft_no_longer(client: Client, maria: Actor, hers: Headers) -> None:
    client.do(factories.space)
    topic = client.do(factories.topic, maria)
    url, place = f"{API}/topics/{topic}/posts", f"topic:{topic}"
    version = save(client, hers, place).json()["version"]
    client.post(url, json={"body": "said elsewhere"}, headers=hers)
    client.post(url, json={"body": "an older draft", "draft": version - 1}, headers=hers)
    assert listed(client, hers) == [place]
    refused = client.post(url, json={"body": "", "draft": version}, headers=hers)
    assert (refused.status_code, listed(client, hers)) == (422, [place])
    posted = client.post(url, json={"body": "the thought", "draft": version}, headers=hers)
    assert (posted.status_code, listed(client, hers)) == (201, [])


def test_the_draft_of_an_answer_of_a_topic_and_of_an_edit_go_with_theirs(
    client: Client, maria: Actor, hers: Headers
) -> None:
    client.do(factories.space)
    topic = client.do(factories.topic, maria)
    first = client.get(f"{API}/topics/{topic}/posts", headers=hers).json()["items"][0]["id"]
    places = ["space:general", f"post:{first}", f"edit:{first}"]
    kept = {one: save(client, hers, one).json()["version"] for one in places}
    began = {"space": "general", "title": "T", "body": "B", "draft": kept[places[0]]}
    client.post(f"{API}/topics", json=began, headers=hers)
    answer = {"body": "A", "parent_id": first, "draft": kept[places[1]]}
    client.post(f"{API}/topics/{topic}/posts", json=answer, headers=hers)
    change = {"body": "C", "draft": kept[places[2]]}
    client.patch(f"{API}/posts/{first}", json=change, headers=hers)
    assert listed(client, hers) == []
