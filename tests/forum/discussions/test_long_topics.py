"""Finding one's way in topics of many posts, and in branches that are deep."""

import re
from html import unescape

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.schemas import PostDraft
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

SLUG = "open-courses"


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@pytest.fixture
def topic(client: Client, maria: Actor) -> TopicId:
    """A topic of 45 posts: every fifth one answers the one before."""
    topic = client.do(factories.topic, maria)

    async def write(runtime: Runtime) -> None:
        above = None
        for number in range(2, 46):
            async with runtime.unit(maria) as unit:
                draft = PostDraft(
                    body=f"text {number}", parent_id=above if number % 5 == 0 else None
                )
                above = (await actions.reply(unit, topic, draft)).id

    client.do(write)
    return topic


async def thread(runtime: Runtime, author: Actor, topic: TopicId, depth: int) -> list[int]:
    """Posts of which each answers the one before."""
    posts: list[int] = []
    for _ in range(depth):
        async with runtime.unit(author) as unit:
            draft = PostDraft(body="deeper", parent_id=posts[-1] if posts else None)
            posts.append((await actions.reply(unit, topic, draft)).id)
    return posts


def numbers(client: Client, url: str) -> list[int]:
    """Numbers of the posts on a page, in its order."""
    page = client.get(url)
    assert page.status_code == 200, page.text
    return [int(one) for one in re.findall(r"<bdi>#(\d+)</bdi>", page.text)]


def led(client: Client, url: str) -> str:
    """Where an address leads."""
    answer = client.get(url)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize("order", ["", "order=flat&"])
def test_a_number_leads_to_its_post(client: Client, topic: TopicId, order: str) -> None:
    url = f"/t/{topic}/{SLUG}?{order}"
    for number in (1, 25, 44):
        assert numbers(client, led(client, f"{url}number={number}"))[0] == number
    assert numbers(client, led(client, f"{url}number=2147483647"))[0] == 45
    newest = led(client, f"{url}at=newest")
    assert numbers(client, newest)[-1] == 45
    assert newest.rpartition("#p")[2] == led(client, f"{url}number=45").rpartition("#p")[2]
    assert client.get(f"{url}number=").status_code == 200
    assert client.get(f"{url}number=2147483648").status_code == 422
    assert client.get(f"{url}number=0").status_code == 422


def test_a_number_whose_post_is_gone_leads_to_the_next_one(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    def post(number: int) -> int:
        found = led(client, f"/t/{topic}/{SLUG}?number={number}")
        return int(found.rpartition("#p")[2])

    gone = post(30)
    client.delete(f"{API}/posts/{gone}", headers=client.token(maria))
    assert numbers(client, led(client, f"/t/{topic}/{SLUG}?number=30"))[0] == 31


def test_a_long_topic_says_where_it_can_be_entered(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    url = f"/t/{topic}/{SLUG}?order=flat"
    page = client.get(url).text
    assert f'href="/t/{topic}/{SLUG}?order=flat&amp;at=newest">Newest post' in page
    assert '<input type="hidden" name="order" value="flat">' in page
    assert "First unread post" not in page
    assert "Posts 21–40 of 45" in client.get(unescape(following(page))).text
    client.sign_in(maria)
    assert "First unread post" in client.get(url).text


def test_behind_the_last_page_there_is_none(client: Client, topic: TopicId) -> None:
    for order in ("", "&order=flat"):
        last = client.get(f"/t/{topic}/{SLUG}?before=end{order}").text
        assert "Posts 26–45 of 45" in last
        assert 'rel="next"' not in last
        assert 'rel="prev"' in last


def test_a_short_topic_has_nothing_to_jump_to(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria, replies=["One"])
    assert 'class="jump"' not in client.get(f"/t/{topic}/{SLUG}").text


def following(page: str) -> str:
    found = re.search('rel="next" href="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_a_branch_is_read_alone_with_a_way_up(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria, replies=["aside"])
    posts = client.do(thread, maria, topic, 9)
    page = client.get(f"/t/{topic}/{SLUG}").text
    assert f'href="/p/{posts[6]}/branch">Read this branch alone' in page
    assert f'href="/p/{posts[4]}/branch"' not in page
    alone = client.get(f"/p/{posts[6]}/branch").text
    assert re.findall(r'<article class="(post[^"]*)" id="p(\d+)"', alone) == [
        ("post", str(posts[6])),
        ("post d1", str(posts[7])),
        ("post d2", str(posts[8])),
    ]
    assert f'href="/p/{posts[5]}/branch">What it replies to' in alone
    assert f'href="/t/{topic}/{SLUG}?at={posts[6]}#p{posts[6]}"' in alone
    assert "What it replies to" not in client.get(f"/p/{posts[0]}/branch").text


def test_a_branch_is_paged_and_does_not_run_into_the_next(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria)
    [first], [_second] = (client.do(thread, maria, topic, 1) for _ in range(2))
    headers = client.token(maria)
    for _ in range(22):
        below = {"body": "below", "parent_id": first}
        client.post(f"{API}/topics/{topic}/posts", json=below, headers=headers)
    url = f"/p/{first}/branch"
    start = numbers(client, url)
    rest = numbers(client, unescape(following(client.get(url).text)))
    assert start + rest == [2, *range(4, 26)]
    assert numbers(client, f"{url}?before=end") == (start + rest)[-20:]


def test_a_branch_is_seen_by_those_who_see_its_topic(client: Client, maria: Actor) -> None:
    client.do(factories.space, slug="closed", access="private")
    moderator = client.member("mod", Role.MODERATOR)
    topic = client.do(factories.topic, moderator, "closed")
    [post] = client.do(thread, moderator, topic, 1)
    assert client.get(f"/p/{post}/branch").status_code == 404
    assert client.get("/p/999/branch").status_code == 404
    client.sign_in(moderator)
    assert client.get(f"/p/{post}/branch").status_code == 200


def test_the_branch_of_the_first_post_is_the_topic(client: Client, topic: TopicId) -> None:
    first = led(client, f"/t/{topic}/{SLUG}?number=1").rpartition("#p")[2]
    assert led(client, f"/p/{first}/branch?lang=de") == f"/t/{topic}/{SLUG}?lang=de"
