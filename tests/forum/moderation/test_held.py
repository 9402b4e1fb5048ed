"""Texts that wait until a moderator has read them: who sees them, and what becomes of them."""

from collections.abc import Mapping
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.roles.tables import RoleGrant
from forum.runtime import Runtime
from tests import factories
from tests.client import API
from tests.forum.moderation.scene import WHY, Json, Scene

TEXT = "Dear watches!"
CARD = {
    "url": "https://example.org/course",
    "type": "course",
    "languages": ["en"],
    "licence": "CC-BY-4.0",
}


@pytest.fixture
def held(scene: Scene) -> Scene:
    """The same scene, in which moderators read first what maria writes."""
    done = scene.act("premoderate_member", f"member:{scene.maria.member_id}")
    assert done.status_code == 200, done.text
    return scene


def post(scene: Scene, path: str, body: Mapping[str, Any], who: Actor | None = None) -> Any:
    headers = scene.as_program(who or scene.maria)
    return scene.client.post(f"{API}{path}", json=body, headers=headers)


def wait(scene: Scene, **more: Any) -> Json:
    """Have maria reply, and give the text that waits."""
    answer = post(scene, f"/topics/{scene.topic}/posts", {"body": TEXT} | more)
    assert answer.status_code == 202, answer.text
    found: Json = answer.json()
    return found


def read(scene: Scene, path: str, who: Actor | None) -> Any:
    scene.client.cookies.clear()
    headers = scene.as_program(who) if who else {}
    return scene.client.get(f"{API}{path}", headers=headers)


