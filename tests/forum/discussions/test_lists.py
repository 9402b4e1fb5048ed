"""Lists of topics: what narrows them, and that nothing is left out unsaid."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from sqlalchemy import event

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.pages import lists
from forum.discussions.schemas import PostDraft
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

LISTS = ["/", "/s/general"]


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@pytest.fixture
def jan(client: Client) -> Actor:
    return client.member("jan")


def listed(client: Client, url: str) -> list[int]:
    """Numbers of the topics on a page."""
    page = client.get(url)
    assert page.status_code == 200, page.text
    return [int(found) for found in re.findall(r'data-topic="(\d+)"', page.text)]


def store(client: Client) -> None:
    async def act(_runtime: Any) -> None:
        await client.app_state["seen"].store()

    client.do(act)


@contextmanager
def statements(client: Client) -> Iterator[list[str]]:
    """What the database is asked within the block."""
    asked: list[str] = []
    engines = {engine.sync_engine for engine in client.runtime.database.engines}

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def reply(runtime: Runtime, who: Actor, topic: TopicId) -> None:
    async with runtime.unit(who) as unit:
        await actions.reply(unit, topic, PostDraft(body="More"))


@pytest.mark.parametrize("url", LISTS)
def test_filters_combine(client: Client, maria: Actor, url: str) -> None:
    first = client.do(factories.topic, maria, kind="question", language="de", tags=["ai"])
    second = client.do(factories.topic, maria, kind="question", language="de")
    third = client.do(factories.topic, maria, kind="discussion", language="de", tags=["ai"])
    fourth = client.do(factories.topic, maria, kind="question", language="en", tags=["ai"])
    assert listed(client, f"{url}?kind=question") == [fourth, second, first]
    assert listed(client, f"{url}?kind=question&tag=AI") == [fourth, first]
    assert listed(client, f"{url}?kind=question&tag=AI&language=de") == [first]
    assert listed(client, f"{url}?tag=AI&language=de&sort=new") == [third, first]
    assert listed(client, f"{url}?kind=question&unanswered=1") == [fourth, second, first]


@pytest.mark.parametrize("url", LISTS)
def test_a_list_of_one_language_says_how_many_topics_it_leaves_out(
    client: Client, maria: Actor, url: str
) -> None:
    for language, tags in (("de", ["ai"]), ("en", ["ai"]), ("th", ["ai"]), ("th", [])):
        client.do(factories.topic, maria, language=language, tags=tags)
    page = client.get(f"{url}?tag=ai&language=de").text
    assert "2 topics in other languages are not listed." in page
    assert f'<a href="{url}?tag=ai">Show every language</a>' in page
    page = client.get(f"{url}?tag=ai&language=de&kind=discussion&sort=new").text
    assert f'href="{url}?kind=discussion&amp;tag=ai&amp;sort=new">Show every language' in page
    assert "not listed" not in client.get(f"{url}?tag=ai").text


def test_topics_that_the_reader_does_not_see_are_not_counted(client: Client, maria: Actor) -> None:
    client.do(factories.space, slug="closed", access="private")
    moderator = client.member("mod", Role.MODERATOR)
    client.do(factories.topic, moderator, "closed", language="th")
    client.do(factories.topic, maria, language="de")
    assert "not listed" not in client.get("/?language=de").text
    client.sign_in(moderator)
    assert "1 topic in another language is not listed." in client.get("/?language=de").text


@pytest.mark.parametrize("url", LISTS)
def test_members_list_what_they_have_not_read(
    client: Client, maria: Actor, jan: Actor, url: str
) -> None:
    read, unread = (client.do(factories.topic, maria) for _ in range(2))
    client.sign_in(jan)
    assert listed(client, f"{url}?unread=1") == [unread, read]
    client.get(f"/t/{read}/open-courses")
    assert listed(client, f"{url}?unread=1") == [unread]  # noted, and not stored yet
    store(client)
    assert listed(client, f"{url}?unread=1") == [unread]
    client.do(reply, maria, read)
    assert listed(client, f"{url}?unread=1") == [read, unread]
    client.sign_in(maria)
    client.get(f"/t/{unread}/open-courses")
    assert listed(client, f"{url}?unread=1&kind=discussion") == [read]


def test_what_is_unread_is_for_members_only(client: Client, maria: Actor) -> None:
    client.do(factories.topic, maria)
    assert client.get("/?unread=1").status_code == 401
    assert "unread" not in client.get("/").text
    client.sign_in(maria)
    assert '<a href="/?unread=1">Unread</a>' in client.get("/").text


def test_programs_list_what_their_member_has_not_read(
    client: Client, maria: Actor, jan: Actor
) -> None:
    read, unread = (client.do(factories.topic, maria) for _ in range(2))
    url, mine, theirs = f"{API}/topics?unread=true", client.token(jan), client.token(maria)
    client.put(f"{API}/topics/{read}/reading", json={"last_read": 1}, headers=mine)
    assert [one["id"] for one in client.get(url, headers=mine).json()["items"]] == [unread]
    assert len(client.get(url, headers=theirs).json()["items"]) == 2
    assert client.get(url).status_code == 401
    for name in ("unread", "unanswered"):
        refused = client.get(f"{API}/topics?q=open&{name}=true", headers=mine)
        assert [one["pointer"] for one in refused.json()["errors"]] == [f"#/{name}"]


@pytest.mark.parametrize("url", LISTS)
def test_lists_are_paged_both_ways_with_what_was_chosen(
    client: Client, maria: Actor, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LATEST", 2)
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    topics = [client.do(factories.topic, maria, tags=["ai"]) for _ in range(3)]

    def follow(address: str, rel: str) -> str:
        found = re.search(f'rel="{rel}" href="([^"]*)"', client.get(address).text)
        assert found is not None
        return unescape(found[1])

    start = f"{url}?tag=ai"
    following = follow(start, "next")
    assert listed(client, start) + listed(client, following) == topics[::-1]
    assert following.startswith(start)
    assert listed(client, follow(following, "prev")) == listed(client, start)


def test_the_front_page_gives_way_to_a_list_that_was_asked_for(
    client: Client, maria: Actor
) -> None:
    client.do(factories.topic, maria)
    assert 'id="spaces"' in client.get("/").text
    assert 'id="spaces"' not in client.get("/?kind=discussion").text


@pytest.mark.parametrize("url", LISTS)
def test_choosing_a_language_costs_a_query_and_a_kept_list_none(
    client: Client, maria: Actor, url: str
) -> None:
    client.do(factories.topic, maria, language="en")
    client.get(f"{url}?kind=question")
    costs = []
    for chosen in ("?sort=new", "?sort=new&language=en", "?sort=new&language=en"):
        with statements(client) as asked:
            client.get(url + chosen)
        costs.append(sum("SELECT" in one for one in asked))
    assert costs == [costs[0], costs[0] + 1, 0]


def heads(client: Client, url: str) -> dict[str, list[Any]] | None:
    """Where the channels of a list stood before it was read; `None` where it is not followed."""
    found = re.search("data-heads='([^']*)'", client.get(url).text)
    return json.loads(unescape(found[1])) if found else None


@pytest.mark.parametrize("who", ["visitor", "jan"])
@pytest.mark.parametrize("url", LISTS)
def test_the_start_of_a_list_says_where_its_channels_stand(
    client: Client, maria: Actor, jan: Actor, url: str, who: str
) -> None:
    if who == "jan":
        client.sign_in(jan)
    topic = client.do(factories.topic, maria)
    before = heads(client, url)
    assert before is not None
    client.do(reply, maria, topic)
    after = heads(client, url)
    assert after is not None
    assert [*before] == [*after] == ["space:general"]
    assert after["space:general"][0] == before["space:general"][0] + 1
    assert heads(client, f"{url}?lang=fr") == after
    assert heads(client, f"{url}?kind=question") is None
    assert heads(client, f"{url}?sort=new") is None


def test_a_list_names_the_channels_of_those_spaces_only_that_its_reader_sees(
    client: Client, maria: Actor
) -> None:
    client.do(factories.space, slug="closed", access="private")
    client.do(factories.space, slug="members", access="members")
    assert {*(heads(client, "/") or ())} == {"space:general"}
    client.sign_in(maria)
    assert {*(heads(client, "/") or ())} == {"space:general", "space:members"}
