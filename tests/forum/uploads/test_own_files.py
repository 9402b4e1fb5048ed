"""A member's own files."""

from dataclasses import replace
from datetime import timedelta

from forum.core.actor import Actor
from forum.runtime import Runtime
from forum.uploads import jobs
from forum.uploads.rules import UNUSED_KEPT
from tests import factories
from tests.client import API, Client
from tests.forum.uploads import samples
from tests.forum.uploads.sending import Headers, sent


def test_own_files_are_listed_and_the_unused_ones_deleted(
    client: Client, maria: Actor, hers: Headers
) -> None:
    shown = sent(client, hers, samples.picture(), name="shown.png")
    spare = sent(client, hers, samples.picture(size=(30, 30)), name="spare.png")
    client.do(factories.topic, maria, body=shown["markdown"])
    client.sign_in(maria)
    listed = client.get(f"{API}/uploads?limit=1", headers=hers).json()
    assert [(one["upload"]["name"], one["in_use"]) for one in listed["items"]] == [
        (spare["name"], False)
    ]
    following = client.get(f"{API}/uploads?cursor={listed['next']}", headers=hers).json()
    assert [(one["upload"]["id"], one["in_use"]) for one in following["items"]] == [
        (shown["id"], True)
    ]
    assert client.fill_in("/uploads", {}, to="/uploads/remove").status_code == 303
    page = client.get("/uploads").text
    assert ("shown.png" in page, "spare.png" in page) == (True, False)


def test_a_file_that_a_post_shows_stays(client: Client, maria: Actor, hers: Headers) -> None:
    shown = sent(client, hers, samples.picture(), name="shown.png")
    spare = sent(client, hers, samples.picture(size=(30, 30)), name="spare.png")
    client.do(factories.topic, maria, body=shown["markdown"])
    client.sign_in(maria)
    values = {"upload": str(shown["id"])}
    refused = client.fill_in("/uploads", values, to="/uploads/remove")
    assert (refused.status_code, "A post shows this file" in refused.text) == (422, True)
    assert spare["name"] in client.get("/uploads").text


def test_nobody_lists_the_files_of_others(client: Client, hers: Headers) -> None:
    sent(client, hers, samples.picture())
    theirs = client.token(client.member("tom"))
    assert client.get(f"{API}/uploads", headers=theirs).json()["items"] == []
    assert client.get(f"{API}/uploads").status_code == 401


def test_a_file_waits_as_long_as_the_draft_that_it_stands_in(client: Client, hers: Headers) -> None:
    kept = sent(client, hers, samples.picture())
    sent(client, hers, samples.picture(size=(30, 30)))
    draft = {"body": f"See {kept['markdown']}"}
    client.put(f"{API}/me/drafts/topic:1", json=draft, headers=hers)

    async def tidy(runtime: Runtime) -> None:
        later = UNUSED_KEPT + timedelta(minutes=1)
        moved = replace(runtime, clock=lambda: runtime.clock() + later)
        await jobs.kinds(client.app_state["store"])[jobs.TIDY](moved, {})

    client.do(tidy)
    left = client.get(f"{API}/uploads", headers=hers).json()["items"]
    assert [one["upload"]["id"] for one in left] == [kept["id"]]
