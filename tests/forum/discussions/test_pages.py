"""Topics and posts as people see them, with no script at work."""

import re
from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from tests import factories
from tests.client import API, Client, find_form


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria", languages=["en", "fr"])


@pytest.fixture
def topic(client: Client, maria: Actor) -> TopicId:
    return client.do(factories.topic, maria, replies=["first reply", "second reply"])


def texts(page: Response) -> list[str]:
    """The texts of the posts on a page."""
    found = re.findall(r'<div class="text"[^>]*>(.*?)</div>', page.text, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", text).strip() for text in found]


def test_a_topic_is_read_at_its_readable_address(client: Client, topic: TopicId) -> None:
    moved = client.get(f"/t/{topic}?lang=fr")
    assert (moved.status_code, moved.headers["location"]) == (
        301,
        f"/t/{topic}/open-courses?lang=fr",
    )
    page = client.get(f"/t/{topic}/open-courses")
    assert texts(page) == ["What do we know?", "first reply", "second reply"]
    assert 'lang="en"' in page.text


def test_a_topic_called_like_an_address_below_it_is_read_all_the_same(
    client: Client, maria: Actor
) -> None:
    topic = client.do(factories.topic, maria, title="Moderate")
    page = client.get(f"/t/{topic}", follow_redirects=True)
    assert page.url.path == f"/t/{topic}/moderate-topic"
    assert texts(page) == ["What do we know?"]


def test_home_and_space_list_the_topic(client: Client, topic: TopicId) -> None:
    for url in ("/", "/s/general", "/s/general?kind=discussion&sort=new"):
        assert f'href="/t/{topic}/open-courses"' in client.get(url).text
    assert "/t/" not in client.get("/s/general?kind=question").text


def test_a_visitor_is_sent_what_was_made_for_the_one_before(client: Client, topic: TopicId) -> None:
    url = f"/t/{topic}/open-courses"
    first, second = client.get(url), client.get(url)
    assert first.content == second.content
    assert second.headers["etag"] == first.headers["etag"]
    again = client.get(url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get(url, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert first.headers["content-encoding"] == "gzip"
    assert plain.text == first.text


def test_what_is_kept_is_stale_the_moment_something_changes(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    url = f"/t/{topic}/open-courses"
    token = client.token(maria)
    pages = [url, "/", "/s/general", f"{API}/topics/{topic}/posts"]
    before = [client.get(one).text for one in pages]
    client.post(f"{API}/topics/{topic}/posts", json={"body": "third"}, headers=token)
    after = [client.get(one).text for one in pages]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert texts(client.get(url))[-1] == "third"


def test_members_reply_by_a_form(client: Client, maria: Actor, topic: TopicId) -> None:
    client.sign_in(maria)
    url = f"/t/{topic}/open-courses"
    sent = client.fill_in(url, {"body": "from a form"}, to=f"/t/{topic}/reply")
    assert sent.status_code == 303
    assert re.fullmatch(rf"{url}\?at=(\d+)#p\1", sent.headers["location"])
    landed = client.get(sent.headers["location"])
    assert texts(landed) == ["from a form"]


def test_a_reply_to_one_post_hangs_from_it(client: Client, maria: Actor, topic: TopicId) -> None:
    client.sign_in(maria)
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]
    sent = client.fill_in(f"/p/{post['id']}/reply", {"body": "an answer"})
    assert sent.status_code == 303
    assert texts(client.get(f"/t/{topic}/open-courses"))[:3] == [
        "What do we know?",
        "first reply",
        "an answer",
    ]


def test_a_form_sent_twice_makes_one_post(client: Client, maria: Actor, topic: TopicId) -> None:
    client.sign_in(maria)
    form = find_form(client.get(f"/t/{topic}/open-courses").text, f"/t/{topic}/reply")
    both = [client.post(form.action, data=form.fields | {"body": "once"}) for _ in range(2)]
    assert [one.status_code for one in both] == [303, 303]
    assert both[0].headers["location"] == both[1].headers["location"]
    assert texts(client.get(f"/t/{topic}/open-courses")).count("once") == 1


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"body": ""}, "This is needed."),
    ({"body": "x" * 20_001}, "At most 20000 characters are allowed."),
    ({"body": "text", "language": "xx"}, "This language is not known here."),
]


