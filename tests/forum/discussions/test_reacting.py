"""Reactions to posts."""

from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.permissions import Scope
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]
CARD = {
    "url": "https://example.org/course",
    "type": "course",
    "languages": ["en"],
    "licence": "CC-BY-4.0",
}


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@pytest.fixture
def post(client: Client, maria: Actor) -> Json:
    topic = client.do(factories.topic, maria, replies=["One", "Two"])
    found: Json = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]
    return found


def press(client: Client, who: dict[str, str], post: Json, name: str) -> Any:
    return client.put(f"{API}/posts/{post['id']}/reactions/{name}", headers=who)


def sums(client: Client, post: Json) -> Json:
    found: Json = client.get(f"{API}/posts/{post['id']}").json()["reactions"]
    return found


def heads(client: Client, channel: str) -> int:
    async def read(runtime: Runtime) -> int:
        return (await runtime.log.heads([channel])).get(channel, (0, ""))[0]

    return client.do(read)


def test_reactions_are_counted_once_for_each_member(client: Client, post: Json) -> None:
    jan, linh = (client.token(client.member(name)) for name in ("jan", "linh"))
    assert press(client, jan, post, "thanks").json()["reactions"] == {"thanks": 1}
    assert press(client, jan, post, "thanks").json()["reactions"] == {"thanks": 1}
    press(client, jan, post, "insightful")
    assert press(client, linh, post, "thanks").json()["reactions"] == {"thanks": 2, "insightful": 1}
    url = f"{API}/posts/{post['id']}/reactions/thanks"
    assert client.delete(url, headers=jan).status_code == 204
    assert client.delete(url, headers=jan).status_code == 204
    assert sums(client, post) == {"thanks": 1, "insightful": 1}
    client.delete(url, headers=linh)
    assert sums(client, post) == {"insightful": 1}


def test_what_does_not_fit_is_refused(client: Client, maria: Actor, post: Json) -> None:
    author, jan = client.token(maria), client.token(client.member("jan"))
    assert press(client, author, post, "thanks").json()["code"] == "reaction_to_own_post"
    assert press(client, jan, post, "same_here").json()["code"] == "reaction_not_offered"
    assert press(client, jan, post, "love").status_code == 404
    assert press(client, {}, post, "thanks").status_code == 401
    reader = client.token(client.member("linh"), Scope.READ)
    assert press(client, reader, post, "thanks").json()["code"] == "scope_too_narrow"
    client.delete(f"{API}/posts/{post['id']}", headers=author)
    assert press(client, jan, post, "thanks").json()["code"] == "post_gone"
    assert press(client, jan, {"id": 999}, "thanks").status_code == 404


def test_who_uses_a_shared_resource_too_can_say_so(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria, kind="resource", resource=CARD)
    [first] = client.get(f"{API}/topics/{topic}/posts").json()["items"]
    jan = client.token(client.member("jan"))
    assert press(client, jan, first, "same_here").json()["reactions"] == {"same_here": 1}


def test_the_topic_alone_hears_of_sums_that_changed(client: Client, post: Json) -> None:
    jan = client.token(client.member("jan"))
    topic, space = f"topic:{post['topic_id']}", "space:general"
    before = heads(client, topic), heads(client, space)
    press(client, jan, post, "agree")
    press(client, jan, post, "agree")
    assert (heads(client, topic), heads(client, space)) == (before[0] + 1, before[1])


def test_the_tag_of_a_post_changes_with_its_marks(client: Client, post: Json) -> None:
    jan = client.token(client.member("jan"))
    url = f"{API}/posts/{post['id']}"
    before = client.get(url).headers["etag"]
    press(client, jan, post, "agree")
    answer = client.get(url, headers={"if-none-match": before})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v1.agree1"')


def test_an_edit_names_the_version_with_or_without_marks(
    client: Client, maria: Actor, post: Json
) -> None:
    press(client, client.token(client.member("jan")), post, "agree")
    url, author = f"{API}/posts/{post['id']}", client.token(maria)
    tag = client.get(url).headers["etag"]
    change = {"body": "Better"}
    assert client.patch(url, json=change, headers={**author, "if-match": tag}).status_code == 200
    assert client.patch(url, json=change, headers={**author, "if-match": tag}).status_code == 412


def test_the_page_shows_sums_to_all_and_ones_own_to_oneself(client: Client, post: Json) -> None:
    jan, linh = client.member("jan"), client.member("linh")
    press(client, client.token(jan), post, "thanks")
    url = f"/t/{post['topic_id']}/open-courses"
    assert "Thanks 1" in (visitors := client.get(url).text)
    assert "yours:" not in visitors
    client.sign_in(linh)
    assert "yours:" not in client.get(url).text
    client.sign_in(jan)
    for _ in range(2):  # made, and kept
        page = client.get(url).text
        assert "Thanks 1" in page
        assert "yours: Thanks" in page
    assert "yours: Thanks" in client.get(f"/p/{post['id']}/fragment?lang=en&view=original").text


def test_reactions_are_given_and_taken_back_by_forms(client: Client, post: Json) -> None:
    client.sign_in(client.member("jan"))
    page = f"/p/{post['id']}/react"
    assert 'value="same_here"' not in client.get(page).text
    answer = client.fill_in(page, {"add": "thanks"})
    assert (answer.status_code, sums(client, post)) == (303, {"thanks": 1})
    assert answer.headers["location"].endswith(f"?at={post['id']}#p{post['id']}")
    assert 'name="remove" value="thanks" aria-pressed="true"' in client.get(page).text
    client.fill_in(page, {"remove": "thanks"})
    assert sums(client, post) == {}
    refused = client.fill_in(page, {"add": "same_here"})
    assert refused.status_code == 422
    assert "not offered here" in refused.text