def waiting(scene: Scene, who: Actor | None = None, **query: str) -> list[Json]:
    headers = scene.as_program(who or scene.olga)
    answer = scene.client.get(f"{API}/admin/held", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    return found


def test_what_waits_is_read_by_its_author_and_moderators_only(held: Scene) -> None:
    made = wait(held)
    assert (made["state"], made["body"]["source"]) == ("waiting", TEXT)
    for who, status in ((held.maria, 200), (held.olga, 200), (held.linh, 404), (None, 401)):
        assert read(held, f"/held/{made['id']}", who).status_code == status
    assert [one["id"] for one in read(held, "/held", held.maria).json()["items"]] == [made["id"]]
    assert read(held, "/held", held.linh).json()["items"] == []
    assert [one["id"] for one in waiting(held)] == [made["id"]]
    headers = held.as_program(held.linh)
    assert held.client.get(f"{API}/admin/held", headers=headers).status_code == 403


def test_what_waits_stands_on_no_other_surface(held: Scene) -> None:
    tables = ("post", "log_entry", "notification", "post_revision")
    before = {table: held.rows(table) for table in tables}
    was = held.topic_as_seen_by(held.linh)
    wait(held)
    assert {table: held.rows(table) for table in tables} == before
    for who in (held.linh, held.olga, held.maria, None):
        posts = read(held, f"/topics/{held.topic}/posts", who).json()["items"]
        assert TEXT not in {one["body"]["source"] for one in posts}
    assert held.topic_as_seen_by(held.linh) == was
    for path in (f"/t/{held.topic}", f"/t/{held.topic}/feed.atom", "/search?q=dear"):
        assert TEXT not in held.client.get(path, follow_redirects=True).text


def test_an_approved_reply_is_a_post_like_every_other(held: Scene) -> None:
    made = wait(held, parent_id=held.post)
    done = held.act("approve_held", f"held:{made['id']}")
    assert done.json()["changed"]["state"] == "approved"
    url = done.json()["changed"]["post_url"]
    shown = held.client.get(f"{API}/posts/{url[3:]}").json()
    assert (shown["author"]["handle"], shown["body"]["source"]) == ("maria", TEXT)
    assert (shown["parent_id"], shown["number"]) == (held.post, 3)
    assert waiting(held) == []
    assert any('"post.added"' in str(row["data"]) for row in held.rows("log_entry"))
    kinds = {row["kind"] for row in held.rows("job")}
    assert {"discussions.post_added", "moderation.tell", "text.changed"} <= kinds


def test_a_declined_text_is_kept_for_its_author_with_the_reason(held: Scene) -> None:
    made = wait(held)
    done = held.act("decline_held", f"held:{made['id']}")
    assert done.json()["changed"]["reason"] == WHY
    assert waiting(held) == []
    held.client.sign_in(held.maria)
    assert WHY in held.client.get(made["url"]).text
    assert made["url"] in held.client.get("/drafts").text
    assert "did not post it" in held.client.get("/decisions").text
    held.undo(done.json()["audit"]["id"])
    assert [one["id"] for one in waiting(held)] == [made["id"]]


def test_what_is_approved_again_is_the_same_post(held: Scene) -> None:
    target = f"held:{wait(held)['id']}"
    first = held.act("approve_held", target).json()
    held.undo(first["audit"]["id"])
    path = f"/posts/{first['changed']['post_url'][3:]}"
    assert read(held, path, held.linh).status_code == 404
    assert read(held, path, held.olga).json()["state"] == "hidden"
    again = held.act("approve_held", target).json()
    assert again["changed"]["post_url"] == first["changed"]["post_url"]
    assert read(held, path, held.linh).json()["state"] == "visible"


def test_a_topic_waits_with_its_card_and_is_begun_as_written(held: Scene) -> None:
    topic = {"space": "general", "title": "Watches", "body": TEXT, "tags": ["time"]}
    body = topic | {"kind": "resource", "resource": CARD}
    answer = post(held, "/topics", body)
    assert answer.status_code == 202, answer.text
    made = answer.json()
    assert made["topic"] is None
    topics = held.client.get(f"{API}/topics").json()["items"]
    assert [one["title"] for one in topics] == ["Open courses"]
    done = held.act("approve_held", f"held:{made['id']}").json()["changed"]
    found = held.client.get(f"{API}/topics/{done['topic']['id']}").json()
    assert (found["author"]["handle"], found["tags"]) == ("maria", ["time"])
    assert found["resource"]["url"] == CARD["url"]
    shared = post(held, "/topics", body)
    assert (shared.status_code, shared.json()["code"]) == (409, "already_shared")


def test_who_is_under_approval_changes_nothing_that_others_read(held: Scene) -> None:
    headers = held.as_program(held.maria)
    url = f"{API}/posts/{held.post}"
    refused = held.client.patch(url, json={"body": TEXT}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "under_approval")
    url = f"{API}/topics/{held.topic}"
    refused = held.client.patch(url, json={"title": TEXT}, headers=headers)
    assert refused.json()["code"] == "under_approval"
    held.act("lift_sanction", f"member:{held.maria.member_id}", fields={"kind": "approval"})
    answer = post(held, f"/topics/{held.topic}/posts", {"body": TEXT})
    assert answer.status_code == 201


def test_first_posts_of_a_space_that_asks_for_it_wait(scene: Scene) -> None:
    scene.client.do(factories.space, "careful", reviews_first=True)
    topic = scene.client.do(factories.topic, scene.maria, "careful")
    path = f"/topics/{topic}/posts"
    assert post(scene, path, {"body": TEXT}, scene.maria).status_code == 201
    assert post(scene, path, {"body": TEXT}, scene.olga).status_code == 201
    made = post(scene, path, {"body": TEXT}, scene.linh)
    assert made.status_code == 202
    assert post(scene, path, {"body": TEXT}, scene.linh).status_code == 202
    assert scene.act("approve_held", f"held:{made.json()['id']}").status_code == 200
    assert post(scene, path, {"body": TEXT}, scene.linh).status_code == 201


def test_a_reply_to_what_is_gone_stands_in_the_topic_itself(held: Scene) -> None:
    made = wait(held, parent_id=held.post)
    held.act("hide_post", f"post:{held.post}")
    done = held.act("approve_held", f"held:{made['id']}").json()["changed"]
    shown = held.client.get(f"{API}/posts/{done['post_url'][3:]}").json()
    assert shown["parent_id"] is None


def test_a_reply_is_not_approved_into_a_topic_that_takes_none(held: Scene) -> None:
    made = wait(held)
    for act, code in (("archive_topic", "topic_archived"), ("hide_topic", "topic_out_of_sight")):
        held.act(act, f"topic:{held.topic}")
        refused = held.act("approve_held", f"held:{made['id']}")
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert [one["state"] for one in waiting(held)] == ["waiting"]


def test_authors_take_back_what_was_not_approved(held: Scene) -> None:
    made, other = wait(held), wait(held)
    held.act("approve_held", f"held:{other['id']}")

    def take_back(one: Json, who: Actor) -> int:
        url, headers = f"{API}/held/{one['id']}", held.as_program(who)
        return held.client.delete(url, headers=headers).status_code

    assert take_back(made, held.linh) == 404
    assert take_back(made, held.olga) == 404
    assert take_back(other, held.maria) == 409
    assert take_back(made, held.maria) == 204
    assert waiting(held) == []


def test_who_looks_after_a_language_decides_about_texts_in_it(held: Scene) -> None:
    thai, english = wait(held, language="th"), wait(held, language="en")
    somchai = held.client.member("somchai")

    async def give(runtime: Runtime) -> None:
        async with runtime.unit(held.olga) as unit:
            unit.db.add(
                RoleGrant(
                    member_id=somchai.require_member(),
                    role="moderator",
                    language="th",
                    granted_at=unit.now,
                )
            )

    held.client.do(give)
    assert [one["id"] for one in waiting(held, somchai)] == [thai["id"]]
    assert [one["id"] for one in waiting(held, language="en")] == [english["id"]]
    refused = held.act("approve_held", f"held:{english['id']}", somchai)
    assert refused.status_code in {403, 404}
    assert held.act("approve_held", f"held:{thai['id']}", somchai).status_code == 200


def test_a_moved_topic_takes_what_waits_for_it_along(held: Scene) -> None:
    held.client.do(factories.space, "elsewhere")
    made = wait(held)
    held.act("move_topic", f"topic:{held.topic}", fields={"space": "elsewhere"})
    assert [one["id"] for one in waiting(held, space="elsewhere")] == [made["id"]]


def test_a_form_leads_to_the_text_that_waits_and_moderators_decide_on_a_page(held: Scene) -> None:
    browser = held.client
    browser.sign_in(held.maria)
    sent = browser.fill_in(f"/t/{held.topic}/reply/new", {"body": TEXT}, f"/t/{held.topic}/reply")
    place = sent.headers["location"]
    assert "Only you and moderators can read this." in browser.get(place).text
    browser.sign_in(held.olga)
    held.work("discussions.held_added")
    assert f"{place}/moderate" in browser.get("/moderation?kind=held").text
    done = browser.fill_in(f"{place}/moderate", {"act": "approve_held", "reason": WHY})
    assert done.headers["location"] == "/moderation"
    browser.sign_in(held.linh)
    assert TEXT in browser.get(f"/t/{held.topic}", follow_redirects=True).text
    assert browser.get(place).status_code == 404