@pytest.mark.parametrize(("values", "sentence"), REFUSED)
def test_a_form_that_does_not_fit_comes_back_as_typed(
    client: Client, maria: Actor, topic: TopicId, values: dict[str, str], sentence: str
) -> None:
    client.sign_in(maria)
    answer = client.fill_in(f"/t/{topic}/open-courses", values, to=f"/t/{topic}/reply")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert find_form(answer.text, f"/t/{topic}/reply").fields["body"] == values["body"]
    assert len(client.get(f"{API}/topics/{topic}/posts").json()["items"]) == 3


def test_a_form_that_expired_keeps_what_was_typed(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    client.sign_in(maria)
    values = {"body": "long thoughts", "csrf": "0.x"}
    answer = client.fill_in(f"/t/{topic}/open-courses", values, to=f"/t/{topic}/reply")
    assert answer.status_code == 422
    form = find_form(answer.text, f"/t/{topic}/reply")
    assert form.fields["body"] == "long thoughts"
    assert client.post(form.action, data=form.fields).status_code == 303


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_of_another_site_is_refused(
    client: Client, maria: Actor, topic: TopicId, headers: dict[str, str]
) -> None:
    client.sign_in(maria)
    form = find_form(client.get(f"/t/{topic}/open-courses").text, f"/t/{topic}/reply")
    answer = client.post(form.action, data=form.fields | {"body": "x"}, headers=headers)
    assert answer.status_code == 422
    assert len(client.get(f"{API}/topics/{topic}/posts").json()["items"]) == 3


def test_a_member_starts_a_topic(client: Client, maria: Actor) -> None:
    client.sign_in(maria)
    values = {"title": "นโยบายการศึกษา", "body": "มนุษย์ทั้งหลายเกิดมามีอิสระ", "tags": "mooc, ASEAN"}
    sent = client.fill_in("/s/general/new", values)
    assert sent.status_code == 303
    page = client.get(sent.headers["location"])
    assert page.status_code == 200
    assert "#asean" in page.text
    assert re.search(r'<h1>\s*<[^>]* lang="th"', page.text)


def test_of_two_who_edit_the_second_is_shown_both(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    client.sign_in(maria)
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    forms = [find_form(client.get(f"/p/{post}/edit").text) for _ in range(2)]
    first = client.post(f"/p/{post}/edit", data=forms[0].fields | {"body": "one said this"})
    assert first.status_code == 303
    second = client.post(f"/p/{post}/edit", data=forms[1].fields | {"body": "the other that"})
    assert second.status_code == 409
    assert "one said this" in second.text
    again = find_form(second.text)
    assert again.fields["body"] == "the other that"
    assert client.post(f"/p/{post}/edit", data=again.fields).status_code == 303
    assert "the other that" in texts(client.get(f"/p/{post}"))
    revisions = client.get(f"/p/{post}/revisions").text
    assert "first reply" in revisions
    assert "one said this" in revisions


def test_the_first_post_is_edited_with_its_title_and_tags(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    client.sign_in(maria)
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][0]["id"]
    sent = client.fill_in(f"/p/{post}/edit", {"title": "Better title", "tags": "oer"})
    assert sent.status_code == 303
    found = client.get(f"{API}/topics/{topic}").json()
    assert (found["title"], found["tags"]) == ("Better title", ["oer"])


def test_a_post_is_deleted_after_asking(client: Client, maria: Actor, topic: TopicId) -> None:
    client.sign_in(maria)
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    assert client.fill_in(f"/p/{post}/delete", {}).status_code == 303
    assert client.get(f"/p/{post}").status_code == 404
    assert "first reply" not in client.get(f"/t/{topic}/open-courses").text


FORBIDDEN = ["/p/{post}/edit", "/p/{post}/delete"]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_others_posts_are_not_mine_to_change(
    client: Client, maria: Actor, topic: TopicId, url: str
) -> None:
    client.sign_in(client.member("li"))
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    assert client.get(url.format(post=post)).status_code == 403
    form = find_form(client.get(f"/p/{post}/reply").text)
    answer = client.post(url.format(post=post), data=form.fields | {"body": "mine", "version": "1"})
    assert answer.status_code >= 400
    assert client.get(f"{API}/posts/{post}").json()["body"]["source"] == "first reply"


def test_visitors_are_asked_to_sign_in(client: Client, topic: TopicId) -> None:
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    for url in ("/s/general/new", f"/p/{post}/reply", f"/p/{post}/edit"):
        answer = client.get(url)
        assert answer.status_code == 401
        assert "/sign-in?next=" in answer.text


def test_long_topics_come_in_pages_either_way(client: Client, maria: Actor) -> None:
    replies = [f"reply {number}" for number in range(1, 50)]
    topic = client.do(factories.topic, maria, replies=replies)
    for order in ("", "&order=flat"):
        url: str | None = f"/t/{topic}/open-courses?x=1{order}"
        found: list[str] = []
        while url:
            page = client.get(url)
            found += texts(page)
            following = re.search(r'<a rel="next" href="([^"]*)"', page.text)
            url = following and following[1].replace("&amp;", "&")
        assert found == ["What do we know?", *replies]
        last = client.get(f"/t/{topic}/open-courses?before=end{order}")
        assert texts(last) == replies[-20:]
        assert "Posts 31–50 of 50" in re.sub(r"<[^>]*>|\s+", " ", last.text).replace("  ", " ")


def test_a_post_has_an_address_of_its_own_and_a_fragment(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    assert texts(client.get(f"/p/{post}")) == ["first reply"]
    fragment = client.get(f"/p/{post}/fragment?lang=en&view=original")
    assert fragment.text.lstrip().startswith("<article")
    assert texts(fragment) == ["first reply"]


def test_own_acts_are_shown_to_their_owner_only(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    """One rendering serves all readers: what a member may do is revealed by the page's style."""
    url = f"/t/{topic}/open-courses"
    visitor = client.get(url)
    assert "nonce-" not in visitor.headers["content-security-policy"]
    assert "<style" not in visitor.text
    client.sign_in(maria)
    own = client.get(url)
    nonce = re.search(r"'nonce-([^']+)'", own.headers["content-security-policy"])
    assert nonce is not None
    assert f'<style nonce="{nonce[1]}">' in own.text
    assert f'[data-author="{maria.member_id}"]' in own.text


def test_moderators_see_hidden_topics_and_nobody_else(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    from forum.discussions import actions
    from forum.discussions.rules import TopicState

    moderator = client.member("mod", Role.MODERATOR)

    async def hide(runtime: Any) -> None:
        async with runtime.unit(moderator) as unit:
            await actions.set_state(unit, topic, TopicState.HIDDEN)

    url = f"/t/{topic}/open-courses"
    assert client.get(url).status_code == 200
    client.do(hide)
    assert client.get(url).status_code == 404
    assert f"/t/{topic}" not in client.get("/").text
    client.sign_in(maria)
    assert client.get(url).status_code == 404
    client.sign_in(moderator)
    assert client.get(url).status_code == 200
    assert f"/t/{topic}" in client.get("/s/general").text


def test_a_member_is_shown_with_what_the_reader_may_see_of_theirs(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    client.do(factories.space, "inside", access="members")
    client.do(factories.topic, maria, "inside", title="For members")
    page = client.get("/m/maria").text
    assert "Open courses" in page
    assert "For members" not in page
    client.sign_in(maria)
    assert "For members" in client.get("/m/maria").text
