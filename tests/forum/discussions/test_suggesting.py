"""Whom and what the editor suggests."""

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.spaces.rules import Access
from tests import factories
from tests.client import API, Client

Headers = dict[str, str]


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria", name="María José")


@pytest.fixture
def hers(client: Client, maria: Actor) -> Headers:
    return client.token(maria)


@pytest.fixture
def topic(client: Client, maria: Actor) -> TopicId:
    return client.do(factories.topic, maria, tags=["ects", "mooc"])


def named(client: Client, who: Headers, **asked: object) -> list[str]:
    url = f"{API}/suggestions/members"
    answer = client.get(url, params=asked, headers=who)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [one["handle"] for one in answer.json()["items"]]


def reply(client: Client, topic: TopicId, who: Actor) -> None:
    body = {"body": "I was here"}
    client.post(f"{API}/topics/{topic}/posts", json=body, headers=client.token(who))


def test_who_wrote_in_the_topic_comes_first(client: Client, hers: Headers, topic: TopicId) -> None:
    client.member("tai")
    reply(client, topic, client.member("tom"))
    assert named(client, hers, q="t", topic=topic) == ["tom", "tai"]
    assert named(client, hers, q="@TO", topic=topic) == ["tom"]
    assert named(client, hers, topic=topic) == ["tom"]


def test_participants_are_found_by_their_names_too(
    client: Client, hers: Headers, topic: TopicId
) -> None:
    reply(client, topic, client.member("somchai", name="สมชาย ใจดี"))
    assert named(client, hers, q="ใจดี", topic=topic) == ["somchai"]
    assert named(client, hers, q="100%", topic=topic) == []


def test_nobody_is_suggested_to_themselves(client: Client, hers: Headers, topic: TopicId) -> None:
    assert named(client, hers, q="maria", topic=topic) == []


def test_only_members_who_see_the_topic_are_suggested(
    client: Client, maria: Actor, hers: Headers
) -> None:
    ada = client.member("ada", Role.ADMIN)
    inside, outside = client.member("tin"), client.member("tout")
    client.member("tmod", Role.MODERATOR)
    client.do(factories.space, "closed", access=Access.PRIVATE)
    admin = client.token(ada)
    for one in (maria, inside):
        client.put(f"{API}/spaces/closed/members/{one.handle}", headers=admin)
    topic = client.do(factories.topic, maria, "closed")
    assert named(client, hers, q="t", topic=topic) == ["tin", "tmod"]
    assert named(client, hers, q="t", space="closed") == ["tin", "tmod"]
    theirs = client.token(outside)
    assert named(client, theirs, q="t", topic=topic) == []
    assert named(client, theirs, q="m", topic=topic) == []
    assert named(client, theirs, q="t", space="closed") == []


def test_who_cannot_be_told_is_not_suggested(client: Client, hers: Headers, topic: TopicId) -> None:
    client.member("tnew", email_verified_at=None)
    client.member("tgone", state="suspended")
    assert named(client, hers, q="t", topic=topic) == []


def test_names_are_suggested_to_members_and_about_one_place(
    client: Client, hers: Headers, topic: TopicId
) -> None:
    url = f"{API}/suggestions/members"
    assert client.get(f"{url}?q=t&topic={topic}").status_code == 401
    assert client.get(f"{url}?q=t", headers=hers).status_code == 422
    assert client.get(f"{url}?q=t&topic={topic}&space=general", headers=hers).status_code == 422


def test_tags_of_most_topics_come_first_and_hidden_ones_do_not(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    client.do(factories.topic, maria, tags=["mooc", "mobility"])
    client.do(factories.space, "closed", access=Access.PRIVATE)
    client.do(factories.topic, client.member("mod", Role.MODERATOR), "closed", tags=["moral"])
    found = client.get(f"{API}/suggestions/tags?q=MO").json()["items"]
    assert found == [{"tag": "mooc", "count": 2}, {"tag": "mobility", "count": 1}]
    assert client.get(f"{API}/suggestions/tags?q=").status_code == 422


def test_tags_of_as_many_topics_stand_as_readers_look_for_them(
    client: Client, maria: Actor
) -> None:
    client.do(factories.topic, maria, tags=["ezra", "éclat", "echo"])
    found = client.get(f"{API}/suggestions/tags?q=e").json()["items"]
    assert [one["tag"] for one in found] == ["echo", "ezra"]
