"""Feeds as a feed reader sees them."""

from xml.etree import ElementTree as ET

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.discussions.feeds import ATOM, LANG
from tests import factories
from tests.client import API, Client

NS = {"a": ATOM}


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space, language="en")
    return client.member("maria")


@pytest.fixture
def topic(client: Client, maria: Actor) -> TopicId:
    return client.do(factories.topic, maria, replies=["first <b>reply", "second reply"])


def read(client: Client, url: str) -> ET.Element:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)  # noqa: S314 (our own)


def test_a_space_is_a_feed_of_its_topics(client: Client, topic: TopicId) -> None:
    feed = read(client, "/s/general/feed.atom")
    entries = feed.findall("a:entry", NS)
    assert feed.findtext("a:title", namespaces=NS) == "General"
    assert [entry.findtext("a:title", namespaces=NS) for entry in entries] == ["Open courses"]
    assert entries[0].get(LANG) == "en"
    assert entries[0].findtext("a:author/a:name", namespaces=NS) == "Maria"
    assert "What do we know?" in (entries[0].findtext("a:content", namespaces=NS) or "")


def test_a_topic_is_a_feed_of_its_posts_newest_first(client: Client, topic: TopicId) -> None:
    feed = read(client, f"/t/{topic}/feed.atom")
    contents = [one.text or "" for one in feed.iterfind("a:entry/a:content", NS)]
    assert ["second" in contents[0], "&lt;b&gt;" in contents[1]] == [True, True]
    assert len({one.text for one in feed.iterfind("a:entry/a:id", NS)}) == 3
    assert feed.findtext("a:updated", namespaces=NS) is not None


def test_a_deleted_post_leaves_the_feed_at_once(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    assert len(read(client, f"/t/{topic}/feed.atom").findall("a:entry", NS)) == 3
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    client.delete(f"{API}/posts/{post}", headers=client.token(maria))
    contents = [
        one.text for one in read(client, f"/t/{topic}/feed.atom").iterfind("a:entry/a:content", NS)
    ]
    assert not any("first" in (text or "") for text in contents)


def test_an_empty_space_is_a_feed_too(client: Client, maria: Actor) -> None:
    assert read(client, "/s/general/feed.atom").findall("a:entry", NS) == []


def test_what_visitors_do_not_see_has_no_feed(client: Client) -> None:
    client.do(factories.space, "closed", access="private")
    assert client.get("/s/closed/feed.atom").status_code == 404
    assert client.get("/t/999/feed.atom").status_code == 404
