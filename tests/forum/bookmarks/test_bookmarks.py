"""Posts that members keep for themselves, with a note."""

import re
from html import unescape

import pytest

from forum.bookmarks import pages
from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from tests import factories
from tests.client import API, Client

LIST = f"{API}/me/bookmarks"


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@pytest.fixture
def jan(client: Client) -> Actor:
    return client.member("jan")


@pytest.fixture
def topic(client: Client, maria: Actor) -> TopicId:
    return client.do(factories.topic, maria, replies=["first reply", "second reply"])


@pytest.fixture
def posts(client: Client, topic: TopicId) -> list[int]:
    found = client.get(f"{API}/topics/{topic}/posts").json()["items"]
    return [post["id"] for post in found]


def keep(client: Client, who: Actor, post: int, note: str = "") -> dict[str, object]:
    answer = client.put(
        f"{API}/posts/{post}/bookmark", json={"note": note}, headers=client.token(who)
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def kept(client: Client, who: Actor) -> list[tuple[int, str, bool]]:
    """Number, note, and whether the post is shown, of each bookmark of a member."""
    items = client.get(LIST, headers=client.token(who)).json()["items"]
    return [(one["post_id"], one["note"], one["post"] is not None) for one in items]


def test_programs_keep_posts_for_their_member_alone(
    client: Client, maria: Actor, jan: Actor, posts: list[int]
) -> None:
    keep(client, jan, posts[1])
    keep(client, jan, posts[0], "To be read again")
    changed = keep(client, jan, posts[1], "Ask Maria")
    assert changed["post"]["id"] == posts[1]  # type: ignore[index]
    assert kept(client, jan) == [
        (posts[0], "To be read again", True),
        (posts[1], "Ask Maria", True),
    ]
    assert kept(client, maria) == []
    headers = client.token(jan)
    for _ in range(2):
        gone = client.delete(f"{API}/posts/{posts[1]}/bookmark", headers=headers)
        assert gone.status_code == 204
    assert kept(client, jan) == [(posts[0], "To be read again", True)]


def test_who_is_not_signed_in_keeps_nothing(client: Client, posts: list[int]) -> None:
    assert client.get(LIST).status_code == 401
    assert client.put(f"{API}/posts/{posts[0]}/bookmark", json={}).status_code == 401
    assert client.get("/bookmarks").status_code == 401
    assert client.get(f"/p/{posts[0]}/keep").status_code == 401


def test_what_may_not_be_read_is_not_kept(client: Client, jan: Actor) -> None:
    moderator = client.member("mod", Role.MODERATOR)
    client.do(factories.space, slug="closed", access="private")
    topic = client.do(factories.topic, moderator, "closed")
    listed = client.get(f"{API}/topics/{topic}/posts", headers=client.token(moderator)).json()
    post = listed["items"][0]["id"]
    url = f"{API}/posts/{post}/bookmark"
    assert client.put(url, json={}, headers=client.token(jan)).status_code == 404
    assert (
        client.put(f"{API}/posts/999/bookmark", json={}, headers=client.token(jan)).status_code
        == 404
    )
    long = {"note": "x" * 501}
    assert client.put(url, json=long, headers=client.token(moderator)).status_code == 422
    assert kept(client, jan) == kept(client, moderator) == []


def test_a_post_that_went_leaves_the_note_which_can_be_taken_away(
    client: Client, maria: Actor, jan: Actor, posts: list[int]
) -> None:
    keep(client, jan, posts[1], "mine")
    client.delete(f"{API}/posts/{posts[1]}", headers=client.token(maria))
    assert kept(client, jan) == [(posts[1], "mine", False)]
    client.sign_in(jan)
    page = client.get("/bookmarks").text
    assert "This post is no longer there for you." in page
    assert "first reply" not in page
    sent = client.fill_in("/bookmarks", {"remove": "1"}, to=f"/p/{posts[1]}/keep")
    assert (sent.status_code, sent.headers["location"]) == (303, "/bookmarks")
    assert "No bookmarks" in client.get("/bookmarks").text


def test_members_keep_posts_by_a_form_and_see_them_marked(
    client: Client, jan: Actor, topic: TopicId, posts: list[int]
) -> None:
    client.sign_in(jan)
    url = f"/t/{topic}/open-courses"
    sign = f'#p{posts[1]} [href$=keep]::after{{content:" ✓"}}'
    assert sign not in client.get(url).text
    sent = client.fill_in(f"/p/{posts[1]}/keep", {"note": "Read <again>"})
    assert sent.headers["location"] == f"{url}?at={posts[1]}#p{posts[1]}"
    assert sign in client.get(url).text
    assert "Read &lt;again&gt;" in client.get("/bookmarks").text
    assert "Read &lt;again&gt;" in client.get(f"/p/{posts[1]}/keep").text
    client.fill_in("/bookmarks", {"remove": "1"}, to=f"/p/{posts[1]}/keep")
    assert sign not in client.get(url).text
    keep(client, jan, posts[1])
    assert sign in client.get(url).text
    client.cookies.clear()
    assert "::after" not in client.get(url).text


def test_a_note_that_is_too_long_comes_back_as_typed(
    client: Client, jan: Actor, posts: list[int]
) -> None:
    client.sign_in(jan)
    refused = client.fill_in(f"/p/{posts[1]}/keep", {"note": "y" * 501})
    assert refused.status_code == 422
    assert "y" * 501 in refused.text
    assert kept(client, jan) == []


def test_bookmarks_are_paged_both_ways(
    client: Client, jan: Actor, posts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    for post in posts:
        keep(client, jan, post)
    client.sign_in(jan)

    def shown(url: str) -> list[int]:
        found = re.findall(r'action="/p/(\d+)/keep"', client.get(url).text)
        return [int(one) for one in found]

    def follow(url: str, rel: str) -> str:
        found = re.search(f'rel="{rel}" href="([^"]*)"', client.get(url).text)
        assert found is not None
        return unescape(found[1])

    following = follow("/bookmarks", "next")
    assert shown("/bookmarks") + shown(following) == posts[::-1]
    assert shown(follow(following, "prev")) == shown("/bookmarks")
    first = client.get(f"{LIST}?limit=1", headers=client.token(jan)).json()
    second = client.get(f"{LIST}?limit=1&cursor={first['next']}", headers=client.token(jan)).json()
    assert [one["post_id"] for one in first["items"] + second["items"]] == posts[:0:-1]
